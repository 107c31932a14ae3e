#!/usr/bin/env python3
"""The in-betweening measures of the LAFAN1 benchmark (Harvey et al. 2020) for its two baselines, on a
made-up archive: the hierarchy in lafan1_hierarchy.txt, moved by sines.

World transforms go over rotation matrices (bvh.py), spectra over numpy's FFT; quaternions follow
from the matrices.

    inbetween.py     writes inbetween.h5 beside this script"""

import tempfile
from pathlib import Path

import h5py
import numpy as np

import bvh

HERE = Path(__file__).resolve().parent
HIERARCHY = HERE / "lafan1_hierarchy.txt"
# Name, frames, number of the file. tests/evaluation/lafan1_archive.cpp makes the same files.
FILES = [("dance2_subject3", 111, 1), ("fall1_subject2", 50, 2), ("jumps1_subject5", 66, 3),
         ("run1_subject5", 190, 4), ("walk1_subject1", 130, 5)]
PAST, FUTURE, GAPS = 10, 10, (5, 15, 30, 45)


def text(frames, number):
    """A BVH file. Bones of file n are 1 + n / 50 times as long as the hierarchy has them."""
    lines = []
    for line in HIERARCHY.read_text(encoding="utf-8").splitlines():
        if "OFFSET" in line:
            head, values = line.split("OFFSET")
            scaled = [f"{float(v) * (1 + number / 50):.4f}" for v in values.split()]
            line = f"{head}OFFSET {' '.join(scaled)}"
        lines.append(line)
    lines += ["MOTION", f"Frames: {frames}", "Frame Time: 0.033333"]
    for t in range(frames):
        lines.append(" ".join(f"{channel(t, c, number):.4f}" for c in range(69)))
    return "\n".join(lines) + "\n"


def channel(t, c, number):
    """The value of channel c in frame t of file `number`: cm, degrees."""
    wave = np.sin(0.11 * t + 0.7 * c + 1.3 * number) + 0.4 * np.sin(0.029 * t * (c % 5 + 1))
    if c == 0:
        return 150 + (2 + 0.3 * number) * t + 6 * wave
    if c == 1:
        return 90 + 4 * wave
    if c == 2:
        return -80 + 0.9 * t + 10 * wave
    if c == 3:
        return 90 + 8 * wave  # the rest pose has its spine along x
    if c == 5:
        turned = (25 * number + 3.7 * t) % 360  # its jump from 180 to -180 changes the sign
        return turned - 360 if turned > 180 else turned
    return 28 * wave


def quaternions(matrices):
    """(T, J, 4) of (T, J, 3, 3), of continuous sign."""
    found = np.array([[bvh.quaternion(m) for m in frame] for frame in matrices])
    for t in range(1, len(found)):
        flip = np.sum(found[t] * found[t - 1], axis=-1) < 0
        found[t, flip] *= -1
    return found


def product(a, b):
    aw, ax, ay, az = np.moveaxis(a, -1, 0)
    bw, bx, by, bz = np.moveaxis(b, -1, 0)
    return np.stack([aw * bw - ax * bx - ay * by - az * bz, aw * bx + ax * bw + ay * bz - az * by,
                     aw * by - ax * bz + ay * bw + az * bx, aw * bz + ax * by - ay * bx + az * bw], -1)


def matrix(q):
    """Rotation matrices of unit quaternions, by Rodrigues' formula."""
    w, v = q[..., :1, None], q[..., 1:]
    zero = np.zeros_like(v[..., 0])
    cross = np.stack([np.stack([zero, -v[..., 2], v[..., 1]], -1),
                      np.stack([v[..., 2], zero, -v[..., 0]], -1),
                      np.stack([-v[..., 1], v[..., 0], zero], -1)], -2)
    return np.eye(3) + 2 * w * cross + 2 * cross @ cross


def world(local, roots, offsets, parents):
    """Quaternions (T, J, 4) and positions (T, J, 3) in the world."""
    turned, placed = [local[:, 0]], [roots]
    for j in range(1, len(parents)):
        parent = parents[j]
        placed.append(placed[parent] + matrix(turned[parent]) @ offsets[j])
        turned.append(product(turned[parent], local[:, j]))
    return np.stack(turned, 1), np.stack(placed, 1)


