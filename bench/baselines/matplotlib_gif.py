#!/usr/bin/env python3
"""The baseline for GIFs: matplotlib draws each pose in 3D axes, Pillow saves the pictures.

Reads a BVH file (positions by NumPy, not timed), draws every frame's bones as lines on one figure that
is kept from frame to frame, and writes an animated GIF. Prints one line of JSON as google-benchmark
does: milliseconds for the whole GIF and bytes per frame. Needs python3-matplotlib and python3-pil.
"""

import argparse
import json
import os
import sys
import tempfile
import time

import numpy as np


def read_bvh(path):
    """Parents (J), offsets (J, 3), channels of each joint and the table of values (T, channels)."""
    with open(path, encoding="utf-8") as file:
        words = file.read().split()
    parents, offsets, channels, stack = [], [], [], []
    at, end_site = 0, False
    while words[at] != "MOTION":
        word = words[at]
        if word in ("ROOT", "JOINT"):
            parents.append(stack[-1] if stack else -1)
            channels.append([])
        elif word == "End":
            end_site = True
        elif word == "{":
            stack.append(None if end_site else len(parents) - 1)
        elif word == "}":
            end_site = end_site and stack[-1] is not None
            stack.pop()
        elif word == "OFFSET" and not end_site:
            offsets.append([float(w) for w in words[at + 1 : at + 4]])
        elif word == "CHANNELS":
            count = int(words[at + 1])
            channels[-1] = words[at + 2 : at + 2 + count]
        at += 1
    frames = int(words[at + 2])  # MOTION Frames: T Frame Time: s
    values = np.array(words[at + 6 :], dtype=np.float64).reshape(frames, -1)
    return parents, np.array(offsets), channels, values


def rotation(axis, angles_deg):
    """Rotation matrices (T, 3, 3) about one axis of x, y, z."""
    angle = np.radians(angles_deg)
    c, s = np.cos(angle), np.sin(angle)
    a, b = {"X": (1, 2), "Y": (2, 0), "Z": (0, 1)}[axis]
    matrix = np.zeros((len(angle), 3, 3))
    matrix[:] = np.eye(3)
    matrix[:, a, a] = matrix[:, b, b] = c
    matrix[:, a, b], matrix[:, b, a] = -s, s
    return matrix


def joint_positions(path):
    """Parents and world positions (T, J, 3), in the file's unit."""
    parents, offsets, channels, values = read_bvh(path)
    positions = np.zeros((len(values), len(parents), 3))
    rotations = np.zeros((len(values), len(parents), 3, 3))
    column = 0
    for joint, parent in enumerate(parents):
        place = np.tile(offsets[joint], (len(values), 1))
        turn = np.tile(np.eye(3), (len(values), 1, 1))
        if any(name.endswith("position") for name in channels[joint]):
            place[:] = 0.0
        for name in channels[joint]:
            if name.endswith("position"):
                place[:, "XYZ".index(name[0])] = values[:, column]
            else:
                turn = turn @ rotation(name[0], values[:, column])
            column += 1
        if parent < 0:
            positions[:, joint], rotations[:, joint] = place, turn
        else:
            above = rotations[:, parent]
            positions[:, joint] = positions[:, parent] + np.einsum("tij,tj->ti", above, place)
            rotations[:, joint] = above @ turn
    return parents, positions


def draw(parents, positions, size):
    """Pictures of every frame: one figure, whose lines get new data. Y is up, as in the file."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
    from PIL import Image

    dpi = 100
    figure = plt.figure(figsize=(size / dpi, size / dpi), dpi=dpi)
    axes = figure.add_axes([0, 0, 1, 1], projection="3d")
    axes.view_init(elev=10, azim=25)
    axes.set_axis_off()  # panes and grid would cost half the time and ten times the bytes
    points = positions[..., [2, 0, 1]]  # matplotlib's z is up
    low, high = points.min(axis=(0, 1)), points.max(axis=(0, 1))
    middle, half = 0.5 * (low + high), 0.5 * (high - low).max()
    for name, centre in zip("xyz", middle):
        getattr(axes, f"set_{name}lim3d")(centre - half, centre + half)
    bones = [(p, j) for j, p in enumerate(parents) if p >= 0]
    lines = [axes.plot([], [], [], linewidth=2, color="tab:blue")[0] for _ in bones]
    pictures = []
    for pose in points:
        for line, bone in zip(lines, bones):
            line.set_data_3d(*pose[list(bone)].T)
        figure.canvas.draw()
        pictures.append(Image.fromarray(np.asarray(figure.canvas.buffer_rgba())[..., :3].copy()))
    plt.close(figure)
    return pictures


def write_gif(path, parents, positions, size):
    pictures = draw(parents, positions, size)
    pictures[0].save(
        path, save_all=True, append_images=pictures[1:], optimize=False, loop=0, duration=33
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("clip", help="BVH file")
    parser.add_argument("--frames", type=int, default=400, help="the first so many of the clip")
    parser.add_argument("--size", type=int, default=800, help="pixels a side")
    parser.add_argument("--out", help="keep the GIF here")
    arguments = parser.parse_args()
    import matplotlib.pyplot  # noqa: F401  loading the libraries is not timed
    import mpl_toolkits.mplot3d  # noqa: F401
    import PIL.Image  # noqa: F401

    parents, positions = joint_positions(arguments.clip)
    if not 1 <= arguments.frames <= len(positions):
        sys.exit(f"--frames: expected 1 to {len(positions)}, found {arguments.frames}")
    positions = positions[: arguments.frames]
    with tempfile.TemporaryDirectory() as folder:
        path = arguments.out or os.path.join(folder, "clip.gif")
        begin, begin_cpu = time.perf_counter(), time.process_time()
        write_gif(path, parents, positions, arguments.size)
        elapsed, cpu = time.perf_counter() - begin, time.process_time() - begin_cpu
        size = os.path.getsize(path)
    name = f"gif/{arguments.size}x{arguments.size}/frames:{arguments.frames}/matplotlib"
    benchmark = {
        "name": name,
        "run_type": "iteration",
        "iterations": 1,
        "real_time": 1e3 * elapsed,
        "cpu_time": 1e3 * cpu,
        "time_unit": "ms",
        "bytes_per_frame": size / arguments.frames,
    }
    print(json.dumps({"benchmarks": [benchmark]}))


if __name__ == "__main__":
    main()
