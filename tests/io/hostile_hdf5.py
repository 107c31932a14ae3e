"""hostile_hdf5.py FOLDER: HDF5 files of the kinds that readers have come to harm by, each of them harmless to libhdf5.

Every file is what an h5py user could write, or the beginning of one. The arrays are called "numbers". Prints the names.
"""

import sys
import zlib
from pathlib import Path

import h5py
import numpy as np

FOLDER = Path(sys.argv[1])


def kind(make):
    """Makes the file of this name."""
    with h5py.File(FOLDER / f"{make.__name__}.h5", "w") as file:
        make(file)
    print(make.__name__)


def cut(name, bytes_kept):
    """The beginning of a file that is whole."""
    with h5py.File(FOLDER / "whole.h5", "w") as file:
        file["numbers"] = np.arange(1000.0)
    data = (FOLDER / "whole.h5").read_bytes()
    (FOLDER / f"{name}.h5").write_bytes(data[: bytes_kept(len(data))])
    (FOLDER / "whole.h5").unlink()
    print(name)


cut("cut_in_the_middle", lambda size: size // 2)
cut("cut_after_the_superblock", lambda size: 96)
cut("cut_by_one_byte", lambda size: size - 1)


@kind
def group_in_itself(file):
    file["numbers"] = np.arange(4.0)
    group = file.create_group("a")
    group["itself"] = group
    group["root"] = file["/"]


@kind
def groups_in_each_other(file):
    a, b = file.create_group("a"), file.create_group("b")
    a["b"], b["a"] = b, a


@kind
def soft_links_in_a_ring(file):
    file["numbers"] = h5py.SoftLink("/other")
    file["other"] = h5py.SoftLink("/numbers")


@kind
def deep_groups(file):
    group = file
    for _ in range(3000):
        group = group.create_group("g")
    group["numbers"] = np.arange(4.0)


@kind
def link_to_another_file(file):
    file["numbers"] = h5py.ExternalLink("/etc/hostname", "/numbers")


@kind
def numbers_in_another_file(file):
    file.create_dataset("numbers", (4,), "f4", external=[("/etc/hostname", 0, 16)])


@kind
def numbers_of_a_virtual_dataset(file):
    layout = h5py.VirtualLayout((4,), "f4")
    layout[:] = h5py.VirtualSource("/etc/hostname", "numbers", (4,))
    file.create_virtual_dataset("numbers", layout)


@kind
def more_numbers_than_bytes(file):
    space = h5py.h5s.create_simple((2**40, 3))
    late = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    late.set_alloc_time(h5py.h5d.ALLOC_TIME_LATE)
    h5py.h5d.create(file.id, b"numbers", h5py.h5t.IEEE_F32LE, space, late)


@kind
def more_numbers_than_can_be_counted(file):
    file.create_dataset("numbers", (2**31, 2**31, 2**31), "f4", chunks=(16, 16, 16))


@kind
def packed_to_next_to_nothing(file):
    chunk, count = 2**22, 64
    numbers = file.create_dataset("numbers", (chunk * count,), "f4", chunks=(chunk,), compression="gzip")
    packed = zlib.compress(bytes(4 * chunk), 9)
    for i in range(count):
        numbers.id.write_direct_chunk((i * chunk,), packed)


@kind
def one_huge_piece(file):
    chunk = 2**26
    numbers = file.create_dataset("numbers", (chunk,), "f4", chunks=(chunk,), compression="gzip")
    numbers.id.write_direct_chunk((0,), zlib.compress(bytes(4 * chunk), 9))


@kind
def filter_that_is_absent(file):
    plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    plist.set_chunk((4,))
    plist.set_filter(32015, h5py.h5z.FLAG_OPTIONAL, (3,))
    h5py.h5d.create(file.id, b"numbers", h5py.h5t.IEEE_F32LE, h5py.h5s.create_simple((4,)), plist)
    h5py.h5d.open(file.id, b"numbers").write_direct_chunk((0,), bytes(16))


@kind
def numbers_of_another_type(file):
    file["numbers"] = np.zeros(4, dtype=[("x", "f4"), ("y", "i8")])


@kind
def lists_of_any_length(file):
    numbers = file.create_dataset("numbers", (4,), h5py.vlen_dtype("f4"))
    numbers[:] = [np.arange(3, dtype="f4")] * 4


@kind
def references_to_objects(file):
    numbers = file.create_dataset("numbers", (4,), h5py.ref_dtype)
    numbers[:] = [file.ref] * 4


@kind
def thousands_of_attributes(file):
    file["numbers"] = np.arange(4.0)
    for i in range(3000):
        file["numbers"].attrs[f"a{i}"] = "x" * 50
