import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { Random } from '../../src/page/instrument/random.js';
import { kWalks, Loop } from '../../src/page/instrument/walk.js';
import { csvRows, folder, modelOf, program, trained } from './programs.mjs';

test('bits of MT19937-64', () => {
  // The standard: the 10000th number of mt19937_64 with its default seed 5489 ([rand.predef]).
  const random = new Random(5489);
  for (let i = 1; i < 10_000; ++i) random.bits();
  assert.equal(random.bits(), 9981545732273789042n);
});

test('the walks of pose_walk, to the rounding of float32', () => {
  const file = trained('walk', {});
  const model = modelOf(file);
  for (const [kind, Walk] of Object.entries(kWalks)) {
    const csv = join(folder, `${kind}.csv`);
    program('pose_walk', '--model', file, '--kind', kind, '--sample', 'prior', '--seed', '7', '--count', '200', '--spread', '0.9',
      '--time-scale', '1.3', '--latents', csv, '--plant', 'off', '--out', join(folder, 'walk.bvh'));
    const walk = new Walk(new Random(7), model.latents);
    const rows = csvRows(csv);
    assert.equal(rows.length, 200);
    rows.forEach((row, t) => {
      if (t > 0) walk.step(1 / model.fps, 1.3);
      const z = model.space.unwhiten(walk.x.map((value) => 0.9 * value));
      z.forEach((value, d) => assert.ok(Math.abs(value - Number(row[3 + d])) < 2e-5 * (1 + Math.abs(value)), `${kind}, point ${t}, latent ${d}`));
    });
  }
});

test('walks stay among the learned poses: mean 0, variance 1, correlated as they should', () => {
  const laws = { matern: (t) => (1 + Math.sqrt(3) * t) * Math.exp(-Math.sqrt(3) * t), ou: (t) => Math.exp(-t) };
  for (const [kind, Walk] of Object.entries(kWalks)) {
    const walk = new Walk(new Random(3), 40);
    let sum = 0, squares = 0, lagged = 0, before = walk.x.slice();
    const count = 1500;
    for (let t = 0; t < count; ++t) {
      walk.step(0.5, 1);
      walk.x.forEach((value, d) => {
        sum += value;
        squares += value * value;
        lagged += value * before[d];
      });
      before = walk.x.slice();
    }
    const n = count * 40;
    assert.ok(Math.abs(sum / n) < 0.03, `${kind}: mean ${sum / n}`);
    assert.ok(Math.abs(squares / n - 1) < 0.03, `${kind}: variance ${squares / n}`);
    assert.ok(Math.abs(lagged / n - laws[kind](0.5)) < 0.03, `${kind}: correlation ${lagged / n}`);
  }
});

test('a loop closes, with unit variance over its kind', () => {
  let squares = 0, count = 0;
  for (let seed = 0; seed < 40; ++seed) {
    const loop = new Loop(new Random(seed), 16, 6, 1);
    const first = loop.at(0).slice();
    loop.at(1).forEach((value, d) => assert.ok(Math.abs(value - first[d]) < 1e-9));
    for (const share of [0.1, 0.35, 0.8]) {
      for (const value of loop.at(share)) {
        squares += value * value;
        ++count;
      }
    }
  }
  assert.ok(Math.abs(squares / count - 1) < 0.15, `${squares / count}`);
});
