#!/usr/bin/env python3
"""receive.py [PORT]: prints which joint is highest, frame by frame.

Needs python3-liblo. pose_live sends to port 9004 unless told otherwise. To play the dancer from here, send to port 9002:
liblo.send(("127.0.0.1", 9002), "/poseaae/tempo", 0.5)"""

import sys

import liblo

server = liblo.Server(int(sys.argv[1]) if len(sys.argv) > 1 else 9004)


def places(path, values):
    """x y z of each joint, one after another, in metres, y up."""
    highest = max(range(len(values) // 3), key=lambda joint: values[3 * joint + 1])
    print(f"{len(values) // 3} joints; joint {highest} is highest, {values[3 * highest + 1]:.2f} m", flush=True)


server.add_method("/mocap/0/joint/pos_world", None, places)
server.add_method(None, None, lambda path, values: None)  # what else comes
while True:
    server.recv()
