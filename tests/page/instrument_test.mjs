import assert from 'node:assert/strict';
import { writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { LocalInstrument } from '../../src/page/instrument/local_instrument.js';
import { Presets } from '../../src/page/instrument/presets.js';
import { folder, modelOf, python, trained } from './programs.mjs';

const model = modelOf(trained('instrument', {}));
const { mean, deviation } = model.space;
const corners = [[0, 0], [1, 0], [0, 1], [1, 1]];
const space = {
  title: 'test', key: 'test', clips: [],
  map: { places: corners, latents: corners.map(([x, y]) => mean.map((m, d) => m + deviation[d] * (d === 0 ? 2 * x : d === 1 ? y : 0))) },
  styles: [{ name: 'energy', vector: mean.map((_, d) => (d === 2 ? 1 : 0)) }],
};
const made = (options) => {
  const instrument = new LocalInstrument(model, space, { seed: 2, ...options });
  instrument.begin();
  return instrument;
};
/** Frames of so many seconds. */
const played = (instrument, seconds) => {
  const frames = [];
  instrument.on('frame', (frame) => frames.push(frame));
  for (let t = 0; t < 60 * seconds; ++t) instrument.advance(1 / 60);
  instrument.listeners.get('frame').pop();
  return frames;
};

test('a slider adds standard deviations to the source, by a glide', () => {
  const instrument = made();
  instrument.send('/poseaae/source', 'point');
  instrument.send('/poseaae/point', 1, 0);
  played(instrument, 6);
  const [{ latents: before }] = played(instrument, 1 / 60);
  before.forEach((value, d) => assert.ok(Math.abs(value - space.map.latents[1][d]) < 1e-6));
  instrument.send('/poseaae/latent/3', 1.5);
  instrument.send('/poseaae/style/energy', -1);
  const frames = played(instrument, 0.6);
  const share = (frames.at(-1).latents[3] - before[3]) / (1.5 * deviation[3]);
  assert.ok(share > 0.9 && share < 0.96, `95 % after 0.6 s: ${share}`);
  const last = played(instrument, 4).at(-1).latents;
  assert.ok(Math.abs(last[3] - before[3] - 1.5 * deviation[3]) < 1e-6);
  assert.ok(Math.abs(last[2] - before[2] + 1) < 1e-6);
});

test('a change of the source does not jump', () => {
  const instrument = made();
  const largest = (frames) => Math.max(...frames.slice(1).map(({ latents }, t) =>
    Math.hypot(...latents.map((value, d) => (value - frames[t].latents[d]) / deviation[d]))));
  const calm = largest(played(instrument, 3));
  for (const source of ['mix', 'loop', 'point', 'walk']) {
    instrument.send('/poseaae/source', source);
    const most = largest(played(instrument, 2));
    assert.ok(most < calm + 0.6, `${source}: ${most} deviations in a frame, ${calm} in a walk`);
  }
});

test('a walk of the other kind goes on from there, and trembles', () => {
  const instrument = made();
  const moved = (frames) => frames.slice(1).map(({ latents }, t) => Math.hypot(...latents.map((value, d) => (value - frames[t].latents[d]) / deviation[d])));
  const calm = moved(played(instrument, 2)), sum = (list) => list.reduce((total, value) => total + value, 0);
  instrument.send('/poseaae/walk/kind', 'ou');
  const rough = moved(played(instrument, 2));
  assert.ok(sum(rough) > 5 * sum(calm), `${sum(rough)} and ${sum(calm)}`);
  assert.ok(Math.max(...rough.slice(0, 3)) < 2 * Math.max(...rough.slice(3)));
});

test('the lowest point stands on the floor', () => {
  const instrument = made();
  for (const { root, rotations } of played(instrument, 4).slice(60)) {
    const positions = model.skeleton.positions(rotations);
    const low = root[1] + Math.min(...positions.filter((_, i) => i % 3 === 1));
    assert.ok(Math.abs(low) < 0.05, `${low}`);
  }
});

test('the same seed and messages, the same frames', () => {
  const run = () => played(made(), 1).map(({ rotations }) => [...rotations]);
  assert.deepEqual(run(), run());
});

test('a path that is drawn is danced', () => {
  const instrument = made();
  instrument.send('/poseaae/path', 0, 0, 1, 0);
  instrument.send('/poseaae/path/seconds', 2);
  instrument.send('/poseaae/source', 'path');
  const frames = played(instrument, 8).slice(240);
  const along = frames.map(({ latents }) => (latents[0] - mean[0]) / deviation[0]);
  assert.ok(Math.min(...along) < 0.3 && Math.max(...along) > 1.7, `${Math.min(...along)} to ${Math.max(...along)}`);
});

test('a mix of two points of the map', () => {
  const instrument = made();
  instrument.send('/poseaae/source', 'mix');
  instrument.send('/poseaae/mix/a', 0);
  instrument.send('/poseaae/mix/b', 3);
  instrument.send('/poseaae/mix/amount', 0.25);
  const { latents } = played(instrument, 6).at(-1);
  assert.ok(Math.abs(latents[0] - mean[0] - 0.5 * deviation[0]) < 1e-6);
});

test('recorded dances, round and round, and one becoming another', () => {
  const line = (from, to) => Array.from({ length: 30 }, (_, t) => Float32Array.from(mean, (m, d) => m + (d === 0 ? from + ((to - from) * t) / 30 : 0)));
  const clips = [{ name: 'up', fps: 30, latents: line(0, 1) }, { name: 'down', fps: 30, latents: line(0, -1) }];
  const instrument = new LocalInstrument(model, { ...space, clips }, { seed: 2 });
  instrument.begin();
  assert.deepEqual(instrument.hello.clips, ['up', 'down']);
  assert.ok(instrument.hello.sources.includes('clip') && !made().hello.sources.includes('clip'));
  instrument.send('/poseaae/glide', 0);
  instrument.send('/poseaae/source', 'clip');
  const along = (frames) => frames.map(({ latents }) => latents[0] - mean[0]);
  const up = along(played(instrument, 2));
  assert.ok(Math.max(...up) > 0.9 && Math.min(...up.slice(2)) < 0.1, 'from its beginning to its end, and again');
  const steps = up.slice(3).map((value, t) => value - up[t + 2]).filter((step) => step > 1e-6);
  assert.ok(steps.length > 90 && steps.every((step) => Math.abs(step - 1 / 60) < 1e-4), 'at its own pace');
  instrument.send('/poseaae/clip', 'down');
  assert.ok(Math.min(...along(played(instrument, 1))) < -0.9);
  instrument.send('/poseaae/glide', 1);
  const seam = along(played(instrument, 3));
  assert.ok(Math.max(...seam.slice(1).map((value, t) => Math.abs(value - seam[t]))) < 0.1, 'no jump where it begins again');
  instrument.send('/poseaae/glide', 0);
  instrument.send('/poseaae/mix/a', 'up');
  instrument.send('/poseaae/mix/b', 'down');
  instrument.send('/poseaae/mix/amount', 0.25);
  instrument.send('/poseaae/source', 'mix');
  const mixed = along(played(instrument, 2)).slice(3);  // 0.75 up + 0.25 down: half of up
  assert.ok(Math.min(...mixed) > -1e-6 && Math.abs(Math.max(...mixed) - 0.5 * 29 / 30) < 1e-4, `${Math.min(...mixed)} to ${Math.max(...mixed)}`);
  instrument.send('/poseaae/tempo', 0);
  instrument.send('/poseaae/glide', 1);
  const still = along(played(instrument, 0.5));
  assert.ok(Math.abs(still.at(-1) - still[2]) < 1e-9);
});

test('presets, cues, and storage that outlasts the page', () => {
  const stored = new Map();
  const storage = { getItem: (key) => stored.get(key) ?? null, setItem: (key, value) => stored.set(key, value) };
  const instrument = made({ storage });
  instrument.send('/poseaae/latent/0', 2);
  instrument.send('/poseaae/walk/spread', 0.5);
  instrument.send('/poseaae/preset/save', 4);
  instrument.send('/poseaae/latent/0', -1);
  instrument.send('/poseaae/source', 'loop');
  instrument.send('/poseaae/preset/save', 5);
  instrument.send('/poseaae/preset/recall', 4);
  assert.deepEqual([instrument.value('/poseaae/latent/0'), instrument.value('/poseaae/walk/spread'), instrument.value('/poseaae/source')], [2, 0.5, 'walk']);
  instrument.send('/poseaae/cue/list', 5, 4);
  instrument.send('/poseaae/cue/next');
  assert.equal(instrument.value('/poseaae/source'), 'loop');
  instrument.send('/poseaae/cue/next');
  instrument.send('/poseaae/cue/next');
  assert.deepEqual([instrument.value('/poseaae/cue/at'), instrument.value('/poseaae/source')], [0, 'loop']);
  const again = made({ storage });
  assert.deepEqual(again.presets.saved, [4, 5]);
  assert.deepEqual(again.values.get('/poseaae/cue/list'), [5, 4]);
  again.send('/poseaae/preset/recall', 4);
  assert.equal(again.value('/poseaae/latent/0'), 2);
  const notices = [];
  again.on('notice', (text) => notices.push(text));
  again.send('/poseaae/preset/recall', 0);
  again.send('/poseaae/source', 'live');
  again.send('/poseaae/tempo', 'fast');
  assert.deepEqual(notices.map((text) => /empty|no source|expected/.test(text)), [true, true, true]);
  assert.deepEqual(new Presets({ getItem: () => '{broken' }, 'x').saved, []);
});

test('a recording is a BVH file that the library reads, and encodings', () => {
  const instrument = made();
  played(instrument, 0.5);
  instrument.send('/poseaae/record', 1);
  const frames = played(instrument, 1);
  instrument.send('/poseaae/record', 0);
  const recording = instrument.finished;
  assert.equal(recording.frames.length, 60);
  const [bvh, json] = [join(folder, 'played.bvh'), join(folder, 'played.json')];
  writeFileSync(bvh, recording.bvh());
  python('-c', `
import json, poseaae
clip = poseaae.mocap.load_clip(${JSON.stringify(bvh)})
motion = clip.motion
json.dump({"fps": motion.fps, "rotations": motion.rotations.reshape(motion.frames, -1).tolist(), "names": list(motion.skeleton.names)}, open(${JSON.stringify(json)}, "w"))`);
  const read = JSON.parse(readFileSync(json, 'utf8'));
  assert.ok(Math.abs(read.fps - 60) < 1e-3);
  assert.deepEqual(read.names, model.skeleton.joints.map(({ name }) => name));
  assert.equal(read.rotations.length, 60);
  const positions = (rotations) => model.skeleton.positions(rotations);
  read.rotations.forEach((rotations, t) => positions(rotations).forEach((value, i) =>
    assert.ok(Math.abs(value - positions(recording.frames[t].rotations)[i]) < 1e-5)));
  const lines = recording.csv().trim().split('\n');
  assert.equal(lines[0], `clip,frame,time_s,${mean.reduce((names, _, d) => [...names, `z${d}`], []).join(',')}`);
  assert.equal(lines.length, 61);
  assert.ok(Math.abs(Number(lines[60].split(',')[3]) - frames.at(-1).latents[0]) < 0.2);
});
