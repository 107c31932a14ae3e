"""glTF 2.0 from its specification, in NumPy, over 4x4 matrices in float64.

    gltf_reader.py compare A.bvh B.glb    joints of both in the world: the largest distance in metres
    gltf_reader.py places B.glb FRAME...  "FRAME NAME X Y Z" of every named node
    gltf_reader.py check B.glb            what the specification and PoseAAE's own promises ask for

Shares nothing with the project's writer and reader.
https://registry.khronos.org/glTF/specs/2.0/glTF-2.0.html
"""

import base64
import json
import struct
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "golden"))

COMPONENTS = {5120: "i1", 5121: "u1", 5122: "<i2", 5123: "<u2", 5125: "<u4", 5126: "<f4"}
WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT4": 16}


class File:
    def __init__(self, path):
        content = Path(path).read_bytes()
        chunks = {}
        if content[:4] == b"glTF":
            magic, version, length = struct.unpack_from("<4sII", content)
            assert version == 2 and length == len(content), (version, length, len(content))
            at = 12
            while at < length:
                size, kind = struct.unpack_from("<I4s", content, at)
                assert size % 4 == 0
                chunks[kind] = content[at + 8 : at + 8 + size]
                at += 8 + size
            self.json = json.loads(chunks[b"JSON"])
        else:
            self.json = json.loads(content)
        self.buffers = []
        for buffer in self.json.get("buffers", []):
            uri = buffer.get("uri")
            if uri is None:
                data = chunks[b"BIN\0"]
            elif uri.startswith("data:"):
                data = base64.b64decode(uri.split(",", 1)[1])
            else:
                data = (Path(path).parent / uri).read_bytes()
            assert len(data) >= buffer["byteLength"]
            self.buffers.append(data)
        self.nodes = self.json["nodes"]
        self.parents = {c: n for n, node in enumerate(self.nodes) for c in node.get("children", [])}

    def raw(self, view, offset, component, count, width):
        view = self.json["bufferViews"][view]
        kind = np.dtype(COMPONENTS[component])
        start = view.get("byteOffset", 0) + offset
        stride = view.get("byteStride", kind.itemsize * width)
        last = offset + (count - 1) * stride + kind.itemsize * width
        assert last <= view["byteLength"], "an accessor leaves its view"
        assert start % kind.itemsize == 0, "an accessor is not aligned"
        data = self.buffers[view.get("buffer", 0)]
        return np.ndarray((count, width), kind, data, start, (stride, kind.itemsize)).copy()

    def accessor(self, number):
        accessor = self.json["accessors"][number]
        width, component = WIDTHS[accessor["type"]], accessor["componentType"]
        count = accessor["count"]
        if "bufferView" in accessor:
            values = self.raw(
                accessor["bufferView"], accessor.get("byteOffset", 0), component, count, width
            )
        else:
            values = np.zeros((count, width), COMPONENTS[component])
        if sparse := accessor.get("sparse"):
            places, new = sparse["indices"], sparse["values"]
            places = self.raw(
                places["bufferView"], places.get("byteOffset", 0), places["componentType"],
                sparse["count"], 1
            )[:, 0]
            values[places] = self.raw(
                new["bufferView"], new.get("byteOffset", 0), component, sparse["count"], width
            )
        if accessor.get("normalized"):
            values = np.maximum(values / np.iinfo(values.dtype).max, -1.0)
        for bound, found in (("min", values.min(0)), ("max", values.max(0))):
            assert bound not in accessor or np.array_equal(np.float32(accessor[bound]), found), number
        return values.astype(float)

    def keys(self, animation=0):
        """(node, path) -> times (K), values (K, n) or (K, 3, n), interpolation."""
        animation = self.json["animations"][animation]
        found = {}
        for channel in animation["channels"]:
            sampler = animation["samplers"][channel["sampler"]]
            times = self.accessor(sampler["input"])[:, 0]
            values = self.accessor(sampler["output"])
            kind = sampler.get("interpolation", "LINEAR")
            if kind == "CUBICSPLINE":
                values = values.reshape(len(times), 3, -1)
            assert len(values) == len(times)
            assert (np.diff(times) > 0).all() and times[0] >= 0
            found[channel["target"]["node"], channel["target"]["path"]] = times, values, kind
        return found

    def times(self, animation=0):
        return max((times for times, _, _ in self.keys(animation).values()), key=len)

    def world(self, time, animation=0, keys=None):
        """World matrices of the nodes (N, 4, 4)."""
        keys = self.keys(animation) if keys is None else keys
        local = [self.local(n, time, keys) for n in range(len(self.nodes))]
        world = {}

        def of(node):
            if node not in world:
                above = self.parents.get(node)
                world[node] = local[node] if above is None else of(above) @ local[node]
            return world[node]

        return np.array([of(n) for n in range(len(self.nodes))])

    def local(self, number, time, keys):
        node = self.nodes[number]
        if "matrix" in node:
            return np.array(node["matrix"]).reshape(4, 4).T
        parts = {
            "translation": np.array(node.get("translation", [0, 0, 0]), float),
            "rotation": np.array(node.get("rotation", [0, 0, 0, 1]), float),
            "scale": np.array(node.get("scale", [1, 1, 1]), float),
        }
        for path in parts:
            if (number, path) in keys:
                parts[path] = sample(*keys[number, path], time, path == "rotation")
        matrix = np.eye(4)
        matrix[:3, :3] = turn(parts["rotation"]) * parts["scale"]
        matrix[:3, 3] = parts["translation"]
        return matrix


