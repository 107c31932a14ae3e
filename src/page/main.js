import { LiveInstrument } from './instrument/live_instrument.js';
import { LocalInstrument } from './instrument/local_instrument.js';
import { openSpace } from './instrument/space.js';
import { byId } from './view/dom.js';
import { Gamepad } from './view/gamepad.js';
import { addKeys } from './view/keys.js';
import { Knobs } from './view/knobs.js';
import { Midi } from './view/midi.js';
import { PerformanceBar } from './view/performance_bar.js';
import { PoseMapView } from './view/pose_map_view.js';
import { SourceBar } from './view/source_bar.js';
import { Stage } from './view/stage.js';

/**
 * The page: a LocalInstrument where a space is in the file, otherwise the LiveInstrument of the program that served it.
 * ?seed=7 begins a walk that can be repeated, ?live=ADDRESS names another program's socket,
 * ?fine draws without a GPU as with one.
 */
function start() {
  const options = new URLSearchParams(location.search);
  const written = byId('space').textContent.trim();
  const space = written.startsWith('{') ? written : '';
  const instrument = space ? localInstrument(space, options) : new LiveInstrument(options.get('live') ?? liveAddress());
  const stage = new Stage(byId('view'), options.has('fine'));
  const sliders = new Map();
  const parts = { instrument, stage, sliders };
  parts.map = new PoseMapView(instrument);
  parts.sources = new SourceBar(instrument, sliders);
  parts.knobs = new Knobs(instrument, sliders);
  parts.bar = new PerformanceBar(instrument);
  parts.midi = new Midi(instrument, sliders, storage());
  parts.gamepad = new Gamepad(parts);
  addKeys(parts);
  addMessages(instrument, stage);
  if (space) instrument.begin();
  run(parts);
  performance.mark('interactive');
  globalThis.page = parts;  // for the console and tests
}

function localInstrument(json, options) {
  const { model, space } = openSpace(json);
  const seed = Number(options.get('seed') ?? Date.now() % 2 ** 31);
  return new LocalInstrument(model, space, { seed, storage: storage() });
}

/** The socket of the server of this page, with the token of its address. */
function liveAddress() {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/live${location.search}`;
}

/** The browser's storage, or nothing where it is refused. */
function storage() {
  try {
    return globalThis.localStorage;
  } catch {
    return null;
  }
}

function addMessages(instrument, stage) {
  const texts = { live: 'live', alone: 'in this file', lost: 'connection lost, trying again' };
  instrument.on('hello', (hello) => {
    stage.show(hello);
    byId('title').textContent = document.title = hello.title;
  });
  instrument.on('connection', (state) => {
    byId('connection').textContent = texts[state];
    document.body.dataset.connection = state;
  });
  instrument.on('connection', (state) => {
    if (state !== 'lost') instrument.emit('notice', 'drag on the map, move a slider, draw a path; ? shows all keys');
  });
  let timer = 0;
  instrument.on('notice', (text) => {
    byId('notice').textContent = text;
    byId('notice').hidden = false;
    clearTimeout(timer);
    timer = setTimeout(() => { byId('notice').hidden = true; }, 4000);
  });
}

/** Draws sixty times a second what there is. */
function run({ instrument, stage, map, knobs, gamepad }) {
  let frame = null, last = performance.now();
  instrument.on('frame', (newest) => { frame = newest; });
  const draw = (now) => {
    const dt = Math.min(Math.max((now - last) / 1000, 0), 0.25);
    last = now;
    gamepad.poll(dt);
    instrument.advance?.(dt);
    stage.draw(frame, dt);
    if (frame?.latents) knobs.follow(frame.latents);
    map.draw(frame?.latents);
    frame = null;
    globalThis.requestAnimationFrame(draw);
  };
  globalThis.requestAnimationFrame(draw);
}

try {
  start();
} catch (problem) {
  byId('problem').textContent = `This page cannot start: ${problem.message}`;
  byId('problem').hidden = false;
  throw problem;
}
