#!/usr/bin/env python3
"""Archives of arrays made and read by NumPy, with forward kinematics over rotation matrices, from the
descriptions of AMASS (rotation vectors of SMPL's joints, z up), the AI-Toolbox (values and time
stamps of each OSC address, w x y z) and Kimodo (matrices in the room). Shares nothing with the
project's reader.

    npz.py make FOLDER       writes the cases below, NAME.npz, and what they mean, NAME.txt: frames
                             per second, frames and joints, then a place a line (metres, y up)
    npz.py positions FILE    the same text of a file that the project wrote; of the AI-Toolbox's
                             form from its local values, which must agree with those of the room"""

import sys
from pathlib import Path

import numpy as np

# Joint k hangs from joint PARENTS[k]: the body of SMPL, then the hands of SMPL-H.
BODY = [-1, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 12, 13, 14, 16, 17, 18, 19]
HANDS = [20, 22, 23, 20, 25, 26, 20, 28, 29, 20, 31, 32, 20, 34, 35,
         21, 37, 38, 21, 40, 41, 21, 43, 44, 21, 46, 47, 21, 49, 50]
UPRIGHT = np.array([[1, 0, 0], [0, 0, 1], [0, -1, 0]], dtype=float)  # z becomes y


def of_vector(v):
    """Rodrigues' formula."""
    angle = np.linalg.norm(v)
    if angle < 1e-12:
        return np.eye(3)
    x, y, z = v / angle
    k = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.eye(3) + np.sin(angle) * k + (1 - np.cos(angle)) * k @ k


