import assert from 'node:assert/strict';
import { test } from 'node:test';
import { product, zxyAngles } from '../../src/page/model/rotations.js';
import { lowest, Skeleton } from '../../src/page/model/skeleton.js';

const near = (found, expected, tolerance = 1e-12) =>
  expected.forEach((value, i) => assert.ok(Math.abs(found[i] - value) < tolerance, `${i}: expected ${value}, found ${found[i]}`));
const about = (axis, angle) => [Math.cos(angle / 2), ...axis.map((value) => value * Math.sin(angle / 2))];
const arm = () => new Skeleton({
  joints: [{ name: 'root', parent: -1, offset: [9, 9, 9] }, { name: 'elbow', parent: 0, offset: [1, 0, 0] }],
  end_sites: [{ name: 'hand', parent: 1, offset: [1, 0, 0] }],
});

test('an arm of two bones, by hand', () => {
  const quarter = Math.PI / 2;
  // The root turns the bone from +x to +y, the elbow by another quarter about z: the hand goes back to -x.
  near(arm().positions([...about([0, 0, 1], quarter), ...about([0, 0, 1], quarter)]), [0, 0, 0, 0, 1, 0, -1, 1, 0]);
  // The elbow turns about the x of the root, which now points up: the bone along it stays.
  near(arm().positions([...about([0, 0, 1], quarter), ...about([1, 0, 0], 1)]), [0, 0, 0, 0, 1, 0, 0, 2, 0]);
  near(arm().positions([...about([0, 1, 0], quarter), ...about([0, 0, 1], -quarter)]), [0, 0, 0, 0, 0, -1, 0, -1, -1]);
});

test('the lowest point', () => {
  assert.equal(lowest([0, 3, 0, 0, -2, 0, 5, 1, 5]), -2);
});

test('parents come first', () => {
  assert.throws(() => new Skeleton({ joints: [{ parent: -1, offset: [0, 0, 0] }, { parent: 1, offset: [0, 0, 0] }], end_sites: [] }),
    /joint 1: expected a parent before it/);
});

test('angles in the order Z X Y give the rotation again', () => {
  const angles = [[0.3, -0.8, 2.1], [-2.9, 1.2, -0.4], [0, 0, 0], [1, Math.PI / 2, 0], [-1, -Math.PI / 2, 0]];
  for (const [z, x, y] of angles) {
    const q = product(product(about([0, 0, 1], z), about([1, 0, 0], x)), about([0, 1, 0], y));
    near(zxyAngles(...q), [z, x, y], 1e-6);
  }
});
