"""BVH over rotation matrices in float64: R_j is the product of a joint's rotation channels in the
order in which the file lists them, l_j its OFFSET, each component replaced by the position channel
of that axis; world transforms are A_j = A_parent R_j and p_j = p_parent + A_parent l_j.

Shares nothing with the project's reader and kinematics, which go over quaternions."""

import hashlib
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]


class Clip:
    """names, parents (J), offsets (J, 3), end_sites [(parent, offset)], rows (T, channels)."""

    def __init__(self, path):
        self.names, self.parents, self.offsets, self.channels, self.end_sites = [], [], [], [], []
        hierarchy, motion = Path(path).read_text(encoding="utf-8").split("MOTION")
        chain, name = [], None  # joints that are open; -1 is an end site
        for line in hierarchy.splitlines():
            word, *rest = line.split() or [""]
            if word in ("ROOT", "JOINT"):
                self.parents.append(chain[-1] if chain else -1)
                self.names.append(" ".join(rest))
                self.channels.append([])
                chain.append(len(self.names) - 1)
            elif word == "End":
                chain.append(-1)
            elif word == "OFFSET" and chain[-1] == -1:
                self.end_sites.append((chain[-2], np.array(rest, dtype=float)))
            elif word == "OFFSET":
                self.offsets.append(np.array(rest, dtype=float))
            elif word == "CHANNELS":
                self.channels[chain[-1]] = rest[1:]
            elif word == "}":
                chain.pop()
        lines = motion.strip().splitlines()
        self.frame_time = float(lines[1].split(":")[1])
        self.rows = np.array([line.split() for line in lines[2:]], dtype=float)
        assert len(self.rows) == int(lines[0].split(":")[1])

    def local(self, frame):
        """Local rotations (J, 3, 3) and local positions (J, 3) of a frame."""
        values = iter(self.rows[frame])
        rotations, positions = [], []
        for offset, channels in zip(self.offsets, self.channels):
            rotation, position = np.eye(3), offset.copy()
            for channel in channels:
                axis, value = "XYZ".index(channel[0]), next(values)
                if channel.endswith("rotation"):
                    rotation = rotation @ about(axis, np.radians(value))
                else:
                    position[axis] = value
            rotations.append(rotation)
            positions.append(position)
        return np.array(rotations), np.array(positions)

    def world(self, frame):
        """World positions of joints (J, 3) and of end sites (E, 3)."""
        rotations, positions = self.local(frame)
        turned, placed = [], []
        for parent, rotation, position in zip(self.parents, rotations, positions):
            if parent < 0:
                turned.append(rotation)
                placed.append(position)
            else:
                turned.append(turned[parent] @ rotation)
                placed.append(placed[parent] + turned[parent] @ position)
        tips = [placed[parent] + turned[parent] @ offset for parent, offset in self.end_sites]
        return np.array(placed), np.array(tips)


def about(axis, angle):
    """The rotation matrix about a coordinate axis."""
    c, s = np.cos(angle), np.sin(angle)
    matrix = np.eye(3)
    a, b = (axis + 1) % 3, (axis + 2) % 3
    matrix[a, a], matrix[a, b], matrix[b, a], matrix[b, b] = c, -s, s, c
    return matrix


def quaternion(matrix):
    """w, x, y, z of a rotation matrix: the eigenvector of the largest eigenvalue of Bar-Itzhack's
    symmetric matrix (2000), with w >= 0."""
    m = matrix
    k = np.array([
        [m[0, 0] + m[1, 1] + m[2, 2], m[2, 1] - m[1, 2], m[0, 2] - m[2, 0], m[1, 0] - m[0, 1]],
        [m[2, 1] - m[1, 2], m[0, 0] - m[1, 1] - m[2, 2], m[1, 0] + m[0, 1], m[2, 0] + m[0, 2]],
        [m[0, 2] - m[2, 0], m[1, 0] + m[0, 1], m[1, 1] - m[0, 0] - m[2, 2], m[2, 1] + m[1, 2]],
        [m[1, 0] - m[0, 1], m[2, 0] + m[0, 2], m[2, 1] + m[1, 2], m[2, 2] - m[0, 0] - m[1, 1]]])
    q = np.linalg.eigh(k / 3)[1][:, -1]
    return q if q[0] >= 0 else -q


def inputs(*paths):
    """What results were computed from, as sha256sum writes it: a line of digest and path each."""
    lines = []
    for path in paths:
        digest = hashlib.sha256(Path(path).read_bytes()).hexdigest()
        lines.append(f"{digest}  {Path(path).resolve().relative_to(ROOT)}\n")
    return "".join(lines)