def of_quaternion(q):
    w, x, y, z = q / np.linalg.norm(q)
    return np.array([[1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
                     [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
                     [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)]])


def quaternion(v):
    angle = np.linalg.norm(v)
    axis = v / angle if angle > 0 else v
    return np.concatenate(([np.cos(angle / 2)], np.sin(angle / 2) * axis))


def places(parents, locals_, offsets):
    """Rotations (J, 3, 3) and offsets (J, 3), the root's its place -> places and world rotations."""
    world, at = [], []
    for j, parent in enumerate(parents):
        above = np.eye(3) if parent < 0 else world[parent]
        base = np.zeros(3) if parent < 0 else at[parent]
        at.append(base + above @ offsets[j])
        world.append(above @ locals_[j])
    return np.array(at), np.array(world)


def say(path, fps, positions):
    positions = np.asarray(positions)
    lines = [f"{float(fps)!r} {positions.shape[0]} {positions.shape[1]}"]
    lines += [" ".join(repr(float(x)) for x in p) for p in positions.reshape(-1, 3)]
    Path(path).write_text("\n".join(lines) + "\n")


def smpl_places(rest, poses, trans, parents, turn):
    offsets = np.array([rest[j] - rest[max(p, 0)] for j, p in enumerate(parents)])
    result = []
    for pose, place in zip(poses, trans):
        rotations = [of_vector(v) for v in pose.reshape(-1, 3)[:len(parents)]]
        rotations[0] = turn @ rotations[0]
        offsets[0] = turn @ (rest[0] + place)
        result.append(places(parents, rotations, offsets)[0])
    return result


def make_amass(folder, rng):
    frames = 5
    rest = np.zeros((52, 3))
    for j, parent in enumerate(BODY + HANDS):
        rest[j] = (rest[parent] if parent >= 0 else 0) + rng.normal(0, 0.1, 3)
    poses = rng.normal(0, 0.7, (frames, 156))
    poses[2, 9:12] = 0  # no rotation at all
    trans = rng.normal(0, 1, (frames, 3))
    body = smpl_places(rest, poses, trans, BODY, UPRIGHT)

    def case(name, save=np.savez, expected=body, fps=120.0, **arrays):
        arrays.setdefault("mocap_framerate", np.array(fps))
        save(folder / f"{name}.npz", **arrays)
        say(folder / f"{name}.txt", fps, expected)

    case("smplh", poses=poses, trans=trans, rest_joints=rest, betas=np.zeros(16),
         gender=np.array("male"))
    case("packed", save=np.savez_compressed, J=rest, trans=trans, poses=poses)
    case("other_order", rest_joints=rest, mocap_framerate=np.array([120]), trans=trans, poses=poses)
    case("big_endian", poses=poses.astype(">f8"), trans=trans.astype(">f8"),
         rest_joints=rest.astype(">f8"))
    case("fortran", poses=np.asfortranarray(poses), trans=np.asfortranarray(trans),
         rest_joints=np.asfortranarray(rest))
    np.savez(folder / "spelling.npz", poses=poses, trans=trans, rest_joints=rest,
             mocap_frame_rate=np.array(59.94))
    say(folder / "spelling.txt", 59.94, body)
    case("objects_beside", poses=poses, trans=trans, rest_joints=rest,
         markers_latent_vids=np.array([{"a": 1}], dtype=object))
    case("smplx_parts", root_orient=poses[:, :3], pose_body=poses[:, 3:66], pose_hand=poses[:, 66:],
         trans=trans, rest_joints=rest)
    smplx = np.concatenate((poses[:, :66], rng.normal(0, 1, (frames, 9)), poses[:, 66:]), axis=1)
    smplx_rest = np.concatenate((rest[:22], rng.normal(0, 1, (3, 3)), rest[22:]))
    case("smplx", poses=smplx, trans=trans, rest_joints=smplx_rest)
    hands = smpl_places(rest, poses, trans, BODY + HANDS, UPRIGHT)
    for name in ("smplh", "smplx", "smplx_parts"):
        say(folder / f"{name}#hands.txt", 120.0, hands)
    whole = np.round(poses * 100).astype(np.int16)
    case("integers", poses=whole, trans=np.round(trans).astype(np.int64), rest_joints=rest,
         expected=smpl_places(rest, whole.astype(float), np.round(trans), BODY, UPRIGHT))
    half = poses.astype(np.float16)
    case("half", poses=half, trans=trans, rest_joints=rest,
         expected=smpl_places(rest, half.astype(float), trans, BODY, UPRIGHT))
    say(folder / "smplh_z.txt", 120.0, smpl_places(rest, poses, trans, BODY, np.eye(3)))

    np.savez(folder / "wrong_objects.npz", poses=np.array([None, 1], dtype=object), trans=trans)
    np.savez(folder / "wrong_width.npz", poses=poses[:, :63], trans=trans, mocap_framerate=120.0)
    np.savez(folder / "wrong_length.npz", poses=poses, trans=trans[1:], mocap_framerate=120.0)
    np.savez(folder / "wrong_rate.npz", poses=poses, trans=trans)
    np.savez(folder / "wrong_rate_value.npz", poses=poses, trans=trans, mocap_framerate=0.0)
    np.savez(folder / "wrong_numbers.npz", poses=np.where(poses > 1, np.nan, poses), trans=trans,
             mocap_framerate=120.0)
    np.savez(folder / "wrong_text.npz", poses=np.array([["a", "b"]]), mocap_framerate=120.0)
    np.savez(folder / "wrong_hands.npz", poses=poses[:, :72], trans=trans, mocap_framerate=120.0)
    np.savez(folder / "wrong_nothing.npz", a=poses, b=trans)
    np.save(folder / "wrong_single.npy", poses)


PARENTS = [-1, 0, 1, 0, 3]
LENGTHS = np.array([[0, 0, 0], [0.1, 50, 3], [0, 40, -2], [30, 5, 0], [25, -1, 4]])  # cm


def toolbox_frame(time):
    """Constant speeds, so that interpolation gives what was there. Places in cm."""
    turns = [np.array([0, 0.5 * time, 0]), np.array([0.3 * time, 0, 0]), np.array([0, 0, -0.4 * time]),
             np.array([0.2, 0, 0]), np.zeros(3)]
    offsets = LENGTHS.copy()
    offsets[0] = [10 * time, 90, -5 * time]
    at, world = places(PARENTS, [of_vector(v) for v in turns], offsets)
    return at, np.array([quaternion(v) for v in turns]), offsets, world


def world_quaternion(matrix):
    import bvh
    return bvh.quaternion(matrix)


def make_toolbox(folder, rng):
    fps, count = 50.0, 21
    grid = np.arange(count) / fps
    stamps = {}
    for name in ("pos_local", "rot_local", "pos_world", "rot_world"):
        between = np.sort(rng.uniform(0, grid[-1], 40))
        stamps[name] = np.concatenate(([0.0], between, [grid[-1]]))
        stamps[name] = np.insert(stamps[name], 7, stamps[name][7])  # one stamp comes twice

    def arrays(times, performer="0"):
        result = {}
        for name, clock in times.items():
            frames = [toolbox_frame(t) for t in clock]
            rows = {"pos_local": [f[2] for f in frames], "rot_local": [f[1] for f in frames],
                    "pos_world": [f[0] for f in frames],
                    "rot_world": [[world_quaternion(m) for m in f[3]] for f in frames]}[name]
            key = f"/mocap/{performer}/joint/{name}"
            result[key + "_values"] = np.array(rows, dtype=np.float32).reshape(len(clock), -1)
            result[key + "_timestamps"] = clock
        return result

    expected = [toolbox_frame(t)[0] / 100 for t in grid]
    even = {name: grid for name in stamps}
    named = {"joint_names": np.array(["hip", "knäe", "toe", "arm", "hand"]),
             "joint_parents": np.array(PARENTS)}
    irregular = {**arrays(stamps), **named}
    np.savez_compressed(folder / "irregular.npz", **irregular)
    np.savez_compressed(folder / "even.npz", **arrays(even), **named)
    np.savez_compressed(folder / "unnamed.npz", **arrays(even))
    world = {k: v for k, v in arrays(even).items() if "world" in k}
    np.savez_compressed(folder / "world_alone.npz", **world, **named)
    local = {k: v for k, v in arrays(even).items() if "local" in k}
    np.savez_compressed(folder / "local_alone.npz", **local)
    np.savez_compressed(folder / "two.npz", **arrays(even, "0"), **arrays({k: g + 3 for k, g in
                        even.items()}, "7"), **named)
    frames = [toolbox_frame(t) for t in grid]
    np.savez(folder / "plain.npz", joints=named["joint_names"], parents=np.array(PARENTS),
             offsets=LENGTHS, frame_rate=50, pos_local=np.array([f[2] for f in frames]),
             rot_local=np.array([f[1] for f in frames]))
    for name in ("irregular", "even", "unnamed", "world_alone", "local_alone", "two", "plain"):
        say(folder / f"{name}.txt", fps, expected)
    say(folder / "two#7.txt", fps, [toolbox_frame(t + 3)[0] / 100 for t in grid])
    # Children before their parents: the order of the file is not kept.
    back = [4, 3, 2, 1, 0]
    np.savez(folder / "backwards.npz", frame_rate=50,
             joints=named["joint_names"][back], parents=np.array([1, 4, 3, 4, -1]),
             pos_local=np.array([f[2] for f in frames])[:, back],
             rot_local=np.array([f[1] for f in frames])[:, back])
    say(folder / "backwards.txt", fps, expected)
    # Rotations x y z w, as other programs store them.
    def last(values):
        return {k: np.roll(v.reshape(len(v), -1, 4), -1, axis=2).reshape(len(v), -1)
                if k.endswith("_values") and "rot_" in k else v for k, v in values.items()}
    np.savez(folder / "w_last.npz", **last(arrays(even)), **named)
    np.savez(folder / "w_last_unnamed.npz", **last(arrays(even)))
    np.savez(folder / "w_last_world.npz", **last(world), **named)
    np.savez(folder / "w_last_local.npz", **last(local), **named)
    for name in ("w_last", "w_last_unnamed", "w_last_world"):
        say(folder / f"{name}.txt", fps, expected)
    (folder / "tree.json").write_text(
        '{"jointNames": ["a", "b", "c", "d", "e"],\n "jointChildren": [[1, 3], [2], [], [4], []],\n'
        ' "jointParents": [-1, 0, 1, 0, 3]}')
    np.savez(folder / "wrong_loop.npz", **local, joint_parents=np.array([-1, 2, 1, 0, 3]))
    broken = dict(local)
    broken["/mocap/0/joint/rot_local_values"] = broken["/mocap/0/joint/rot_local_values"] * 0
    np.savez(folder / "wrong_turns.npz", **broken, **named)
    late = dict(irregular)
    late["/mocap/0/joint/rot_local_timestamps"] = late["/mocap/0/joint/rot_local_timestamps"] + 99
    np.savez(folder / "wrong_times.npz", **late)


def make_kimodo(folder, rng):
    import bvh  # noqa: F401  (its place is on the path)
    frames = [toolbox_frame(t) for t in np.arange(12) / 30]
    at = np.array([f[0] for f in frames]) / 100
    np.savez(folder / "five.npz", posed_joints=at.astype(np.float32),
             global_rot_mats=np.array([f[3] for f in frames], dtype=np.float32),
             foot_contacts=np.zeros((12, 4), dtype=bool))
    say(folder / "five.txt", 30.0, at)
    for count in (22, 30, 77):
        shape = (3, count)
        np.savez(folder / f"many_{count}.npz", posed_joints=rng.normal(0, 1, (*shape, 3)),
                 global_rot_mats=np.broadcast_to(np.eye(3), (*shape, 3, 3)))
    np.savez(folder / "wrong_matrices.npz", posed_joints=at, global_rot_mats=np.zeros((12, 5, 3, 3)))


def positions(path):
    with np.load(path, allow_pickle=False) as data:
        data = dict(data)
    if "poses" in data:
        return data["mocap_frame_rate"], smpl_places(data["rest_joints"], data["poses"],
                                                     data["trans"], BODY, UPRIGHT)
    key = "/mocap/0/joint/"
    parents = data["joint_parents"]
    shape = (-1, len(parents), 3)
    local = data[key + "pos_local_values"].reshape(shape).astype(float) * data["unit_m"]
    world = data[key + "pos_world_values"].reshape(shape) * data["unit_m"]
    turns = data[key + "rot_local_values"].reshape(len(local), len(parents), 4).astype(float)
    found, gap = [], 0.0
    for frame in range(len(local)):
        at, turned = places(parents, [of_quaternion(q) for q in turns[frame]], local[frame])
        found.append(at)
        stored = data[key + "rot_world_values"].reshape(len(local), len(parents), 4)[frame]
        gap = max(gap, np.abs(at - world[frame]).max(),
                  max(np.abs(of_quaternion(q.astype(float)) - m).max() for q, m in zip(stored, turned)))
    times = data[key + "rot_world_timestamps"]
    assert gap < 1e-5, f"local and world values differ by {gap}"
    assert np.allclose(times, np.arange(len(times)) / data["frame_rate"], atol=1e-9)
    return data["frame_rate"], found


def main():
    if sys.argv[1] == "make":
        folder = Path(sys.argv[2])
        rng = np.random.default_rng(7)
        sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "golden"))
        make_amass(folder, rng)
        make_toolbox(folder, rng)
        make_kimodo(folder, rng)
    else:
        say("/dev/stdout", *positions(sys.argv[2]))


if __name__ == "__main__":
    main()
