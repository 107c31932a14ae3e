#!/usr/bin/env python3
"""Makes the small clips in clips/: every order of Euler angles, orders that change from joint to
joint, position channels below the root, OFFSETs repeated as positions, end sites.

    make_clips.py"""

import itertools
import random
from pathlib import Path

FRAMES = 5
# A root with two chains of three joints; the last of each has an end site, the first chain's two.
PARENTS = [-1, 0, 1, 2, 0, 4, 5]
TIPS = [0, 0, 0, 2, 0, 0, 1]
POSITIONS = ["Xposition", "Yposition", "Zposition"]


def rotations(order):
    return [f"{axis}rotation" for axis in order]


def number(dice, size):
    return f"{dice.uniform(-size, size):.6f}"


def write(name, channels):
    """channels(j): the channels of joint j, and whether its positions repeat its OFFSET."""
    dice = random.Random(name)
    offsets = [[number(dice, 30) for _ in range(3)] for _ in PARENTS]
    lines = ["HIERARCHY"]

    def joint(j, indent):
        kind = "ROOT" if j == 0 else "JOINT"
        lines.append(f"{indent}{kind} joint_{j}")
        lines.append(indent + "{")
        inner = indent + "  "
        lines.append(f"{inner}OFFSET {' '.join(offsets[j])}")
        lines.append(f"{inner}CHANNELS {len(channels(j)[0])} {' '.join(channels(j)[0])}")
        for child, parent in enumerate(PARENTS):
            if parent == j:
                joint(child, inner)
        for _ in range(TIPS[j]):
            tip = " ".join(number(dice, 10) for _ in range(3))
            lines.extend([f"{inner}End Site", inner + "{", f"{inner}  OFFSET {tip}", inner + "}"])
        lines.append(indent + "}")

    joint(0, "")
    lines += ["MOTION", f"Frames: {FRAMES}", "Frame Time: 0.04"]
    for _ in range(FRAMES):
        row = []
        for j in range(len(PARENTS)):
            names, repeated = channels(j)
            for channel in names:
                if channel.endswith("rotation"):
                    row.append(number(dice, 180))
                elif repeated:  # rounded, as exporters do
                    row.append(f"{float(offsets[j]['XYZ'.index(channel[0])]):.5f}")
                else:
                    row.append(number(dice, 50))
        lines.append(" ".join(row))
    path = Path(__file__).parent / "clips" / f"{name}.bvh"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main():
    orders = ["".join(order) for order in itertools.permutations("XYZ")]
    for order in orders:
        write(f"order_{order.lower()}",
              lambda j: ((POSITIONS if j == 0 else []) + rotations(order), False))
    # The root's rotations come first; joint 6 turns about two axes only.
    mixed = [rotations("YZX") + POSITIONS, *(rotations(order) for order in orders)]
    mixed[6] = rotations("ZY")
    write("mixed_orders", lambda j: (mixed[j], False))
    moving = [POSITIONS + rotations("ZXY"), POSITIONS + rotations("XYZ"), rotations("ZYX"),
              ["Zposition", "Xposition"] + rotations("YXZ"), rotations("XZY") + POSITIONS[::-1],
              ["Yposition"] + rotations("ZXY"), POSITIONS]
    write("position_channels", lambda j: (moving[j], False))
    write("repeated_offsets", lambda j: (POSITIONS + rotations("ZXY"), j > 0))


if __name__ == "__main__":
    main()
