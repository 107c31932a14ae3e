import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Glide } from '../../src/page/instrument/glide.js';

test('95 % of a step is made after the seconds of the glide, whatever the steps', () => {
  for (const steps of [1, 7, 600]) {
    const glide = new Glide([2]);
    glide.targets[0] = 4;
    for (let i = 0; i < steps; ++i) glide.step(1.5 / steps, 1.5);
    assert.ok(Math.abs(glide.values[0] - (2 + 0.95 * 2)) < 1e-9, `${steps}: ${glide.values[0]}`);
  }
});

test('it never goes beyond, and begins and ends at rest', () => {
  const glide = new Glide([0]);
  glide.targets[0] = 1;
  let last = 0, fastest = 0;
  for (let i = 0; i < 400; ++i) {
    glide.step(0.01, 1);
    assert.ok(glide.values[0] >= last && glide.values[0] <= 1);
    fastest = Math.max(fastest, glide.values[0] - last);
    if (i === 0) assert.ok(glide.values[0] < 0.002);
    last = glide.values[0];
  }
  assert.ok(Math.abs(last - 1) < 1e-6 && fastest < 0.02);
});

test('it follows y" = -w^2 y - 2 w y\', integrated in small steps', () => {
  const w = 4.743864518093498 / 0.8;
  let y = -1, v = 3;  // 1 below its target, with a velocity
  const glide = new Glide([0]);
  glide.targets[0] = 1;
  glide.velocities[0] = 3;
  for (let i = 0; i < 200_000; ++i) {
    const a = -w * w * y - 2 * w * v;
    y += 1e-6 * v + 0.5e-12 * a;
    v += 1e-6 * a;
  }
  glide.step(0.2, 0.8);
  assert.ok(Math.abs(glide.values[0] - (1 + y)) < 1e-5);
  assert.ok(Math.abs(glide.velocities[0] - v) < 1e-4);
});

test('no seconds: at once', () => {
  const glide = new Glide([0, 5]);
  glide.targets.set([1, 2]);
  glide.step(0.01, 0);
  assert.deepEqual([...glide.values], [1, 2]);
  assert.deepEqual([...glide.velocities], [0, 0]);
});
