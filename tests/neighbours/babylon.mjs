// babylon.mjs FILE FPS FRAME...: {FRAME: {NODE: [x, y, z]}} of Babylon without a screen. It keeps a
// left-handed world: a root of its own, __root__, mirrors the scene, and its places have the other
// sign of x. It counts keys in frames of 1/60 s, whatever the file's rate is.
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';

const require = createRequire(import.meta.url);
globalThis.XMLHttpRequest ??= class {};
const BABYLON = require('babylonjs');
require('babylonjs-loaders');
const [path, fps, ...frames] = process.argv.slice(2);
const scene = new BABYLON.Scene(new BABYLON.NullEngine());
new BABYLON.FreeCamera('camera', BABYLON.Vector3.Zero(), scene);
const data = `data:;base64,${readFileSync(path).toString('base64')}`;
await BABYLON.SceneLoader.AppendAsync('', data, scene, undefined, '.glb');
const [group] = scene.animationGroups;
const speed = group.targetedAnimations[0].animation.framePerSecond;
group.start(false);
group.pause();  // else it goes on while frames are asked for
const found = {};
for (const frame of frames) {
  group.goToFrame((Number(frame) / Number(fps)) * speed);
  found[frame] = {};
  for (const node of scene.transformNodes) {
    node.computeWorldMatrix(true);
    const {x, y, z} = node.getAbsolutePosition();
    found[frame][node.name] ??= [-x, y, z];
  }
}
console.log(JSON.stringify(found));
process.exit(0);
