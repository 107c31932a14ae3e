#!/usr/bin/env python3
"""session.py STAND_IN: an instrument that dances data/waltz_sway.bvh (osc_stand_in) is heard and played by programs that are
not ours: python3-liblo, and the strict reader osc10.py. What it sends is compared with the BVH file by matrices
(tests/golden/bvh.py); from VMC, a marionette's joints are put where the protocol says, and have to be where the dancer's are,
mirrored. Prints what was compared; fails beyond 1e-5 m."""

import json
import socket
import subprocess
import sys
import time
from pathlib import Path

import liblo
import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests/golden")]

import bvh
import osc10

CLIP = ROOT / "data/waltz_sway.bvh"
FRAMES = 40
LIMIT = 1e-5

# Unity's HumanBodyBones of the clip's joints, and what each hangs from.
BONES = {
    "Hips": ("Hips", None), "Spine": ("Spine", "Hips"), "Chest": ("Spine1", "Spine"), "UpperChest": ("Spine2", "Chest"),
    "Neck": ("Neck", "UpperChest"), "Head": ("Head", "Neck"),
}
for side in ("Left", "Right"):
    BONES |= {
        f"{side}Shoulder": (f"{side}Shoulder", "UpperChest"), f"{side}UpperArm": (f"{side}Arm", f"{side}Shoulder"),
        f"{side}LowerArm": (f"{side}ForeArm", f"{side}UpperArm"), f"{side}Hand": (f"{side}Hand", f"{side}LowerArm"),
        f"{side}UpperLeg": (f"{side}UpLeg", "Hips"), f"{side}LowerLeg": (f"{side}Leg", f"{side}UpperLeg"),
        f"{side}Foot": (f"{side}Foot", f"{side}LowerLeg"), f"{side}Toes": (f"{side}ToeBase", f"{side}Foot"),
    }


def listener():
    found = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
    found.bind(("127.0.0.1", 0))
    found.settimeout(20)
    return found


def port_of(one):
    return one.getsockname()[1]


def free_port():
    with listener() as one:
        return port_of(one)


