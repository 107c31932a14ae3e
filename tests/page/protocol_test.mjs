import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { LiveInstrument } from '../../src/page/instrument/live_instrument.js';
import { complaint, kAddresses, kNumbers, limited, readFrame, readText, writeFrame } from '../../src/page/instrument/protocol.js';

test('the bytes of a frame, written by hand', () => {
  const bytes = new Uint8Array(20 + 16 + 4);
  bytes.set([5, 1, 0, 0]);              // 261
  bytes.set([0, 0, 0xc0, 0x3f], 4);     // 1.5 s
  bytes.set([0, 0, 0x80, 0x3f], 12);    // root 0 1 0
  bytes.set([0, 0, 0x80, 0xbf], 20);    // w -1
  bytes.set([0, 0, 0, 0x40], 36);       // latent 2
  const frame = readFrame(bytes.buffer, 1, 1);
  assert.deepEqual([frame.number, frame.time, [...frame.root], [...frame.rotations], [...frame.latents]],
    [261, 1.5, [0, 1, 0], [-1, 0, 0, 0], [2]]);
  assert.deepEqual(new Uint8Array(writeFrame(frame)), bytes);
  assert.equal(readFrame(bytes.buffer.slice(0, 36), 1, 1).latents, null);
  assert.throws(() => readFrame(bytes.buffer.slice(0, 37), 1, 1), /expected 36 or 40 bytes, found 37/);
});

test('messages', () => {
  assert.deepEqual(readText('["/poseaae/latent/3",0.5]'), { address: '/poseaae/latent/3', values: [0.5] });
  assert.deepEqual(readText('{"hello":{"fps":60}}'), { hello: { fps: 60 } });
  assert.deepEqual(readText('["/poseaae/of/a/newer/program",1,"x"]'), { address: '/poseaae/of/a/newer/program', values: [1, 'x'] });
  for (const wrong of ['[]', '{"a":1}', '[3]', '"text"', 'null', '["/poseaae/latent/3","x"]', '["/poseaae/style/a",1,2]', 'not json']) {
    assert.throws(() => readText(wrong), undefined, wrong);
  }
});

test('values that an address does not take', () => {
  const right = [['/poseaae/latent', 1, 2], ['/poseaae/style/style=old', -1], ['/poseaae/source', 'loop'], ['/poseaae/preset/save', 9],
    ['/poseaae/cue/next'], ['/poseaae/cue/list'], ['/poseaae/cue/list', 1, 2], ['/poseaae/record', 1], ['/poseaae/tempo', 1],
    ['/poseaae/path', 0, 0, 1, 1], ['/poseaae/point', 1, 2], ['/poseaae/mix/a', 3], ['/poseaae/mix/b', 'waltz'], ['/poseaae/late', 2],
    ['/poseaae/mix/amount', 0.5], ['/poseaae/mix/amount', 0.5, 1]];
  for (const [address, ...values] of right) assert.equal(complaint(address, values), null, address);
  const wrong = [['/poseaae/latent'], ['/poseaae/latent/3', 1, 2], ['/poseaae/source', 'sleep'], ['/poseaae/preset/save', 10],
    ['/poseaae/preset/recall', 1.5], ['/poseaae/cue/next', 1], ['/poseaae/record', 2], ['/poseaae/tempo', NaN], ['/poseaae/path', 0, 0, 1],
    ['/poseaae/point', 1], ['/poseaae/unknown', 1], ['/poseaae/'], ['tempo', 1]];
  for (const [address, ...values] of wrong) assert.match(complaint(address, values) ?? '', /expected/, address);
});

test('numbers stay within their limits', () => {
  const form = kNumbers['/poseaae/tempo'];
  assert.equal(limited(9, form), form.high);
  assert.equal(limited(-9, form), form.low);
  for (const { low, high, initial } of Object.values(kNumbers)) assert.ok(low <= initial && initial <= high);
});

test('docs/LIVE.md has every address, its limits and where it begins', () => {
  const text = readFileSync(new URL('../../docs/LIVE.md', import.meta.url), 'utf8');
  const rows = new Map();
  for (const line of text.split('\n').filter((line) => line.startsWith('| `/poseaae/'))) {
    const [, names, , limits] = line.split('|').map((cell) => cell.trim());
    const [first, ...others] = [...names.matchAll(/`([^`]*)`/g)].map(([, name]) => name);
    for (const name of [first, ...others.map((end) => first.replace(/\/[^/]*$/, end))]) rows.set(name, limits);
  }
  assert.deepEqual(kAddresses.filter((address) => !rows.has(address)), []);
  for (const [address, { low, high, initial, unit }] of Object.entries(kNumbers)) {
    assert.equal(rows.get(address), `${low} to ${high}${unit === 's' ? ' s' : ''}, ${initial}`, address);
  }
});

/** A socket that a test plays. */
class PlayedSocket {
  static all = [];
  constructor(address) {
    Object.assign(this, { address, readyState: 1, sent: [] });
    PlayedSocket.all.push(this);
  }
  send(text) {
    this.sent.push(JSON.parse(text));
  }
  close() {}
}
const kHello = { fps: 60, skeleton: { joints: [{}] }, latents: { mean: [0, 0] }, state: [['/poseaae/tempo', 2], ['/poseaae/latent', 1, -1]] };

test('a connection that is lost comes back, with all values', async () => {
  PlayedSocket.all = [];
  const instrument = new LiveInstrument('ws://x/live', PlayedSocket);
  const states = [], frames = [], notices = [];
  instrument.on('connection', (state) => states.push(state)).on('frame', (frame) => frames.push(frame)).on('notice', (text) => notices.push(text));
  const [first] = PlayedSocket.all;
  first.onmessage({ data: writeFrame({ number: 1, time: 0, root: [0, 0, 0], rotations: [1, 0, 0, 0] }) });
  assert.equal(frames.length, 0, 'a frame before the hello means nothing');
  first.onmessage({ data: JSON.stringify({ hello: kHello }) });
  assert.equal(instrument.value('/poseaae/tempo'), 2);
  assert.deepEqual(instrument.sliders, [1, -1]);
  first.onmessage({ data: writeFrame({ number: 1, time: 0, root: [0, 0, 0], rotations: [1, 0, 0, 0] }) });
  assert.equal(frames.length, 1);
  instrument.send('/poseaae/tempo', 0.5);
  instrument.send('/poseaae/cue/next');
  assert.deepEqual(first.sent, [['/poseaae/tempo', 0.5], ['/poseaae/cue/next']]);
  assert.equal(instrument.value('/poseaae/tempo'), 0.5);
  assert.ok(!instrument.values.has('/poseaae/cue/next'));
  first.onmessage({ data: 'nonsense' });
  first.onmessage({ data: '["/poseaae/error","no such clip"]' });
  assert.equal(notices.length, 2);
  assert.equal(notices[1], 'no such clip');
  first.onmessage({ data: '["/poseaae/latent/1",-77]' });
  assert.equal(instrument.value('/poseaae/latent/1'), -3, 'a value beyond its limits counts as the limit');
  assert.equal(instrument.value('/poseaae/style/old'), 0);
  first.readyState = 3;
  first.onclose();
  await new Promise((resolve) => setTimeout(resolve, 400));
  assert.equal(PlayedSocket.all.length, 2);
  PlayedSocket.all[1].onmessage({ data: JSON.stringify({ hello: kHello }) });
  assert.deepEqual(states, ['live', 'lost', 'live']);
  assert.equal(instrument.value('/poseaae/tempo'), 2);
  instrument.close();
});
