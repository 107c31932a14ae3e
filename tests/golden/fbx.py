"""A small FBX file as text, and where its joints are, by the formula of its format in float64.

    fbx.py     writes fbx_small.fbx and fbx_small.txt beside itself

A node's transformation against its parent is (FBX SDK, "Computing transformation matrices")

    T Roff Rp Rpre R Rpost^-1 Rp^-1 Soff Sp S Sp^-1

with rotations in the order x, y, z about fixed axes, and a bone was bound at the TransformLink of its
cluster. The file counts in inches, 60 / 1.001 frames a second, and has two clips with a key for each
frame. Shares nothing with the project's reader, nor with the library that it uses.
"""

from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
KTIME = 46186158000  # a second
RATE = 60000 / 1001
INCH = 0.0254


def turn(axis, degrees):
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    a, b = (axis + 1) % 3, (axis + 2) % 3
    m = np.eye(4)
    m[a, a], m[a, b], m[b, a], m[b, b] = c, -s, s, c
    return m


def rotation(x, y, z):
    return turn(2, z) @ turn(1, y) @ turn(0, x)


def translation(v):
    m = np.eye(4)
    m[:3, 3] = v
    return m


class Joint:
    def __init__(self, name, parent, place, angles=(0, 0, 0), pre=None, post=None, pivot=None, size=None):
        self.name, self.parent, self.place, self.angles = name, parent, place, angles
        self.pre, self.post, self.pivot, self.size = pre, post, pivot, size

    def local(self, place, angles):
        pivot = translation(self.pivot or (0, 0, 0))
        m = translation(place) @ pivot @ rotation(*(self.pre or (0, 0, 0))) @ rotation(*angles)
        m = m @ np.linalg.inv(rotation(*(self.post or (0, 0, 0)))) @ np.linalg.inv(pivot)
        return m @ np.diag([*(self.size or (1, 1, 1)), 1])


# The frame that carries all is scaled, as exporters do.
JOINTS = [
    Joint("Frame", -1, (4, 0, -2), (0, 90, 0), size=(2, 2, 2)),
    Joint("Hips", 0, (0, 18, 1), (10, 20, 30)),
    Joint("Spine", 1, (0, 3, 0.5), (0, 15, 5), pre=(0, 0, 90)),
    Joint("Head", 2, (4, 0, 0), (5, -10, 0), pre=(20, 0, -90), post=(0, 30, 0), pivot=(0.5, 0.25, 0)),
    Joint("Leg", 1, (1.5, -1, 0), (0, 0, -80), pre=(15, 0, 0), post=(0, 30, 0)),
    Joint("Toe", 4, (0, -8, 0)),
]
BONES = [1, 2, 3, 4]  # the toe hangs on the leg and has no part in the skin
BOUND = [(0, 0, 0), (0, 0, 0), (0, 0, 0), (0, 0, 90), (0, 0, -45), (0, 0, 0)]  # angles then


def at(clip, frame):
    """Places and angles of the joints."""
    places = [list(j.place) for j in JOINTS]
    angles = [list(j.angles) for j in JOINTS]
    if clip == "Walk":
        places[1] = [0.5 * frame, 18 + 0.25 * frame, 1 - 0.125 * frame]
        angles[1] = [10 + 4 * frame, 20 - 3 * frame, 30 + frame]
        angles[2] = [2 * frame, 15 + 5 * frame, 5 - 2 * frame]
        angles[3] = [5 - 6 * frame, -10 + frame, 3 * frame]
    else:
        places[1] = [0, 18, 1]
        angles[1] = [0, 45 * frame, 0]
        angles[4] = [15 * frame, 0, -80]
        places[3] = [4 + 0.5 * frame, 0, 0]  # a neck that grows
    return places, angles


def world(places, angles):
    result = []
    for joint, place, turned in zip(JOINTS, places, angles):
        local = joint.local(place, turned)
        result.append(local if joint.parent < 0 else result[joint.parent] @ local)
    return result


