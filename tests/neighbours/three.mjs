// three.mjs FILE FPS FRAME...: {FRAME: {NODE: [x, y, z]}} of three.js, by its AnimationMixer.
import {readFileSync} from 'node:fs';
import {AnimationMixer, Vector3} from 'three';
import {GLTFLoader} from 'three/examples/jsm/loaders/GLTFLoader.js';

globalThis.self = globalThis;  // the loader asks the browser's global object for URL
const [path, fps, ...frames] = process.argv.slice(2);
const bytes = readFileSync(path);
const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
const gltf = await new GLTFLoader().parseAsync(buffer, '');
const mixer = new AnimationMixer(gltf.scene);
const action = mixer.clipAction(gltf.animations[0]);
action.clampWhenFinished = true;
action.setLoop(2200, 1);  // LoopOnce
action.play();
const found = {};
for (const frame of frames) {
  mixer.setTime(Number(frame) / Number(fps));
  gltf.scene.updateMatrixWorld(true);
  found[frame] = {};
  for (const [object, where] of gltf.parser.associations) {
    if (where.nodes === undefined || !object.isObject3D) continue;
    const name = gltf.parser.json.nodes[where.nodes].name;
    found[frame][name] ??= object.getWorldPosition(new Vector3()).toArray();
  }
}
console.log(JSON.stringify(found));
