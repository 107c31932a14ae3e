/**
 * What the page and the instrument say to each other (docs/LIVE.md, "The page's protocol"). A message is an address and
 * values, [address, value...], the same as over OSC; a frame is a row of numbers in binary.
 */

const kPrefix = '/poseaae/';

/** Single numbers that can be set: limits, where they begin, their unit, and what they are called. */
export const kNumbers = {
  '/poseaae/walk/spread': { low: 0, high: 2, initial: 1, unit: '×', label: 'spread', source: 'walk loop',
    help: 'distance from the average pose: 1 is that of the poses learned from' },
  '/poseaae/walk/time_scale': { low: 0.2, high: 8, initial: 1, unit: 's', label: 'time scale', source: 'walk loop', log: true,
    help: 'time after which a pose has little in common with the one before' },
  '/poseaae/loop/seconds': { low: 1, high: 30, initial: 6, unit: 's', label: 'length', source: 'loop', log: true,
    help: 'time until the loop begins again' },
  '/poseaae/path/seconds': { low: 1, high: 60, initial: 6, unit: 's', label: 'length', source: 'path', log: true,
    help: 'time from one end of the drawn path to the other' },
  '/poseaae/mix/amount': { low: 0, high: 1, initial: 0, unit: '', label: 'A to B', source: 'mix',
    help: '0 is A, 1 is B' },
  '/poseaae/tempo': { low: 0, high: 3, initial: 1, unit: '×', label: 'tempo', help: 'how fast time goes; 0 stands still' },
  '/poseaae/glide': { low: 0, high: 5, initial: 0.6, unit: 's', label: 'glide', help: 'time that a change takes' },
};
export const kLatentLimits = { low: -3, high: 3, initial: 0, unit: 'σ' };
export const kStyleLimits = { low: -2, high: 2, initial: 0, unit: '' };
export const kSources = ['walk', 'loop', 'clip', 'mix', 'point', 'path', 'live'];
export const kWalkKinds = ['matern', 'ou'];
export const kPresets = 10;

const number = (value) => typeof value === 'number' && Number.isFinite(value);
const text = (value) => typeof value === 'string';
const whole = (value) => Number.isInteger(value);
const all = (test) => (values) => values.length > 0 && values.every(test);
const one = (test) => (values) => values.length === 1 && test(values[0]);

/** What the values of each address have to be. Names with * stand for one more part of the address. */
const kForms = {
  latent: [all(number), 'numbers'],
  'latent/*': [one(number), 'a number'],
  'style/*': [one(number), 'a number'],
  source: [one((name) => kSources.includes(name)), `one of ${kSources.join(', ')}`],
  'walk/kind': [one((name) => kWalkKinds.includes(name)), `one of ${kWalkKinds.join(', ')}`],
  point: [(values) => values.length === 2 && values.every(number), 'a place x y on the map'],
  path: [(values) => values.length >= 4 && values.length % 2 === 0 && values.every(number), 'places x y x y ... on the map'],
  clip: [one(text), 'the name of a clip'],
  'mix/amount': [all(number), 'numbers, one or one for each latent'],
  'mix/a': [one((value) => text(value) || whole(value)), 'the name of a clip, or the number of a point of the map'],
  'mix/b': [one((value) => text(value) || whole(value)), 'the name of a clip, or the number of a point of the map'],
  'preset/save': [one(isPreset), 'the number of a preset, 0 to 9'],
  'preset/recall': [one(isPreset), 'the number of a preset, 0 to 9'],
  'preset/saved': [(values) => values.every(isPreset), 'numbers of presets, 0 to 9'],
  'cue/list': [(values) => values.every(isPreset), 'numbers of presets, 0 to 9'],
  'cue/at': [one(whole), 'the place of a cue, from 0; -1 before the first'],
  'cue/next': [(values) => values.length === 0, 'no value'],
  record: [one((value) => value === 0 || value === 1), '0 or 1'],
  recorded: [(values) => values.length > 0 && values.every(text), 'names of files'],
  late: [one(whole), 'a number of frames'],
  error: [one(text), 'a text'],
};