def quaternion(m):
    """w x y z of the rotation in a matrix with one scale."""
    r = m[:3, :3] / np.cbrt(np.linalg.det(m[:3, :3]))
    values, vectors = np.linalg.eigh(np.array([
        [r[0, 0] + r[1, 1] + r[2, 2], r[2, 1] - r[1, 2], r[0, 2] - r[2, 0], r[1, 0] - r[0, 1]],
        [0, r[0, 0] - r[1, 1] - r[2, 2], r[0, 1] + r[1, 0], r[0, 2] + r[2, 0]],
        [0, 0, r[1, 1] - r[0, 0] - r[2, 2], r[1, 2] + r[2, 1]],
        [0, 0, 0, r[2, 2] - r[0, 0] - r[1, 1]]]).T, UPLO="L")
    q = vectors[:, -1]
    return q if q[0] >= 0 else -q


CLIPS = {"Walk": 7, "Turn": 5}
CURVES = {"Walk": [(1, "T", "XYZ"), (1, "R", "XYZ"), (2, "R", "XYZ"), (3, "R", "XYZ")],
          "Turn": [(1, "R", "XYZ"), (3, "T", "XYZ"), (4, "R", "X")]}  # with curves for these axes
PROPERTY = {"T": "Lcl Translation", "R": "Lcl Rotation"}


def numbers(values):
    return ",".join(repr(float(v)) if not float(v).is_integer() else str(int(v)) for v in values)


def array(name, values):
    values = list(values)
    return f"\t\t{name}: *{len(values)} {{\n\t\t\ta: {numbers(values)}\n\t\t}}\n"


def matrix(name, m):
    return array(name, m.T.reshape(-1))  # by columns


def model(i, joint):
    lines = [f'\tModel: {100 + i}, "Model::{joint.name}", "{"Null" if i == 0 else "LimbNode"}" {{',
             "\t\tVersion: 232", "\t\tProperties70:  {", '\t\t\tP: "RotationActive", "bool", "", "",1',
             '\t\t\tP: "InheritType", "enum", "", "",1']
    for name, value in (("RotationPivot", joint.pivot), ("PreRotation", joint.pre),
                        ("PostRotation", joint.post)):
        if value:
            lines.append(f'\t\t\tP: "{name}", "Vector3D", "Vector", "",{numbers(value)}')
    for name, value in (("Lcl Translation", joint.place), ("Lcl Rotation", joint.angles),
                        ("Lcl Scaling", joint.size or (1, 1, 1))):
        lines.append(f'\t\t\tP: "{name}", "{name}", "", "A",{numbers(value)}')
    return "\n".join(lines) + '\n\t\t}\n\t\tShading: Y\n\t\tCulling: "CullingOff"\n\t}\n'


