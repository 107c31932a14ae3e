"""blender -b --python blender_export.py -- FILE FPS OUT...: imports a GLB with one armature and exports it as each OUT, .glb or
.fbx, by Blender's own exporters. Blender keeps its scene at 24 frames a second unless told otherwise, so the scene is set to
the file's rate first."""

import sys

import bpy

path, fps, *outs = sys.argv[sys.argv.index("--") + 1 :]
bpy.ops.wm.read_factory_settings(use_empty=True)
scene = bpy.context.scene
scene.render.fps, scene.render.fps_base = round(float(fps)), round(float(fps)) / float(fps)
bpy.ops.import_scene.gltf(filepath=path)
(armature,) = [thing for thing in bpy.data.objects if thing.type == "ARMATURE"]
# Keys at float32 seconds lie a hair beside their frames, and the exporter of glTF cuts off the last frame after 992.99994.
for curve in armature.animation_data.action.fcurves:
    for key in curve.keyframe_points:
        key.co.x = round(key.co.x)
first, last = armature.animation_data.action.frame_range
scene.frame_start, scene.frame_end = round(first), round(last)
for out in outs:
    if out.endswith(".glb"):
        bpy.ops.export_scene.gltf(filepath=out, export_format="GLB")
    else:
        bpy.ops.export_scene.fbx(
            filepath=out,
            object_types={"ARMATURE"},
            add_leaf_bones=False,
            bake_anim_simplify_factor=0.0,
            bake_anim_use_all_actions=False,
            bake_anim_use_nla_strips=False,
        )
