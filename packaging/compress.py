#!/usr/bin/env python3
"""compress.py FROM TO: gzip -9 without a name or time inside, so that equal input gives equal files."""

import gzip
import sys


def compress(data, path):
    with open(path, "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(data)


if __name__ == "__main__":
    with open(sys.argv[1], "rb") as source:
        compress(source.read(), sys.argv[2])
