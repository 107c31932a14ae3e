"""World positions of joints in a BVH file, by a reader of its own: bvh_places.py FILE FRAME JOINT...

Prints "JOINT x y z" in the file's unit for each joint.
"""

import math
import sys


def turn(axis, degrees):
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return {"X": [[1, 0, 0], [0, c, -s], [0, s, c]],
            "Y": [[c, 0, s], [0, 1, 0], [-s, 0, c]],
            "Z": [[c, -s, 0], [s, c, 0], [0, 0, 1]]}[axis]


def times(a, b):
    return [[sum(a[i][k] * b[k][j] for k in range(3)) for j in range(len(b[0]))] for i in range(3)]


def main(file, frame, *wanted):
    words = open(file, encoding="utf-8").read().split()
    at = words.index("MOTION")
    count = int(words[at + 2])
    numbers = [float(word) for word in words[at + 6:]]
    values = iter(numbers[int(frame) * len(numbers) // count:])
    stack, places, name = [], {}, None
    position, rotation, i = [[0], [0], [0]], [[1, 0, 0], [0, 1, 0], [0, 0, 1]], 1
    while i < at:
        word = words[i]
        if word in ("ROOT", "JOINT", "End"):
            name = words[i + 1] if word != "End" else None
            i += 2
        elif word == "{":
            stack.append((position, rotation))
            i += 1
        elif word == "}":
            position, rotation = stack.pop()
            i += 1
        elif word == "OFFSET":
            local = [[float(x)] for x in words[i + 1:i + 4]]
            i += 4
            if name is None:
                continue
            channels = words[i + 2:i + 2 + int(words[i + 1])]
            i += 2 + len(channels)
            own = turn("X", 0)
            moves = {}
            for channel in channels:
                value = next(values)
                if channel.endswith("position"):
                    moves["XYZ".index(channel[0])] = value
                else:
                    own = times(own, turn(channel[0], value))
            for axis, value in moves.items():
                local[axis] = [value]
            moved = times(rotation, local)
            position = [[a[0] + b[0]] for a, b in zip(position, moved)]
            rotation = times(rotation, own)
            places[name] = [x[0] for x in position]
        else:
            i += 1
    for joint in wanted:
        print(joint, *places[joint])


main(*sys.argv[1:])