def turn(q):
    x, y, z, w = q
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
            [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
            [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
        ]
    )


def sample(times, values, kind, time, rotates):
    """Appendix C of the specification. Quaternions are taken as they are, as many programs do."""
    flat = values[:, 1] if kind == "CUBICSPLINE" else values
    if time <= times[0]:
        return flat[0]
    if time >= times[-1]:
        return flat[-1]
    k = int(np.searchsorted(times, time, side="right")) - 1
    if kind == "STEP" or time == times[k]:
        return flat[k]
    step = times[k + 1] - times[k]
    t = (time - times[k]) / step
    a, b = flat[k], flat[k + 1]
    if kind == "CUBICSPLINE":
        out, into = step * values[k, 2], step * values[k + 1, 0]
        v = (2 * t**3 - 3 * t**2 + 1) * a + (t**3 - 2 * t**2 + t) * out
        v += (-2 * t**3 + 3 * t**2) * b + (t**3 - t**2) * into
        return v / np.linalg.norm(v) if rotates else v
    if not rotates:
        return (1 - t) * a + t * b
    dot = a @ b
    b, dot = (-b, -dot) if dot < 0 else (b, dot)
    angle = np.arccos(min(dot, 1.0))
    if angle < 1e-6:
        return a + t * (b - a)
    return (np.sin((1 - t) * angle) * a + np.sin(t * angle) * b) / np.sin(angle)


def compare(bvh_name, name):
    import bvh

    clip, file = bvh.Clip(bvh_name), File(name)
    keys, times = file.keys(), file.times()
    assert len(times) == len(clip.rows), (len(times), len(clip.rows))
    assert np.abs(times - clip.frame_time * np.arange(len(times))).max() < 1e-4
    number = {node["name"]: n for n, node in reversed(list(enumerate(file.nodes)))}
    worst = 0.0
    for t, time in enumerate(times):
        world = file.world(time, keys=keys)
        places, tips = clip.world(t)
        for j, joint in enumerate(clip.names):
            worst = max(worst, np.abs(world[number[joint]][:3, 3] - 0.01 * places[j]).max())
        for (joint, _), tip in zip(clip.end_sites, 0.01 * tips):
            below = [
                np.abs(world[c][:3, 3] - tip).max()
                for c in file.nodes[number[clip.names[joint]]].get("children", [])
            ]
            worst = max(worst, min(below))
    print(f"frames {len(times)} joints {len(clip.names)} largest {worst:.3g}")


def places(name, frames):
    file = File(name)
    times = file.times()
    for frame in map(int, frames):
        world = file.world(times[frame])
        for node, matrix in zip(file.nodes, world):
            if "name" in node:
                print(frame, node["name"].replace(" ", "_"), *(f"{x:.7f}" for x in matrix[:3, 3]))


def check(name):
    file = File(name)
    assert file.json["asset"]["version"] == "2.0"
    for node in file.nodes:
        assert max(np.abs(node.get("rotation", [0]))) <= 1.0
    starts = set()
    for (node, path), (times, values, kind) in file.keys().items():
        assert kind == "LINEAR"
        starts.add(times[0])
        if path == "rotation":
            assert np.abs(np.linalg.norm(values, axis=1) - 1).max() < 1e-4
            assert (np.sum(values[1:] * values[:-1], axis=1) >= 0).all(), "two hemispheres"
    assert starts == {0.0}
    rest = file.world(0.0, keys={})
    (skin,) = file.json["skins"]
    inverse = file.accessor(skin["inverseBindMatrices"]).reshape(-1, 4, 4).transpose(0, 2, 1)
    if all((j, "translation") not in file.keys() for j in skin["joints"][1:]):
        bind = np.array([rest[j] for j in skin["joints"]]) @ inverse
        assert np.abs(bind - np.eye(4)).max() < 1e-5, "the rest pose is not the bind pose"
    skinned = [node for node in file.nodes if "mesh" in node]
    print("bodies", len(skinned))
    for node in skinned:
        (shape,) = file.json["meshes"][node["mesh"]]["primitives"]
        corners = file.accessor(shape["indices"])[:, 0].astype(int).reshape(-1, 3)
        at = file.accessor(shape["attributes"]["POSITION"])
        normals = file.accessor(shape["attributes"]["NORMAL"])
        weights = file.accessor(shape["attributes"]["WEIGHTS_0"])
        carriers = file.accessor(shape["attributes"]["JOINTS_0"])
        assert np.array_equal(weights, np.tile([1.0, 0, 0, 0], (len(at), 1)))
        assert carriers.max() < len(skin["joints"])
        assert np.abs(np.linalg.norm(normals, axis=1) - 1).max() < 1e-5
        a, b, c = at[corners[:, 0]], at[corners[:, 1]], at[corners[:, 2]]
        out = np.cross(b - a, c - a)
        assert (np.sum(out * normals[corners[:, 0]], axis=1) > 0).all(), "a triangle faces inwards"
        edges = np.sort(corners[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1)
        assert (np.unique(edges, axis=0, return_counts=True)[1] == 2).all(), "the surface has holes"
        volume = np.sum(a * np.cross(b, c)) / 6
        print("vertices", len(at), "triangles", len(corners), f"litres {1000 * volume:.1f}")


if __name__ == "__main__":
    command, first, *rest = sys.argv[1:]
    if command == "compare":
        compare(first, rest[0])
    elif command == "places":
        places(first, rest)
    else:
        check(first)
