#!/usr/bin/env python3
"""Reads BVH with NumPy, with the same result as the project's reader: unit local quaternions (T, J, 4),
w x y z, and root positions (T, 3) in metres; what bench_bvh is measured against.

The header goes through a small tokenizer, the rows through numpy.fromstring in one call (C code; half
the time of numpy.array(text.split(), float)), and the Euler angles of all frames of a joint become
quaternions at once.

  numpy_bvh.py [--repetitions N] [--dump FILE.npz] [CLIP.bvh]

Without CLIP: the clip nearest to 2 MB in $POSEAAE_MOCAP_DIR/bandai-namco (default ../shared/mocap).
Prints the median time of N readings in google-benchmark's form; --dump saves what was read, for
comparison.
"""

import argparse
import json
import os
import statistics
import sys
import time
import warnings
from pathlib import Path

import numpy as np

AXES = {"X": 0, "Y": 1, "Z": 2}
METRES = 0.01


def read_header(text):
    """(joints, position of the first row, frames); a joint is (name, offset, channels)."""
    motion = text.index("MOTION")
    joints, in_end_site = [], False
    words = iter(text[:motion].split())
    for word in words:
        if word in ("ROOT", "JOINT"):
            joints.append([next(words), None, []])
        elif word == "End":
            in_end_site = True
        elif word == "OFFSET":
            offset = [float(next(words)) for _ in range(3)]
            if not in_end_site:
                joints[-1][1] = np.array(offset)
        elif word == "CHANNELS":
            joints[-1][2] = [next(words) for _ in range(int(next(words)))]
        elif word == "}":
            in_end_site = False
    frames_line = text.index("Frames", motion)
    time_line = text.index("Frame Time", frames_line)
    frames = int(text[frames_line:time_line].split(":")[1])
    rows = text.index("\n", time_line) + 1
    return joints, rows, frames


def multiply(a, b):
    """Hamilton products of (T, 4) and (T, 4)."""
    aw, ax, ay, az = a.T
    bw, bx, by, bz = b.T
    return np.stack((aw * bw - ax * bx - ay * by - az * bz,
                     aw * bx + ax * bw + ay * bz - az * by,
                     aw * by - ax * bz + ay * bw + az * bx,
                     aw * bz + ax * by - ay * bx + az * bw), axis=1)


def read_bvh(path):
    """(quaternions (T, J, 4), root positions (T, 3)), metres."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    joints, rows, frames = read_header(text)
    columns = sum(len(channels) for _, _, channels in joints)
    values = np.fromstring(text[rows:], sep=" ").reshape(frames, columns)
    half = values * (np.pi / 360.0)
    cosines, sines = np.cos(half), np.sin(half)
    quaternions = np.empty((frames, len(joints), 4))
    root = np.tile(joints[0][1], (frames, 1))
    column = 0
    for j, (_, _, channels) in enumerate(joints):
        rotation = None
        for channel in channels:
            axis = AXES[channel[0]]
            if channel.endswith("rotation"):
                factor = np.zeros((frames, 4))
                factor[:, 0] = cosines[:, column]
                factor[:, 1 + axis] = sines[:, column]
                rotation = factor if rotation is None else multiply(rotation, factor)
            elif j == 0:
                root[:, axis] = values[:, column]
            column += 1
        quaternions[:, j] = (1.0, 0.0, 0.0, 0.0) if rotation is None else rotation
    return quaternions, root * METRES


def two_megabytes():
    folder = Path(os.environ.get("POSEAAE_MOCAP_DIR", "../shared/mocap")) / "bandai-namco"
    clips = sorted(folder.glob("*.bvh"))
    if not clips:
        sys.exit(f"{folder}: expected recordings (.bvh), found none; set POSEAAE_MOCAP_DIR")
    return min(clips, key=lambda clip: abs(clip.stat().st_size - 2e6))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--repetitions", type=int, default=15)
    parser.add_argument("--dump")
    parser.add_argument("clip", nargs="?")
    arguments = parser.parse_args()
    clip = arguments.clip or two_megabytes()
    warnings.simplefilter("ignore", DeprecationWarning)  # of a binary mode not used here
    times = []
    for _ in range(arguments.repetitions + 1):
        start = time.perf_counter()
        quaternions, root = read_bvh(clip)
        times.append(1e3 * (time.perf_counter() - start))
    if arguments.dump:
        np.savez(arguments.dump, quaternions=quaternions, root=root)
    median = statistics.median(times[1:])  # the first one warms up
    print(json.dumps({"benchmarks": [{"name": "bvh/file_2MB/numpy", "real_time": median,
                                      "cpu_time": median, "time_unit": "ms",
                                      "repetitions": arguments.repetitions}]}))


if __name__ == "__main__":
    main()
