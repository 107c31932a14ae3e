#!/usr/bin/env bash
# h5py 3.7.0 with HDF5 1.10.8 and NumPy 1.24.2 (Debian 12): positions in millimetres written to an int16 dataset.
#
# Guess: h5py casts whatever it is given as NumPy does, so that a list and a float32 array with the same values
# are stored alike, and 40000 wraps to -25536.
#
# Behaviour: two libraries do the work. A list is made an int16 array by NumPy, which wraps and refuses NaN; an
# array is converted by HDF5, which stores the nearest value that fits and makes NaN 0. So dataset[...] = x and
# dataset[...] = x.tolist() differ, and so do dataset[...] = x and dataset[...] = x.astype("int16").
#
# The output that was seen is the text after "stated=".
set -euo pipefail

. "${BASH_SOURCE[0]%/*}/unpack.bash"

stated="array                  40000 -> 32767, -40000 -> -32768, 2.7 -> 2
list                   40000 -> -25536, -40000 -> 25536, 2.7 -> 2
array, astype(int16)   40000 -> -25536, -40000 -> 25536, 2.7 -> 2
array with a NaN       NaN -> 0
list with a NaN        ValueError"

unpack python3-h5py=3.7.0-8 python3-h5py-serial=3.7.0-8 libhdf5-103-1=1.10.8+repack1-1 \
  libhdf5-hl-100=1.10.8+repack1-1 python3-numpy=1:1.24.2-1+deb12u1
cat >"$tmp/cast.py" <<'END'
import sys

import h5py
import numpy as np

file = h5py.File(sys.argv[1], "w")


def stored(values):
    dataset = file.create_dataset(None, (len(values),), "i2")
    dataset[...] = values
    return dataset[...]


def report(name, values):
    pairs = zip(("40000", "-40000", "2.7"), stored(values))
    print(f"{name:22}", ", ".join(f"{before} -> {after}" for before, after in pairs))


x = np.array([40000, -40000, 2.7], "f4")
report("array", x)
report("list", x.tolist())
report("array, astype(int16)", x.astype("i2"))
print(f"{'array with a NaN':22}", "NaN ->", stored(np.array([np.nan], "f4"))[0])
try:
    print(f"{'list with a NaN':22}", "NaN ->", stored([float("nan")])[0])
except ValueError as error:
    print(f"{'list with a NaN':22}", type(error).__name__)
END
seen=$(python3 "$tmp/cast.py" "$tmp/cast.h5")
echo "$seen"
echo "$stated" >"$tmp/stated"
echo "$seen" | diff --label stated --label seen "$tmp/stated" -
