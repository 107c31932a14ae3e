#!/usr/bin/env python3
"""check.py [--convert PROGRAM] [--modules FOLDER] [--no-blender] CLIP.bvh...

Converts each clip with pose_convert, lets programs of others read the result, and compares where they put the joints, in
three frames, with what the BVH file says by matrices (tests/golden/bvh.py); and the other way, lets them write what they
have read, which pose_convert reads. Prints a table; fails beyond 1e-5 m, or if the validator has an error or a warning.
README.md says what to install."""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT / "tests/golden"), str(ROOT / "tests/motion_io")]

import bvh
import gltf_reader

LIMIT = 1e-5  # metres


def output_of(command, **options):
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, **options)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout


def places_in(text):
    """The last line with an object of JSON: programs print about themselves before it."""
    line = [line for line in text.splitlines() if line.startswith(("{", "PLACES"))][-1]
    return json.loads(line.removeprefix("PLACES"))


class Check:
    def __init__(self, arguments):
        self.arguments = arguments
        self.modules = Path(arguments.modules).resolve()
        self.rows = {}
        self.failed = False

    def version(self, package):
        return json.loads((self.modules / package / "package.json").read_text())["version"]

    def node(self, script, *rest):
        # Modules are looked for beside the script, so it runs beside them.
        beside = self.modules.parent / script
        if beside.resolve() != HERE / script:
            beside.write_text((HERE / script).read_text())
        return output_of(["node", beside, *map(str, rest)])

    def convert(self, clip, out, *options):
        output_of([self.arguments.convert, str(clip), "--out", str(out), *options])

    def row(self, kind, program, poses, worst):
        known = self.rows.get((kind, program), (0, 0.0))
        self.rows[kind, program] = (known[0] + poses, max(known[1], worst))

    @staticmethod
    def comparable(clip, joints):
        """Joints that the file has, with all that are above them up to its first. A VRM has one neck and no joint between
        pelvis and thigh: what turns beyond those is not where the BVH file has it."""
        top = next(j for j, name in enumerate(clip.names) if name in joints)
        known = []
        for j, name in enumerate(clip.names):
            if name in joints and (j == top or clip.parents[j] in known):
                known.append(j)
        return known

    def compare(self, kind, program, found, clip, least):
        worst, poses = 0.0, 0
        for frame, joints in found.items():
            expected, _ = clip.world(int(frame))
            known = self.comparable(clip, joints)
            assert len(known) >= least, f"{program}: {len(known)} of {len(clip.names)} joints"
            for j in known:
                worst = max(worst, np.abs(0.01 * expected[j] - joints[clip.names[j]]).max())
            poses += 1
        self.row(kind, program, poses, worst)
        self.failed |= not worst <= LIMIT
        if not worst <= LIMIT:
            print(f"{program}: {worst:.2g} m", file=sys.stderr)

    def validate(self, kind, file):
        said = json.loads(self.node("validate.mjs", file).splitlines()[0])
        errors = said["numErrors"] + said["numWarnings"]
        self.row(kind, f"gltf-validator {self.version('gltf-validator')}", 0, errors)

    def run(self, path, folder):
        clip = bvh.Clip(path)
        frames = sorted({0, len(clip.rows) // 2, len(clip.rows) - 1})
        joints = len(clip.names)
        glb, bones, vrma = folder / "a.glb", folder / "b.glb", folder / "c.vrma"
        self.convert(path, glb)
        self.convert(path, bones, "--no-body")
        self.convert(path, vrma)
        for kind, file in (("GLB", glb), ("GLB, no body", bones), ("VRMA", vrma)):
            self.validate(kind, file)
        file = gltf_reader.File(glb)
        # Of the file: 0.0333333 s, as a BVH file has it, would be late by 9 microseconds after 9 s.
        fps = (len(clip.rows) - 1) / file.times()[-1] if len(clip.rows) > 1 else 30.0
        world = {f: file.world(file.times()[f]) for f in frames}
        found = {
            f: {n["name"]: m[:3, 3] for n, m in reversed(list(zip(file.nodes, world[f])))}
            for f in frames
        }
        self.compare("GLB", "tests/motion_io/gltf_reader.py", found, clip, joints)
        for script, package in (("three.mjs", "three"), ("babylon.mjs", "babylonjs")):
            found = places_in(self.node(script, glb, fps, *frames))
            self.compare("GLB", f"{package} {self.version(package)}", found, clip, joints)
        package = "@pixiv/three-vrm-animation"
        found = places_in(self.node("vrm_animation.mjs", vrma, fps, *frames))
        self.compare("VRMA", f"{package} {self.version(package)}", found, clip, 12)
        self.node("three_export.mjs", glb, folder / "three.glb")
        self.compare_written("GLB", f"three {self.version('three')}", folder / "three.glb", frames, clip)
        if not self.arguments.no_blender:
            self.blender(bones, fps, frames, clip, joints)

    def blender(self, file, fps, frames, clip, joints):
        version = re.search(r"Blender ([\d.]+)", output_of(["blender", "--version"])).group(1)
        def run(script, *rest):
            return output_of(
                ["blender", "-b", "--python-exit-code", "1", "--python", HERE / script, "--"]
                + [str(file), f"{fps:.10g}", *map(str, rest)]
            )

        found = places_in(run("blender_places.py", *frames))
        self.compare("GLB, no body", f"Blender {version}", found, clip, joints)
        written = [file.parent / f"blender.{extension}" for extension in ("glb", "fbx")]
        run("blender_export.py", *written)
        for each in written:
            kind = each.suffix[1:].upper()
            self.compare_written(kind, f"Blender {version}", each, frames, clip)

    def compare_written(self, kind, program, file, frames, clip):
        """What `program` wrote, as pose_convert reads it and writes a BVH file."""
        back = file.with_suffix(".bvh")
        self.convert(file, back)
        read = bvh.Clip(back)
        assert len(read.rows) == len(clip.rows), f"{program}: {len(read.rows)} frames"
        found = {f: dict(zip(read.names, 0.01 * read.world(f)[0])) for f in frames}
        self.compare(f"{kind} written by it", program, found, clip, len(clip.names))

    def table(self):
        print("| format | program | poses | largest difference |")
        print("|---|---|---|---|")
        for (kind, program), (poses, worst) in sorted(self.rows.items()):
            what = f"{worst:.0f} errors and warnings" if poses == 0 else f"{worst:.2g} m"
            print(f"| {kind} | {program} | {poses or '-'} | {what} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--convert", default=str(ROOT / "build/release/bin/pose_convert"))
    parser.add_argument("--modules", default=str(HERE / "node_modules"))
    parser.add_argument("--no-blender", action="store_true")
    parser.add_argument("clips", nargs="+")
    arguments = parser.parse_args()
    check = Check(arguments)
    with tempfile.TemporaryDirectory() as folder:
        for path in arguments.clips:
            print(path, file=sys.stderr, flush=True)
            check.run(path, Path(folder))
    check.table()
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())
