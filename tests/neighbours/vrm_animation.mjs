// vrm_animation.mjs FILE.vrma FPS FRAME...: {FRAME: {BONE: [x, y, z]}} of a character of VRM that
// @pixiv/three-vrm-animation moves. The character is made here: the bones that the file has, in
// the T-pose and with the lengths of the file, so that its joints have to be where the file's are.
import {readFileSync} from 'node:fs';
import {AnimationMixer, Object3D, Vector3} from 'three';
import {GLTFLoader} from 'three/examples/jsm/loaders/GLTFLoader.js';
import {VRMHumanoid} from '@pixiv/three-vrm';
import {VRMAnimationLoaderPlugin, createVRMAnimationClip} from '@pixiv/three-vrm-animation';

globalThis.self = globalThis;
const [path, fps, ...frames] = process.argv.slice(2);
const bytes = readFileSync(path);
const loader = new GLTFLoader();
loader.register((parser) => new VRMAnimationLoaderPlugin(parser));
const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
const gltf = await loader.parseAsync(buffer, '');
const [animation] = gltf.userData.vrmAnimations;
const nodes = gltf.parser.json.extensions.VRMC_vrm_animation.humanoid.humanBones;
const rest = await loader.parseAsync(buffer, '');
const scene = rest.scene;
const bones = {};
for (const [object, where] of rest.parser.associations) {
  for (const [bone, {node}] of Object.entries(nodes)) {
    if (object.isObject3D && where.nodes === node) bones[bone] = {node: object};
  }
}
scene.updateMatrixWorld(true);
const humanoid = new VRMHumanoid(bones, {autoUpdateHumanBones: true});
scene.add(humanoid.normalizedHumanBonesRoot);
const clip = createVRMAnimationClip(animation, {humanoid, meta: {metaVersion: '1'}, scene});
const mixer = new AnimationMixer(scene);
const action = mixer.clipAction(clip);
action.clampWhenFinished = true;
action.setLoop(2200, 1);
action.play();
const found = {};
for (const frame of frames) {
  mixer.setTime(Number(frame) / Number(fps));
  humanoid.update();
  scene.updateMatrixWorld(true);
  found[frame] = {};
  for (const [bone, {node}] of Object.entries(bones)) {
    const name = gltf.parser.json.nodes[nodes[bone].node].name;
    found[frame][name] = node.getWorldPosition(new Vector3()).toArray();
  }
}
console.log(JSON.stringify(found));