def windows(clip, length, hop):
    """Local quaternions and root positions of windows that face +x in the last frame of the past."""
    local = quaternions([clip.local(t)[0] for t in range(len(clip.rows))])
    roots = clip.rows[:, :3]
    for start in range(0, len(clip.rows) - length, hop):
        q, x = local[start:start + length].copy(), roots[start:start + length].copy()
        x[:, [0, 2]] -= x[:, [0, 2]].mean(axis=0)
        front = matrix(q[PAST - 1, 0]) @ [0, 1, 0]
        half = 0.5 * np.arctan2(front[2], front[0])
        turn = np.array([np.cos(half), 0, np.sin(half), 0])
        q[:, 0] = product(np.broadcast_to(turn, q[:, 0].shape), q[:, 0])
        yield q, x @ matrix(turn).T


def slerp(a, b, share):
    dot = np.sum(a * b, -1, keepdims=True)
    b = np.where(dot < 0, -b, b)
    angle = np.arccos(np.clip(np.abs(dot), 0, 1))
    near = angle < 1e-7
    safe = np.where(near, 1, angle)
    arc = (np.sin((1 - share) * safe) * a + np.sin(share * safe) * b) / np.sin(safe)
    return np.where(near, (1 - share) * a + share * b, arc)


def fillings(q, x, gap):
    """Zero velocity and interpolation."""
    last, target = PAST - 1, PAST + gap
    yield np.repeat(q[last:last + 1], gap, 0), np.repeat(x[last:last + 1], gap, 0)
    shares = np.linspace(0, 1, gap + 2)[1:-1]
    yield (np.array([slerp(q[last], q[target], s) for s in shares]),
           np.array([(1 - s) * x[last] + s * x[target] for s in shares]))


def npss(truth, filled):
    """(W, T, D) each."""
    power = np.real(np.fft.fft(truth, axis=1)) ** 2
    other = np.real(np.fft.fft(filled, axis=1)) ** 2
    total = power.sum(axis=1)
    cdf = np.cumsum(power / total[:, None], axis=1)
    other_cdf = np.cumsum(other / other.sum(axis=1)[:, None], axis=1)
    return np.average(np.abs(cdf - other_cdf).sum(axis=1), weights=total)


def main():
    clips = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, frames, number in FILES:
            path = Path(folder) / f"{name}.bvh"
            path.write_text(text(frames, number), encoding="utf-8")
            clips[name] = bvh.Clip(path)
    first = clips["dance2_subject3"]
    positions = np.array([world(q, x, clip.offsets, clip.parents)[1].reshape(len(x), -1)
                          for name, clip in clips.items() if not name.endswith("subject5")
                          for q, x in windows(clip, 50, 20)])
    mean, deviation = positions.mean(axis=(0, 1)), positions.std(axis=(0, 1))
    tests = [window for name, clip in clips.items() if name.endswith("subject5")
             for window in windows(clip, 65, 40)]
    results = np.zeros((2, 3, len(GAPS)))  # method; L2Q, L2P, NPSS; gap
    for g, gap in enumerate(GAPS):
        def seen(q, x):
            turned, placed = world(q, x, first.offsets, first.parents)
            return turned.reshape(gap, -1), (placed.reshape(gap, -1) - mean) / deviation
        truths = [seen(q[PAST:PAST + gap], x[PAST:PAST + gap]) for q, x in tests]
        filled = [[seen(*f) for f in fillings(q, x, gap)] for q, x in tests]
        for m in range(2):
            for kind in range(2):
                a = np.array([truth[kind] for truth in truths])
                b = np.array([methods[m][kind] for methods in filled])
                results[m, kind, g] = np.linalg.norm(a - b, axis=2).mean()
                if kind == 0:
                    results[m, 2, g] = npss(a, b)
    with h5py.File(HERE / "inbetween.h5", "w", libver="latest") as file:
        file.attrs["inputs"] = bvh.inputs(HERE / "bvh.py", __file__, HIERARCHY)
        file.attrs["train_windows"] = len(positions)
        file.attrs["test_windows"] = len(tests)
        file["deviation"] = deviation
        file["results"] = results
    print(len(positions), len(tests))
    print(results)


if __name__ == "__main__":
    main()
