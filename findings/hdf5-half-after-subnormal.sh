#!/usr/bin/env bash
# HDF5 1.10.8 (h5py 3.7.0, NumPy 1.24.2, Debian 12): float32 written to a float16 dataset.
#
# Guess: HDF5 stores the bits that NumPy's astype(float16) gives, subnormals and ties included.
#
# Behaviour: once a value below 6.1e-5 (subnormal as a float16) has been converted, every later value of the
# same write that rounds up to a power of two is stored as half of it: 0.9999 becomes 0.5, 1.9999 becomes 1.
# The order of the values decides: with the tiny value last, nothing happens. Quaternions of small rotations
# are just this mixture, w a little below 1 and components near 0; no error is raised. Converting in NumPy
# before writing avoids it.
#
# The output that was seen is the text after "stated=".
set -euo pipefail

. "${BASH_SOURCE[0]%/*}/unpack.bash"

stated="0.9999 alone                    -> 1.0
1e-05 before 0.9999 and 1.9999  -> 0.5, 1.0
0.9999 and 1.9999 before 1e-05  -> 1.0, 2.0
NumPy: 1e-05, 0.9999, 1.9999    -> 1.0, 2.0
1000 rotations by 0 to 2 degrees: w stored as 0.5 in 986, by NumPy in 0"

unpack python3-h5py=3.7.0-8 python3-h5py-serial=3.7.0-8 libhdf5-103-1=1.10.8+repack1-1 \
  libhdf5-hl-100=1.10.8+repack1-1 python3-numpy=1:1.24.2-1+deb12u1
cat >"$tmp/half.py" <<'END'
import sys

import h5py
import numpy as np

file = h5py.File(sys.argv[1], "w")


def stored(values):
    values = np.asarray(values, "f4")
    dataset = file.create_dataset(None, values.shape, "f2")
    dataset[...] = values
    return dataset[...]


def told(values):
    return ", ".join(str(float(round(float(v), 4))) for v in values)


print("0.9999 alone                    ->", told(stored([0.9999])))
print("1e-05 before 0.9999 and 1.9999  ->", told(stored([1e-5, 0.9999, 1.9999])[1:]))
print("0.9999 and 1.9999 before 1e-05  ->", told(stored([0.9999, 1.9999, 1e-5])[:2]))
print("NumPy: 1e-05, 0.9999, 1.9999    ->", told(np.float32([1e-5, 0.9999, 1.9999]).astype("f2")[1:]))

half_angle = np.radians(np.linspace(0.001, 2, 1000)) / 2
axis = np.array([0.6, 0.8, 0.0])
poses = np.column_stack([np.cos(half_angle), np.sin(half_angle)[:, None] * axis]).astype("f4")
print("1000 rotations by 0 to 2 degrees: w stored as 0.5 in", np.sum(stored(poses)[:, 0] == 0.5),
      end=", by NumPy in ")
print(np.sum(poses.astype("f2")[:, 0] == 0.5))
END
seen=$(python3 "$tmp/half.py" "$tmp/half.h5")
echo "$seen"
echo "$stated" >"$tmp/stated"
echo "$seen" | diff --label stated --label seen "$tmp/stated" -