def matrix(w, x, y, z):
    """Of a unit quaternion."""
    return np.array([[1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
                     [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
                     [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)]])


class Dance:
    """What the file says, in metres."""

    def __init__(self):
        self.clip = bvh.Clip(CLIP)

    def places(self, frame):
        return self.clip.world(frame)[0] / 100

    def local(self, frame):
        return self.clip.local(frame)[0]

    def world(self, frame):
        turned = []
        for parent, own in zip(self.clip.parents, self.local(frame)):
            turned.append(own if parent < 0 else turned[parent] @ own)
        return np.array(turned)


class Session:
    def __init__(self, program, *options, frames=0):
        for _ in range(20):  # somebody else may take the port before the program does
            self.port = free_port()
            self.process = subprocess.Popen(
                [program, str(CLIP), "--frames", str(frames), "--osc-in", str(self.port), *map(str, options)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            if self.process.stdout.readline() == "ready\n":
                return
            assert self.process.wait(timeout=20) == 2, self.process.returncode
        raise AssertionError("no port was free")

    def line(self):
        return json.loads(self.process.stdout.readline())

    def end(self):
        out, _ = self.process.communicate(timeout=20)
        assert self.process.returncode == 0, self.process.returncode
        return out


def check(what, worst, limit=LIMIT):
    print(f"{what}: {worst:.1e}")
    assert worst < limit, what


def compare_out(program):
    dance = Dance()
    strict, marionette = listener(), listener()
    heard = []
    server = liblo.Server()
    server.add_method(None, None, lambda path, values, types: heard.append((path, types, values)))
    session = Session(program, "--osc-out", f":{port_of(strict)}", "--osc-out", f":{server.port}",
                      "--vmc-out", f":{port_of(marionette)}", "--rate", "100", frames=FRAMES)
    frames = []
    while len(heard) < 3 * FRAMES and server.recv(20000):
        pass
    for _ in range(FRAMES):
        found = {}
        for _ in range(3):
            (address, types, values), = osc10.messages(strict.recv(65536))
            assert set(types) == {"f"}, types
            found[address] = np.array(values)
        frames.append(found)
    worst = dict.fromkeys(("places", "local", "world"), 0.0)
    for t, found in enumerate(frames):
        for k, key in enumerate(("pos_world", "rot_world", "rot_local")):
            path, types, values = heard[3 * t + k]
            assert path == f"/mocap/0/joint/{key}" and set(types) == {"f"}
            assert np.array_equal(values, found[path]), "python3-liblo reads what osc10.py reads"
        places = found["/mocap/0/joint/pos_world"].reshape(-1, 3)
        worst["places"] = max(worst["places"], np.abs(places - dance.places(t)).max())
        for key, expected in (("local", dance.local(t)), ("world", dance.world(t))):
            turns = found[f"/mocap/0/joint/rot_{key}"].reshape(-1, 4)
            turned = np.array([matrix(*q) for q in turns])
            worst[key] = max(worst[key], np.abs(turned - expected).max())
    for key, value in worst.items():
        check(f"OSC out, {key}, {FRAMES} frames of {len(dance.clip.names)} joints", value)
    compare_vmc(marionette, dance)
    print(session.end().strip())


def compare_vmc(marionette, dance):
    """A marionette puts each bone at p = p_above + R_above l, R = R_above q, in Unity's axes."""
    worst, rest, t = 0.0, None, -1
    bones, done = {}, 0
    while done < FRAMES:
        data = marionette.recv(65536)
        assert data.startswith(b"#bundle") and len(data) <= 1400
        for address, types, values in osc10.messages(data):
            if address == "/VMC/Ext/OK":
                assert (types, values) == ("i", [1])
                t, bones = t + 1, {}
            elif address == "/VMC/Ext/T":
                assert types == "f" and abs(values[0] - t * dance.clip.frame_time) < 1e-3
            elif address == "/VMC/Ext/Root/Pos":
                assert (types, values) == ("sfffffff", ["root", 0, 0, 0, 0, 0, 0, 1])
            else:
                assert address == "/VMC/Ext/Bone/Pos" and types == "sfffffff"
                bones[values[0]] = np.array(values[1:])
        if set(bones) != set(BONES):
            continue
        done += 1
        expected = dance.places(t) * (-1, 1, 1)
        placed, turned = {}, {}
        for bone, (joint, above) in BONES.items():
            place, (x, y, z, w) = bones[bone][:3], bones[bone][3:]
            own = matrix(w, x, y, z)
            placed[bone] = place if above is None else placed[above] + turned[above] @ place
            turned[bone] = own if above is None else turned[above] @ own
            worst = max(worst, np.abs(placed[bone] - expected[dance.clip.names.index(joint)]).max())
        rest = {bone: bones[bone][:3] for bone in bones}
    check(f"VMC out, {FRAMES} frames of {len(BONES)} bones", worst)
    # At rest a marionette stands in a T-pose, its left at -x.
    for bone, axis, sign in (("LeftLowerArm", 0, -1), ("LeftHand", 0, -1), ("RightHand", 0, 1), ("LeftLowerLeg", 1, -1),
                             ("RightFoot", 1, -1), ("Head", 1, 1)):
        way = rest[bone] / np.linalg.norm(rest[bone])
        assert sign * way[axis] > 0.98, (bone, way)
    assert rest["LeftToes"][2] > 0, "toes point ahead, to +z"


def play(program):
    told = listener()
    session = Session(program, "--osc-out", f":{port_of(told)}", "--osc-unit", "cm", "--osc-up", "z")
    desk = liblo.Address("127.0.0.1", session.port)
    joints = len(Dance().clip.names)

    def expect(expected):
        found = session.line()
        assert found[0] == expected[0] and len(found) == len(expected), (found, expected)
        for a, b in zip(found[1:], expected[1:]):
            assert a == b if isinstance(b, str) else abs(a - b) < 1e-6, (found, expected)

    liblo.send(desk, "/poseaae/latent/3", ("f", 0.5))
    expect(["/poseaae/latent/3", 0.5])
    liblo.send(desk, "/poseaae/mix/amount", ("d", 0.25), ("h", 1), True, False)
    expect(["/poseaae/mix/amount", 0.25, 1, 1, 0])
    liblo.send(desk, "/mocap/seq1index", 1)
    expect(["/poseaae/mix/a", "steps"])
    expect(["/poseaae/source", "mix"])
    liblo.send(desk, "/mocap/seq2timerange", 0.5, 1.5)
    expect(["/poseaae/mix/b/time_range", 0.5, 1.5])
    liblo.send(desk, liblo.Bundle(liblo.Message("/mocap/sew2frameincr", 2), liblo.Message("/synth/encodingoffset", 0.5, -0.5)))
    expect(["/poseaae/mix/b/step", 2])
    expect(["/poseaae/offset", 0.5, -0.5])
    # A performer's pose, in centimetres, z up.
    places = [100.0, -200.0, 90.0] + [0.0] * (3 * joints - 3)
    liblo.send(desk, "/mocap/0/joint/pos_world", *places)
    liblo.send(desk, "/mocap/0/joint/rot_local", *([0.5, 0.1, 0.2, 0.3] * joints))
    expect(["pose"] + [0.5, 0.1, 0.3, -0.2] * joints + [1.0, 0.9, 2.0])
    # What is set elsewhere is told; what this host set was not. And all of it is told to whoever asks.
    session.process.stdin.write("/poseaae/tempo 0.75\n")
    session.process.stdin.flush()
    assert osc10.messages(told.recv(65536)) == [("/poseaae/tempo", "f", [0.75])]
    expect(["/poseaae/tempo", 0.75])
    liblo.send(desk, "/poseaae/state", port_of(told))
    assert osc10.messages(told.recv(65536)) == [("/poseaae/latent/3", "f", [0.5])]
    # Damage is counted, and nothing else comes of it.
    with listener() as vandal:
        for damage in (b"", b"/abc", osc10.packet("/poseaae/tempo", 1.0)[:-1], osc10.bundle(b"/abc")):
            vandal.sendto(damage, ("127.0.0.1", session.port))
    liblo.send(desk, "/poseaae/glide", 1)
    expect(["/poseaae/glide", 1])
    report = session.end()
    print(report.strip())
    assert "OSC in: 10 messages followed, 4 refused" in report, report


def main():
    program = sys.argv[1]
    compare_out(program)
    play(program)
    taken = Session(program)
    second = subprocess.run([program, str(CLIP), "--osc-in", str(taken.port)], capture_output=True, text=True, timeout=20)
    assert second.returncode == 2 and f"port {taken.port} is in use" in second.stderr, second
    taken.end()


if __name__ == "__main__":
    begin = time.monotonic()
    main()
    print(f"{time.monotonic() - begin:.1f} s")