/** Every address; NAME stands for the name of a style, 3 for the number of a latent. */
export const kAddresses = [...Object.keys(kNumbers), ...Object.keys(kForms).filter((name) => !kNumbers[kPrefix + name])
  .map((name) => kPrefix + name.replace('latent/*', 'latent/3').replace('*', 'NAME'))];

function isPreset(value) {
  return whole(value) && value >= 0 && value < kPresets;
}

/** Nothing where a message is well formed, otherwise what was expected and what was found. */
export function complaint(address, values) {
  const name = address.startsWith(kPrefix) ? address.slice(kPrefix.length) : '';
  const [test, expected] = kForms[name] ?? (kNumbers[address] ? [one(number), 'a number'] : kForms[name.replace(/\/[^/]+$/, '/*')]) ?? [];
  if (!test) return `${address}: expected an address of the instrument`;
  return test(values) ? null : `${address}: expected ${expected}, found ${JSON.stringify(values)}`;
}

/** The limits of an address whose value is one number; nothing of others. */
export function limitsOf(address) {
  if (/^\/poseaae\/latent\//.test(address)) return kLatentLimits;
  return /^\/poseaae\/style\//.test(address) ? kStyleLimits : kNumbers[address];
}

/** A value within its limits. */
export function limited(value, { low, high }) {
  return Math.min(Math.max(value, low), high);
}

/** Whether an address is one of those that this page knows; a newer program may have others. */
function isKnown(address) {
  return address in kNumbers || address.slice(kPrefix.length) in kForms || Boolean(limitsOf(address));
}

/**
 * {hello}, or {address, values}, of a text message. What belongs to an address that the page does not know is not checked.
 * @throws {Error} where it is neither
 */
export function readText(message) {
  const content = JSON.parse(message);
  if (content?.hello) return content;
  if (!Array.isArray(content) || typeof content[0] !== 'string') {
    throw new Error(`expected [address, value...], found ${message.slice(0, 80)}`);
  }
  const [address, ...values] = content;
  const wrong = isKnown(address) && complaint(address, values);
  if (wrong) throw new Error(wrong);
  return { address, values };
}

/**
 * The frame in a binary message, little-endian: uint32 number, float32 time (s), float32 root x y z (m), J float32
 * quaternions w x y z, local; and behind them, if the message is longer, Z float32 latents.
 * @returns {{number: number, time: number, root: Float32Array, rotations: Float32Array, latents: Float32Array?}}
 * @throws {Error} on another length
 */
export function readFrame(buffer, joints, latents) {
  const without = 20 + 16 * joints, withLatents = without + 4 * latents;
  if (buffer.byteLength !== without && buffer.byteLength !== withLatents) {
    throw new Error(`frame: expected ${without} or ${withLatents} bytes, found ${buffer.byteLength}`);
  }
  const view = new DataView(buffer);
  const floats = (at, count) => Float32Array.from({ length: count }, (_, i) => view.getFloat32(at + 4 * i, true));
  return {
    number: view.getUint32(0, true),
    time: view.getFloat32(4, true),
    root: floats(8, 3),
    rotations: floats(20, 4 * joints),
    latents: buffer.byteLength === withLatents && latents > 0 ? floats(without, latents) : null,
  };
}

/** The binary message of a frame; the inverse of readFrame(). @returns {ArrayBuffer} */
export function writeFrame({ number: frame, time, root, rotations, latents }) {
  const numbers = [time, ...root, ...rotations, ...(latents ?? [])];
  const view = new DataView(new ArrayBuffer(4 + 4 * numbers.length));
  view.setUint32(0, frame, true);
  numbers.forEach((value, i) => view.setFloat32(4 + 4 * i, value, true));
  return view.buffer;
}