def file_text():
    objects, links = [], []

    def link(child, parent, name=None):
        links.append(f'\tC: "{"OP" if name else "OO"}",{child},{parent}' + (f', "{name}"' if name else ""))

    for i, joint in enumerate(JOINTS):
        objects.append(model(i, joint))
        link(100 + i, 100 + joint.parent if joint.parent >= 0 else 0)
        if i:
            objects.append(f'\tNodeAttribute: {200 + i}, "NodeAttribute::", "LimbNode" {{\n'
                           '\t\tTypeFlags: "Skeleton"\n\t}\n')
            link(200 + i, 100 + i)
    bound = world([j.place for j in JOINTS], BOUND)
    objects.append('\tGeometry: 300, "Geometry::", "Mesh" {\n' + array("Vertices", [0, 40, 0, 5, 40, 0, 0, 45, 0]) +
                   array("PolygonVertexIndex", [0, 1, -3]) + "\t\tGeometryVersion: 124\n\t}\n")
    objects.append('\tModel: 301, "Model::Body", "Mesh" {\n\t\tVersion: 232\n\t\tProperties70:  {\n'
                   '\t\t\tP: "Lcl Translation", "Lcl Translation", "", "A",7,0,3\n\t\t}\n'
                   '\t\tShading: T\n\t\tCulling: "CullingOff"\n\t}\n')
    objects.append('\tDeformer: 302, "Deformer::", "Skin" {\n\t\tVersion: 101\n\t}\n')
    link(301, 0)
    link(300, 301)
    link(302, 300)
    mesh = translation((7, 0, 3))
    for i in BONES:
        objects.append(f'\tDeformer: {310 + i}, "SubDeformer::", "Cluster" {{\n\t\tVersion: 100\n' +
                       array("Indexes", [i % 3]) + array("Weights", [1]) +
                       matrix("Transform", np.linalg.inv(bound[i]) @ mesh) +
                       matrix("TransformLink", bound[i]) + "\t}\n")
        link(310 + i, 302)
        link(100 + i, 310 + i)
    number = 400
    for clip, frames in CLIPS.items():
        times = [round(k / RATE * KTIME) for k in range(frames)]
        stack, layer = number, number + 1
        number += 2
        objects.append(f'\tAnimationStack: {stack}, "AnimStack::{clip}", "" {{\n\t\tProperties70:  {{\n'
                       f'\t\t\tP: "LocalStop", "KTime", "Time", "",{times[-1]}\n'
                       f'\t\t\tP: "ReferenceStop", "KTime", "Time", "",{times[-1]}\n\t\t}}\n\t}}\n')
        objects.append(f'\tAnimationLayer: {layer}, "AnimLayer::Base", "" {{\n\t}}\n')
        link(layer, stack)
        poses = [at(clip, k) for k in range(frames)]
        for joint, kind, axes in CURVES[clip]:
            node = number
            number += 4
            values = np.array([(p if kind == "T" else a)[joint] for p, a in poses])
            objects.append(f'\tAnimationCurveNode: {node}, "AnimCurveNode::{kind}", "" {{\n\t\tProperties70:  {{\n' +
                           "".join(f'\t\t\tP: "d|{axis}", "Number", "", "A",{numbers([values[0, c]])}\n'
                                   for c, axis in enumerate("XYZ")) + "\t\t}\n\t}\n")
            link(node, layer)
            link(node, 100 + joint, PROPERTY[kind])
            for c, axis in enumerate(axes):
                curve = node + 1 + c
                objects.append(f'\tAnimationCurve: {curve}, "AnimCurve::", "" {{\n\t\tDefault: 0\n\t\tKeyVer: 4009\n' +
                               array("KeyTime", times) + array("KeyValueFloat", values[:, c]) +
                               array("KeyAttrFlags", [24836]) + array("KeyAttrDataFloat", [0, 0, 0, 0]) +
                               array("KeyAttrRefCount", [frames]) + "\t}\n")
                link(curve, node, f"d|{axis}")
    settings = [("UpAxis", 1), ("UpAxisSign", 1), ("FrontAxis", 2), ("FrontAxisSign", 1), ("CoordAxis", 0),
                ("CoordAxisSign", 1)]
    head = ("; FBX 7.4.0 project file\n; A made-up figure of five joints for PoseAAE's tests, by tests/golden/fbx.py\n"
            "FBXHeaderExtension:  {\n\tFBXHeaderVersion: 1003\n\tFBXVersion: 7400\n\tCreator: \"PoseAAE\"\n}\n"
            "GlobalSettings:  {\n\tVersion: 1000\n\tProperties70:  {\n" +
            "".join(f'\t\tP: "{name}", "int", "Integer", "",{value}\n' for name, value in settings) +
            '\t\tP: "UnitScaleFactor", "double", "Number", "",2.54\n'
            '\t\tP: "TimeMode", "enum", "", "",17\n\t}\n}\n')
    return (head + "Objects:  {\n" + "".join(objects) + "}\nConnections:  {\n" + "\n".join(links) + "\n}\n")


def golden_text():
    """Lines "CLIP FRAME JOINT x y z w x y z": place in metres, axes of the file; "rest" where bound."""
    lines = []
    poses = {("rest", 0): world([j.place for j in JOINTS], BOUND)}
    for clip, frames in CLIPS.items():
        for k in range(frames):
            poses[clip, k] = world(*at(clip, k))
    for (clip, k), matrices in poses.items():
        for joint, m in list(zip(JOINTS, matrices))[1:]:
            values = [*(INCH * m[:3, 3]), *quaternion(m)]
            lines.append(f"{clip} {k} {joint.name} " + " ".join(f"{v:.9f}" for v in values))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    (HERE / "fbx_small.fbx").write_text(file_text(), encoding="utf-8")
    (HERE / "fbx_small.txt").write_text(golden_text(), encoding="utf-8")
