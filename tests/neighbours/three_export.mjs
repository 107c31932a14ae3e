// three_export.mjs FILE OUT: what three.js reads of FILE, written by its GLTFExporter as a GLB.
import {readFileSync, writeFileSync} from 'node:fs';
import {GLTFExporter} from 'three/examples/jsm/exporters/GLTFExporter.js';
import {GLTFLoader} from 'three/examples/jsm/loaders/GLTFLoader.js';

globalThis.self = globalThis;  // the loader asks the browser's global object for URL
globalThis.FileReader = class {  // the exporter reads its own Blob by a browser's FileReader
  readAsArrayBuffer(blob) {
    blob.arrayBuffer().then((buffer) => {
      this.result = buffer;
      this.onloadend();
    });
  }
};
const [path, out] = process.argv.slice(2);
const bytes = readFileSync(path);
const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
const gltf = await new GLTFLoader().parseAsync(buffer, '');
const written = await new GLTFExporter().parseAsync(
    gltf.scene, {binary: true, animations: gltf.animations, onlyVisible: false});
writeFileSync(out, Buffer.from(written));
