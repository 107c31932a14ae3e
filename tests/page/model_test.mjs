import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Model } from '../../src/page/model/model.js';
import { normalCdf, normalQuantile } from '../../src/page/model/normal.js';
import { bufferOf, folder, modelOf, python, trained } from './programs.mjs';

/** Decoded by the page and by the codec, positions of joints and end sites must agree to 1e-5 m. */
for (const [name, settings] of [
  ['quaternions, silu, a skip and fixed layers', {}],
  ['6d, elu, no skip', { 'model.rotation': '6d', 'losses.norm': 0, 'model.activation': 'elu', 'model.skip': 'none' }],
  ['latents that are normal', { 'model.space': 'normal', 'model.activation': 'leaky_relu' }],
]) {
  test(`a thousand poses as the codec decodes them: ${name}`, () => {
    const file = trained(name.replace(/\W+/g, '_'), settings);
    const out = join(folder, 'values.json');
    python(join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, 'values.py'), file, '1000', out);
    const values = JSON.parse(readFileSync(out, 'utf8'));
    const model = modelOf(file);
    assert.equal(values.latents.length, 1000);
    let worst = 0, moved = 0;
    values.latents.forEach((z, n) => {
      const positions = model.skeleton.positions(model.decode(z));
      assert.equal(positions.length, values.positions[n].length);
      positions.forEach((value, i) => {
        worst = Math.max(worst, Math.abs(value - values.positions[n][i]));
        moved = Math.max(moved, Math.abs(values.positions[n][i] - values.positions[0][i]));
      });
    });
    assert.ok(moved > 0.1, `expected poses that differ, found ${moved} m`);
    assert.ok(worst <= 1e-5, `expected 1e-5 m, found ${worst}`);
  });
}

/** A file of these texts and float32 arrays. */
function fileOf(texts, arrays = {}) {
  const header = { __metadata__: texts };
  let at = 0;
  for (const [name, { shape, data }] of Object.entries(arrays)) {
    header[name] = { dtype: 'F32', shape, data_offsets: [at, (at += 4 * data.length)] };
  }
  const head = Buffer.from(JSON.stringify(header));
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(head.length));
  const numbers = Buffer.from(Float32Array.from(Object.values(arrays).flatMap(({ data }) => data)).buffer);
  const bytes = Buffer.concat([size, head, numbers]);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
}

const kTexts = {
  format: 'PoseAAE model',
  version: '2',
  pose_format: '{"fps":30,"rotation":"quaternion","channels":"rotations"}',
  skeleton: '{"joints":[{"name":"a","parent":-1,"offset":[0,0,0]}],"end_sites":[]}',
  decoder: '{"skip":"none","layers":[{"kind":"dense","inputs":1,"outputs":4,"activation":"linear"}]}',
};
const kArrays = {
  'decoder.0.weight': { shape: [4, 1], data: [2, 0, 0, 1] },
  'decoder.0.bias': { shape: [4], data: [0, 0, 3, 0] },
  'latent.mean': { shape: [1], data: [0] },
  'latent.covariance': { shape: [1, 1], data: [4] },
};

test('a network worked out by hand', () => {
  const model = new Model(fileOf(kTexts, kArrays));
  const q = model.decode([2]);  // (4, 0, 3, 2) / sqrt 29
  [4, 0, 3, 2].forEach((value, i) => assert.ok(Math.abs(q[i] - value / Math.sqrt(29)) < 1e-7));
  assert.equal(model.space.deviation[0], 2);
});

test('files that are not models of poses are refused', () => {
  const refused = (texts, arrays, message) => assert.throws(() => new Model(fileOf({ ...kTexts, ...texts }, { ...kArrays, ...arrays })), message);
  refused({ format: 'PoseAAE attributes' }, {}, /expected a file 'PoseAAE model'/);
  refused({ version: '3' }, {}, /version 2, found 3/);
  refused({ pose_format: '{"fps":30,"rotation":"quaternion","window":{"frames":8}}' }, {}, /windows/);
  refused({ pose_format: '{"fps":30,"rotation":"euler"}' }, {}, /quaternion or 6d/);
  refused({ decoder: kTexts.decoder.replace('dense', 'film') }, {}, /dense or fixed/);
  refused({ decoder: kTexts.decoder.replace('linear', 'swish') }, {}, /activation/);
  refused({}, { 'decoder.0.weight': { shape: [3, 1], data: [1, 2, 3] } }, /4 x 1 weights/);
  refused({}, { 'decoder.0.bias': { shape: [4], data: [0, 0, NaN, 0] } }, /finite/);
  assert.throws(() => new Model(new ArrayBuffer(4)), /header within/);
  assert.throws(() => new Model(fileOf(kTexts, kArrays).slice(0, -2)), /within the file/);
});

test('the normal distribution', () => {
  // Abramowitz and Stegun 1964, tables 26.1 and 26.2: Q(x).
  for (const [x, q] of [[1, 0.158655253931457], [2, 0.0227501319481792], [4, 3.167124183312e-5], [6, 9.865876450377e-10]]) {
    assert.ok(Math.abs(normalCdf(-x) / q - 1) < 1e-11, `${x}: ${normalCdf(-x)}`);
    assert.ok(Math.abs(normalQuantile(q) + x) < 1e-11);
  }
});
