import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DrawnPath, evenly } from '../../src/page/instrument/drawn_path.js';
import { farApart, PoseMap } from '../../src/page/instrument/pose_map.js';
import { Random } from '../../src/page/instrument/random.js';

const random = new Random(4);
const places = Array.from({ length: 60 }, () => [random.normal(), random.normal()]);
const latents = places.map(([x, y]) => [x + y, x * y, Math.sin(3 * x)]);
const map = new PoseMap(places, latents);

test('a point of the map has its own latents', () => {
  places.forEach((place, k) => assert.deepEqual([...map.latentsAt(place)], latents[k]));
  latents.forEach((z, k) => assert.deepEqual([...map.placeOf(z)], places[k]));
});

test('two points: the mean by ((R - d) / (R d))^2, R twice the farther distance', () => {
  const pair = new PoseMap([[0, 0], [3, 0]], [[0], [1]]);
  // d = 1 and 2, R = 4: weights (3 / 4)^2 and (2 / 8)^2
  assert.ok(Math.abs(pair.latentsAt([1, 0])[0] - 0.0625 / (0.5625 + 0.0625)) < 1e-12);
});

test('nothing jumps on the way over the map', () => {
  let before = map.latentsAt([-2, -1]), farthest = 0;
  const steps = 4000;
  for (let i = 1; i <= steps; ++i) {
    const now = map.latentsAt([-2 + (4 * i) / steps, -1 + (2 * i) / steps]);
    farthest = Math.max(farthest, Math.hypot(...now.map((value, d) => value - before[d])));
    before = now;
  }
  assert.ok(farthest < 0.02, `${farthest}`);
});

test('points that lie far apart', () => {
  const line = [[0, 0], [0.1, 0], [1, 0], [0.9, 0], [0.5, 0]];
  assert.deepEqual(farApart(line, 3), [4, 0, 2]);
  assert.equal(farApart([[1, 1], [1, 1]], 2).length, 1);
});

test('places at even distances along a line', () => {
  const even = evenly([[0, 0], [1, 0], [1, 3]], 5);
  [[0, 0], [1, 0], [1, 1], [1, 2], [1, 3]].forEach((place, i) => place.forEach((value, c) => assert.ok(Math.abs(even[i][c] - value) < 1e-12)));
  assert.equal(evenly([[2, 2], [2, 2]], 4).length, 4);
});

test('a line whose ends meet goes round, another to and fro', () => {
  const round = new DrawnPath(map, Array.from({ length: 50 }, (_, i) => [Math.cos(i / 8), Math.sin(i / 8)]));
  assert.ok(round.closed);
  const same = (a, b) => a.forEach((value, d) => assert.ok(Math.abs(value - b[d]) < 1e-9));
  same(round.at(0, 4), round.at(4, 4));
  const there = new DrawnPath(map, [[-1, 0], [1, 0.5]]);
  assert.ok(!there.closed);
  same(there.at(0, 4), there.at(8, 4));
  same(there.at(1, 4), there.at(7, 4));
  assert.ok(Math.hypot(...there.at(0, 4).map((value, d) => value - there.at(4, 4)[d])) > 0.3);
});
