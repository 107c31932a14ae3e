#!/usr/bin/env python3
"""The loss terms of windows of frames, for random windows and a random prediction, in float64 over
rotation matrices: what both engines are compared with.

A window is W frames, each J unit quaternions w x y z, the root (metres a second sideways and
forwards, radians a second of turn, metres of height) and C contacts. Places are followed frame by
frame from the middle of the window, where the body stands at the origin and faces +Z.

    window_losses.py     writes window_losses.h5 beside this script"""

from pathlib import Path

import h5py
import numpy as np

import bvh

HERE = Path(__file__).resolve().parent
PARENTS = [-1, 0, 1, 1, 3, 1, 5]
BODY = 1  # joint 0 is above it: no position depends on its rotation
CONTACT_JOINTS = [4, 6, 2]
WINDOWS, FRAMES, FPS = 5, 7, 24.0
SOFT = 0.05  # radians, of the soft angle


def matrix(q):
    w, x, y, z = q / np.linalg.norm(q)
    return np.array([[1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
                     [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
                     [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)]])


def gram_schmidt(six):
    a = six[:3] / np.linalg.norm(six[:3])
    b = six[3:] - (a @ six[3:]) * a
    b /= np.linalg.norm(b)
    return np.stack([a, b, np.cross(a, b)], axis=1)


def vertical(angle):
    """The rotation by which +Z turns towards +X."""
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])


def above_body():
    joint, above = PARENTS[BODY], set()
    while joint >= 0:
        above.add(joint)
        joint = PARENTS[joint]
    return above


def positions(rotations, offsets):
    """(J, 3), the body at the origin; what hangs from a joint above it too."""
    above = above_body()
    world, places = [], []
    for joint, parent in enumerate(PARENTS):
        if parent < 0 or parent in above:
            world.append(rotations[joint])
            places.append(np.zeros(3))
        else:
            world.append(world[parent] @ rotations[joint])
            places.append(places[parent] + world[parent] @ offsets[joint])
    return np.array(places)


def in_room(frames, offsets):
    """(W, J, 3) of frames (rotations, root)."""
    count = len(frames)
    middle = count // 2
    heading, place = np.zeros(count), np.zeros((count, 3))
    steps = [np.array([root[0], 0.0, root[1]]) / FPS for _, root in frames]
    turns = [root[2] / FPS for _, root in frames]
    for t in range(middle, count - 1):
        heading[t + 1] = heading[t] + turns[t]
        place[t + 1] = place[t] + vertical(heading[t] + turns[t] / 2) @ steps[t]
    for t in range(middle - 1, -1, -1):
        heading[t] = heading[t + 1] - turns[t]
        place[t] = place[t + 1] - vertical(heading[t] + turns[t] / 2) @ steps[t]
    placed = []
    for t, (rotations, root) in enumerate(frames):
        at = place[t] + np.array([0.0, root[3], 0.0])
        placed.append(positions(rotations, offsets) @ vertical(heading[t]).T + at)
    return np.array(placed)


def split(row, features):
    """[(rotations, root)] and contacts (W, C) of a row of frames."""
    frames, contacts = [], []
    for frame in np.split(row, FRAMES):
        rotations = frame[:features * len(PARENTS)].reshape(-1, features)
        rest = frame[features * len(PARENTS):]
        read = matrix if features == 4 else gram_schmidt
        frames.append(([read(r) for r in rotations], rest[:4]))
        contacts.append(rest[4:])
    return frames, np.array(contacts)


def angle(a, b):
    """Between rotations: |A - B| = 2 sqrt(2) sin(angle / 2)."""
    return 2 * np.arcsin(min(1.0, np.linalg.norm(a - b) / (2 * np.sqrt(2))))


def losses(truth, guess, contacts, guessed, offsets, weights):
    """The terms of one window."""
    angles = [[angle(a, b) for a, b in zip(t[0], g[0])] for t, g in zip(truth, guess)]
    apart = [np.linalg.norm(positions(t[0], offsets) - positions(g[0], offsets), axis=1)
             for t, g in zip(truth, guess)]
    here, there = in_room(truth, offsets), in_room(guess, offsets)
    steps, moved = FPS * np.diff(here, axis=0), FPS * np.diff(there, axis=0)
    stands = contacts[:-1] * contacts[1:]
    roots = np.array([[t[1], g[1]] for t, g in zip(truth, guess)])
    return {
        "position": np.mean(weights * apart),
        "quaternion": np.mean(weights * angles),
        "rotation": np.mean(weights * (np.sqrt(np.square(angles) + SOFT ** 2) - SOFT)),
        "room": np.mean(weights * np.linalg.norm(here - there, axis=2)),
        "velocity": np.mean(weights * np.linalg.norm(steps - moved, axis=2)),
        "stay": np.mean(stands * np.linalg.norm(moved[:, CONTACT_JOINTS], axis=2)),
        "contact": np.mean((contacts - guessed) ** 2),
        "root": np.mean((roots[:, 0] - roots[:, 1]) ** 2),
    }


def main():
    random = np.random.default_rng(5)
    joints, extras = len(PARENTS), 4 + len(CONTACT_JOINTS)
    offsets = np.float32(random.normal(0.0, 0.3, (joints, 3)))
    weights = random.uniform(0.5, 1.5, joints)
    weights /= weights.mean()
    quaternions = random.normal(size=(WINDOWS, FRAMES, joints, 4))
    quaternions /= np.linalg.norm(quaternions, axis=-1, keepdims=True)
    behind = random.normal(size=(WINDOWS, FRAMES, extras))
    behind[..., 4:] = behind[..., 4:] > -0.5  # contacts
    frames = np.concatenate([quaternions.reshape(WINDOWS, FRAMES, -1), behind], axis=-1)
    rows = np.float32(frames.reshape(WINDOWS, -1))
    with h5py.File(HERE / "window_losses.h5", "w", libver="latest") as file:
        file.attrs["inputs"] = bvh.inputs(HERE / "bvh.py", __file__)
        file.attrs["fps"], file.attrs["frames"], file.attrs["body"] = FPS, FRAMES, BODY
        file["parents"], file["offsets"] = np.int32(PARENTS), offsets
        file["contact_joints"], file["joint_weights"] = np.int32(CONTACT_JOINTS), weights
        file["rows"] = rows
        for name, features in (("quaternion", 4), ("6d", 6)):
            prediction = np.float32(random.normal(size=FRAMES * (features * joints + extras)))
            guess, guessed = split(np.float64(prediction), features)
            each = []
            for row in np.float64(rows):
                truth, contacts = split(row, 4)
                each.append(losses(truth, guess, contacts, guessed, np.float64(offsets), weights))
            group = file.create_group(name)
            group["prediction"] = prediction
            for term in each[0]:
                group.attrs[term] = np.mean([window[term] for window in each])
                print(name, term, group.attrs[term])


if __name__ == "__main__":
    main()
