"""Reads HDF5 files with h5py: readers.py FILE...

Prints each array as "PATH SHAPE TYPE", and each text or list of text as "PATH@NAME TEXT...". Stops at an array of
text, which Octave cannot load, and at text that is not UTF-8.
"""

import sys

import h5py


def texts(value):
    if isinstance(value, str):
        return [value]
    return list(value) if getattr(value, "dtype", None) == object else []


def show(path, item):
    if isinstance(item, h5py.Dataset):
        if item.dtype.kind not in "fiu":
            sys.exit(f"{path}: expected numbers, found {item.dtype}")
        print(path, item[()].shape, item.dtype)
    for name, value in item.attrs.items():
        for text in texts(value):
            text.encode("utf-8")
        if texts(value):
            print(f"{path}@{name}", *texts(value))


for name in sys.argv[1:]:
    with h5py.File(name) as file:
        show("", file)
        file.visititems(show)
