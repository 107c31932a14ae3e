"""blender -b --python blender_places.py -- FILE FPS FRAME...: {FRAME: {BONE: [x, y, z]}} as JSON, on a line that begins
with PLACES. Blender's axes have z up: x, z, -y of its places are the file's. It keeps its scene at 24 frames a second
unless told otherwise, so the scene is set to the file's rate first."""

import json
import sys

import bpy

path, fps, *frames = sys.argv[sys.argv.index("--") + 1 :]
bpy.ops.wm.read_factory_settings(use_empty=True)
scene = bpy.context.scene
scene.render.fps, scene.render.fps_base = round(float(fps)), round(float(fps)) / float(fps)
bpy.ops.import_scene.gltf(filepath=path)
armatures = [thing for thing in bpy.data.objects if thing.type == "ARMATURE"]
assert len(armatures) == 1, f"expected one armature, found {len(armatures)}"
(armature,) = armatures
found = {}
for frame in frames:
    # A key at 0 s is on frame 0 in Blender's importer.
    scene.frame_set(int(frame))
    bpy.context.view_layer.update()
    evaluated = armature.evaluated_get(bpy.context.evaluated_depsgraph_get())
    found[frame] = {}
    for bone in evaluated.pose.bones:
        x, y, z = evaluated.matrix_world @ bone.head
        found[frame][bone.name] = [x, z, -y]
print("PLACES" + json.dumps(found))
