"""PoseAAE's motion in Blender: File > Import > PoseAAE motion.

As an add-on: Edit > Preferences > Add-ons > Install, and choose this file. Without a window:

    blender -b --python poseaae_import.py -- MOTION [--no-body] [--save SCENE.blend]

The motion may be in any format that pose_convert reads; docs/BLENDER.md says more.
"""

import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile

import bpy
from bpy.props import BoolProperty, StringProperty
from bpy_extras.io_utils import ImportHelper

bl_info = {
    "name": "PoseAAE motion",
    "author": "PoseAAE",
    "version": (1, 0, 0),
    "blender": (3, 4, 0),
    "location": "File > Import",
    "description": "Motion of PoseAAE, and all formats that pose_convert reads, as an armature",
    "category": "Import-Export",
}


class MotionError(Exception):
    """What went wrong, for people."""


def frame_rate(path):
    """Frames per second of a GLB: the first animation's keys, (K - 1) over the time of the last."""
    with open(path, "rb") as file:
        magic, _, _, size, _ = struct.unpack("<4sIIII", file.read(20))
        if magic != b"glTF":
            raise MotionError(f"{path}: expected a GLB, found something else")
        glb = json.loads(file.read(size))
    keys = [glb["accessors"][s["input"]] for s in glb["animations"][0]["samplers"]]
    longest = max(keys, key=lambda accessor: accessor["count"])
    last = longest["max"][0]
    return (longest["count"] - 1) / last if last > 0 else 30.0


def converted(program, motion, body, folder):
    """The motion as a GLB in the folder. A GLB is converted too: that takes its meshes away, or gives it a body."""
    found = shutil.which(program)
    if found is None:
        raise MotionError(
            f"expected the program '{program}', found none; set its path in the add-on's preferences"
        )
    out = os.path.join(folder, os.path.splitext(os.path.basename(motion))[0] + ".glb")
    command = [found, motion, "--out", out] + ([] if body else ["--no-body"])
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise MotionError(done.stderr.strip() or f"{program} failed")
    return out


def allow_meshes():
    """The glTF importer of Blender 3.4 asks for numpy.bool, which NumPy has no longer had since 1.24."""
    import numpy

    if not hasattr(numpy, "bool"):
        numpy.bool = bool


def import_motion(context, motion, body=True, program="pose_convert"):
    """Imports the motion, sets the scene's rate and range to it, and returns the armature."""
    before = set(bpy.data.objects)
    with tempfile.TemporaryDirectory() as folder:
        glb = converted(program, motion, body, folder)
        fps = frame_rate(glb)
        # Before the import: Blender turns seconds into frames at the rate that the scene has then.
        scene = context.scene
        scene.render.fps = max(1, round(fps))
        scene.render.fps_base = scene.render.fps / fps
        allow_meshes()
        bpy.ops.import_scene.gltf(filepath=glb)
    new = [thing for thing in bpy.data.objects if thing not in before]
    armatures = [thing for thing in new if thing.type == "ARMATURE"]
    # Tips of the body come as empties on bones, which only clutter the scene.
    tips = [thing for thing in new if thing.type == "EMPTY" and thing.parent_type == "BONE"]
    for tip in tips:
        bpy.data.objects.remove(tip)
    if not armatures:
        raise MotionError(f"{motion}: expected an armature, found none")
    armature = armatures[0]
    action = armature.animation_data.action if armature.animation_data else None
    if action is not None:
        scene.frame_start, scene.frame_end = (round(frame) for frame in action.frame_range)
        scene.frame_set(scene.frame_start)
    return armature


class PoseAAEPreferences(bpy.types.AddonPreferences):
    bl_idname = __name__

    program: StringProperty(
        name="pose_convert", subtype="FILE_PATH", default="pose_convert",
        description="The program pose_convert: its path, or its name where it is installed",
    )

    def draw(self, _context):
        self.layout.prop(self, "program")


class ImportPoseAAEMotion(bpy.types.Operator, ImportHelper):
    """Motion of PoseAAE as an armature"""

    bl_idname = "import_scene.poseaae"
    bl_label = "Import PoseAAE motion"
    bl_options = {"REGISTER", "UNDO"}

    filter_glob: StringProperty(
        default="*.bvh;*.glb;*.gltf;*.vrma;*.npz;*.amc;*.fbx", options={"HIDDEN"}
    )
    body: BoolProperty(name="Body", default=True, description="With a simple body on the bones")

    def execute(self, context):
        addon = context.preferences.addons.get(__name__)
        program = addon.preferences.program if addon else "pose_convert"
        try:
            import_motion(context, self.filepath, self.body, program)
        except MotionError as problem:
            self.report({"ERROR"}, str(problem))
            return {"CANCELLED"}
        return {"FINISHED"}


def menu(self, _context):
    self.layout.operator(ImportPoseAAEMotion.bl_idname, text="PoseAAE motion")


def register():
    bpy.utils.register_class(PoseAAEPreferences)
    bpy.utils.register_class(ImportPoseAAEMotion)
    bpy.types.TOPBAR_MT_file_import.append(menu)


def unregister():
    bpy.types.TOPBAR_MT_file_import.remove(menu)
    bpy.utils.unregister_class(ImportPoseAAEMotion)
    bpy.utils.unregister_class(PoseAAEPreferences)


def main(words):
    body = "--no-body" not in words
    words = [word for word in words if word != "--no-body"]
    save = None
    if "--save" in words:
        at = words.index("--save")
        save = words[at + 1]
        del words[at : at + 2]
    bpy.ops.wm.read_factory_settings(use_empty=True)
    program = os.environ.get("POSE_CONVERT", "pose_convert")
    armature = import_motion(bpy.context, words[0], body, program)
    scene = bpy.context.scene
    print(
        f"{armature.name}: {len(armature.pose.bones)} bones, frames {scene.frame_start} to "
        f"{scene.frame_end}, {scene.render.fps / scene.render.fps_base:.6g} frames per second"
    )
    if save:
        bpy.ops.wm.save_as_mainfile(filepath=os.path.abspath(save))


if __name__ == "__main__":
    if bpy.app.background and "--" in sys.argv:
        try:
            main(sys.argv[sys.argv.index("--") + 1 :])
        except MotionError as problem:
            sys.exit(str(problem))
    else:
        register()
