"""Reads HDF5 files with h5py, and safetensors by docs/FILES.md: readers.py FILE...

Prints each array as "PATH SHAPE TYPE", and each text or list of text as "PATH@NAME TEXT...". Stops at an array of
text, which Octave cannot load, and at text that is not UTF-8.
"""

import json
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


def show_safetensors(name):
    with open(name, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
    for key, text in header.pop("__metadata__").items():
        print(f"@{key} {text}")
    for path, array in header.items():
        print(path, tuple(array["shape"]), array["dtype"])


for name in sys.argv[1:]:
    if name.endswith(".safetensors"):
        show_safetensors(name)
        continue
    with h5py.File(name) as file:
        show("", file)
        file.visititems(show)
