#!/usr/bin/env python3
"""World positions and rotations of an ASF/AMC pair over rotation matrices in float64, from the format's
description (J. Lander, "Working with Motion Capture File Formats", Game Developer, January 1998):
a bone turns by C M C^-1 on top of the bone that it follows, C from its axis, M from its degrees of
freedom, in both the angle that comes first applied first; it begins where the other ends. Lengths
are inches divided by the unit `length`. A bone that a frame leaves out keeps its values.

    acclaim.py                  writes acclaim.h5 beside this script, of clips/puppet
    acclaim.py ASF AMC FRAME... prints the bones of these frames (from 0), a line each:
                                frame, bone, x y z of its beginning, x y z of its end (metres)

Shares nothing with the project's reader."""

import sys
from pathlib import Path

import h5py
import numpy as np

import bvh

HERE = Path(__file__).resolve().parent


def matrix(order, angles):
    """The first angle turns first: it stands on the right."""
    result = np.eye(3)
    for axis, angle in zip(order.upper(), angles):
        c, s = np.cos(angle), np.sin(angle)
        about = {"X": [[1, 0, 0], [0, c, -s], [0, s, c]],
                 "Y": [[c, 0, s], [0, 1, 0], [-s, 0, c]],
                 "Z": [[c, -s, 0], [s, c, 0], [0, 0, 1]]}[axis]
        result = np.array(about) @ result
    return result


class Body:
    def __init__(self, path):
        self.bones = {}
        self.followers = {}
        self.angle = np.pi / 180
        section, bone = None, None
        for line in Path(path).read_text(encoding="latin-1").splitlines():
            words = line.split("#")[0].split()
            if not words:
                continue
            if words[0].startswith(":"):
                section = words[0]
            elif section == ":units" and words[0] == "length":
                self.metres = 0.0254 / float(words[1])
            elif section == ":units" and words[0] == "angle":
                self.angle = np.pi / 180 if words[1].startswith("deg") else 1.0
            elif section == ":root":
                root = self.bones.setdefault("root", {"way": np.zeros(3), "C": np.eye(3)})
                if words[0] == "order":
                    root["dof"] = [word.lower() for word in words[1:]]
                elif words[0] == "position":
                    root["place"] = np.array(words[1:4], dtype=float)
            elif section == ":bonedata":
                if words[0] == "begin":
                    bone = {"dof": []}
                elif words[0] == "name":
                    self.bones[words[1]] = bone
                elif words[0] == "direction":
                    bone["direction"] = np.array(words[1:4], dtype=float)
                elif words[0] == "length":
                    bone["length"] = float(words[1])
                elif words[0] == "axis":
                    angles = np.array(words[1:4], dtype=float) * self.angle
                    bone["C"] = matrix(words[4], angles)
                elif words[0] == "dof":
                    bone["dof"] = words[1:]
            elif section == ":hierarchy" and words[0] not in ("begin", "end"):
                self.followers[words[0]] = words[1:]

    def world(self, frame):
        """name -> (rotation, beginning, end), metres."""
        result = {}

        def visit(name, rotation, begin):
            bone = self.bones[name]
            values = dict(zip(bone["dof"], frame.get(name, [0.0] * len(bone["dof"]))))
            turns = [dof for dof in bone["dof"] if dof.startswith("r")]
            moved = np.array([values.get("t" + axis, 0.0) for axis in "xyz"])
            motion = matrix("".join(dof[1] for dof in turns),
                            [values[dof] * self.angle for dof in turns])
            begin = begin + rotation @ bone["C"] @ moved
            rotation = rotation @ bone["C"] @ motion @ np.linalg.inv(bone["C"])
            length = bone.get("length", 0.0) + values.get("l", 0.0)
            end = begin + rotation @ (bone.get("direction", np.zeros(3)) * length)
            result[name] = (rotation, begin * self.metres, end * self.metres)
            for follower in self.followers.get(name, []):
                visit(follower, rotation, end)

        visit("root", np.eye(3), self.bones["root"]["place"])
        return result


def frames_of(path):
    frames, kept = [], {}
    for line in Path(path).read_text(encoding="latin-1").splitlines():
        words = line.split("#")[0].split()
        if not words or words[0].startswith(":"):
            continue
        if words[0].isdigit() and len(words) == 1:
            frames.append(kept := dict(kept))
        else:
            kept[words[0]] = [float(word) for word in words[1:]]
    return frames


def main():
    if len(sys.argv) > 1:
        body, frames = Body(sys.argv[1]), frames_of(sys.argv[2])
        for frame in map(int, sys.argv[3:]):
            for name, (_, begin, end) in body.world(frames[frame]).items():
                print(frame, name, *(f"{value:.9f}" for value in [*begin, *end]))
        return
    asf, amc = HERE / "clips" / "puppet.asf", HERE / "clips" / "puppet.amc"
    body, frames = Body(asf), frames_of(amc)
    world = [body.world(frame) for frame in frames]
    names = list(world[0])
    with h5py.File(HERE / "acclaim.h5", "w", libver="latest") as file:
        file.attrs["inputs"] = bvh.inputs(HERE / "bvh.py", __file__, asf, amc)
        file.attrs["bones"] = " ".join(names)
        file["rotations_wxyz"] = np.array(
            [[bvh.quaternion(frame[name][0]) for name in names] for frame in world])
        file["beginnings"] = np.array([[frame[name][1] for name in names] for frame in world])
        file["ends"] = np.array([[frame[name][2] for name in names] for frame in world])


if __name__ == "__main__":
    main()
