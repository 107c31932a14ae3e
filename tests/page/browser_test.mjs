import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openSpace } from '../../src/page/instrument/space.js';
import { Chromium, pause } from './browser/chromium.mjs';
import { LiveStandIn } from './live_stand_in.mjs';
import { folder, program, trained } from './programs.mjs';

/** The page in Chromium: alone, from the disk, as latent_map explore writes it; and before a program. */

const kShift = 8;
const file = join(folder, 'space.html');
const address = `file://${file}?seed=5`;
let browser, model;

before(async () => {
  model = trained('browser', {});
  program('latent_map', 'explore', 'data/waltz_sway.bvh', 'data/kick_turns.bvh', 'data/slow_arms.bvh', '--model', model, '--out', file);
  browser = await Chromium.launch();
  await browser.call('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
});
after(() => browser?.close());

const alone = async (options = {}) => {
  const page = await browser.open(options.address ?? address, options);
  await page.until('globalThis.page?.instrument.frame > 2', 60000);
  return page;
};
const value = (page, name) => page.evaluate(`page.instrument.value(${JSON.stringify(name)})`);
const closed = async (page) => {
  assert.deepEqual(page.problems, []);
  await page.call('Page.close');
};

test('from the disk: one file of at most 1.5 MB that fetches nothing', async () => {
  assert.ok(statSync(file).size <= 1.5e6, `${statSync(file).size} bytes`);
  const page = await alone();
  assert.deepEqual(page.requests.filter((url) => !url.startsWith('data:')), [address]);
  const drawn = await page.evaluate(`(() => { page.stage.draw(null, 0); const gl = page.stage.renderer.getContext();
    const pixels = new Uint8Array(4 * 40 * 40); gl.readPixels(gl.drawingBufferWidth / 2 - 20, gl.drawingBufferHeight / 2 - 20, 40, 40, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
    return Math.max(...pixels.filter((_, i) => i % 4 === 0)) })()`);
  assert.ok(drawn > 80, `expected a dancer in the middle, found brightness ${drawn}`);
  await closed(page);
});

test('the map: a click goes there, a drag follows, the pen draws a path that is danced', async () => {
  const page = await alone();
  await page.click('#map', { x: 0.4, y: 0.5 });
  assert.equal(await value(page, '/poseaae/source'), 'point');
  const clicked = await page.evaluate('page.instrument.values.get("/poseaae/point")');
  await page.drag('#map', [[0.4, 0.5], [0.5, 0.55], [0.6, 0.6]]);
  const dragged = await page.evaluate('page.instrument.values.get("/poseaae/point")');
  assert.ok(dragged[0] > clicked[0] && dragged[1] < clicked[1], `${clicked} to ${dragged}`);
  const left = `Math.hypot(...page.instrument.map.latentsAt(${JSON.stringify(dragged)}).map((v, d) => v - page.instrument.now[d]))`;
  await page.until(`${left} < 0.05`);
  await page.click('#draw');
  await page.drag('#map', [[0.3, 0.4], [0.4, 0.45], [0.5, 0.5], [0.6, 0.6], [0.65, 0.7]]);
  assert.equal(await value(page, '/poseaae/source'), 'path');
  assert.ok((await page.evaluate('page.instrument.values.get("/poseaae/path").length')) >= 10);
  assert.equal(await page.evaluate('document.querySelector("#draw").getAttribute("aria-pressed")'), 'false');
  await page.drag('#map', [[0.7, 0.4], [0.6, 0.45], [0.5, 0.6]], { modifiers: kShift });
  assert.ok((await page.evaluate('page.instrument.values.get("/poseaae/path").length')) === 6);
  await page.click('#sources button:nth-child(3)');
  assert.equal(await value(page, '/poseaae/source'), 'mix');
  await page.click('#map', { x: 0.35, y: 0.5 });
  await page.click('#map', { x: 0.65, y: 0.6 });
  const [a, b] = [await value(page, '/poseaae/mix/a'), await value(page, '/poseaae/mix/b')];
  assert.ok(Number.isInteger(a) && Number.isInteger(b) && a !== b);
  await closed(page);
});

test('sliders: drag, double click, keys, lock, random and zero', async () => {
  const page = await alone();
  const slider = '[data-address="/poseaae/latent/2"] input';
  await page.drag(slider, [[0.5, 0.5], [0.7, 0.5], [0.9, 0.5]]);
  assert.ok((await value(page, '/poseaae/latent/2')) > 1);
  await page.click(slider, { x: 0.8, times: 2 });
  assert.equal(await value(page, '/poseaae/latent/2'), 0);
  for (let i = 0; i < 4; ++i) await page.key('ArrowRight');
  const stepped = await value(page, '/poseaae/latent/2');
  assert.ok(stepped > 0.05 && stepped < 0.3, `${stepped}`);
  await page.key('l', 'KeyL');
  await page.key('r', 'KeyR');
  assert.equal(await value(page, '/poseaae/latent/2'), stepped);
  const random = await page.evaluate('page.instrument.sliders');
  assert.ok(new Set(random).size > 8);
  await page.click('#zero');
  assert.deepEqual((await page.evaluate('page.instrument.sliders')).filter((v) => v !== 0), [stepped]);
  await page.click('[data-address="/poseaae/latent/2"] .lock');
  await page.click('#zero');
  assert.equal(await value(page, '/poseaae/latent/2'), 0);
  await closed(page);
});

test('presets on the number keys, cues, and both again after a reload', async () => {
  const page = await alone();
  await page.drag('[data-address="/poseaae/latent/0"] input', [[0.5, 0.5], [0.8, 0.5]]);
  const first = await value(page, '/poseaae/latent/0');
  await page.key('!', 'Digit1', { modifiers: kShift });
  await page.click('#add-cue');
  await page.click('#zero');
  await page.key('@', 'Digit2', { modifiers: kShift });
  await page.click('#add-cue');
  await page.key('1', 'Digit1');
  assert.equal(await value(page, '/poseaae/latent/0'), first);
  await page.key('2', 'Digit2');
  assert.equal(await value(page, '/poseaae/latent/0'), 0);
  await page.key('n', 'KeyN');
  assert.equal(await value(page, '/poseaae/latent/0'), first);
  assert.deepEqual(await page.evaluate('[...document.querySelectorAll("#cues li button")].map((b) => b.textContent)'), ['1', '2']);
  await page.call('Page.reload');
  await pause(300);
  await page.until('globalThis.page?.instrument.frame > 2', 60000);
  assert.deepEqual(await page.evaluate('[...document.querySelectorAll("#presets .saved")].map((b) => b.dataset.preset)'), ['1', '2']);
  await page.click('#presets [data-preset="1"]');
  assert.equal(await value(page, '/poseaae/latent/0'), first);
  await closed(page);
});

test('a recording is saved as a file', async () => {
  const page = await alone();
  await page.key('c', 'KeyC');
  await page.until('page.instrument.recording?.frames.length > 20');
  await page.click('#record');
  await page.until('document.querySelectorAll("#files button").length === 2');
  await page.click('#files button');
  const saved = join(folder, 'dance.bvh');
  for (let i = 0; i < 100 && !existsSync(saved); ++i) await pause(100);
  const text = readFileSync(saved, 'utf8');
  assert.match(text, /^HIERARCHY\nROOT /);
  const frames = Number(/Frames: (\d+)/.exec(text)[1]);
  assert.ok(frames > 20 && text.trim().split('\n').length > frames);
  await closed(page);
});

/** A MIDI input and a gamepad that a test plays. */
const kDevices = `
  globalThis.played = { name: 'knobs' };
  navigator.requestMIDIAccess = async () => ({ inputs: new Map([['x', globalThis.played]]) });
  globalThis.pad = { axes: [0, 0, 0, 0], buttons: Array.from({ length: 4 }, () => ({ pressed: false })) };
  navigator.getGamepads = () => [globalThis.pad];`;

test('MIDI learns a slider and a preset; a gamepad moves the place', async () => {
  const page = await alone({ before: kDevices });
  await page.evaluate('localStorage.removeItem("poseaae midi")');
  await page.click('#midi');
  await page.until('globalThis.played.onmidimessage');
  const play = (...bytes) => page.evaluate(`played.onmidimessage({ data: [${bytes}] })`);
  await page.click('[data-address="/poseaae/tempo"] input');
  await play(0xb0, 21, 127);
  assert.equal(await value(page, '/poseaae/tempo'), 3);
  await page.click('[data-address="/poseaae/latent/1"] input');
  await play(0xb0, 22, 0);
  assert.equal(await value(page, '/poseaae/latent/1'), -3);
  await page.click('#midi');
  await play(0xb0, 22, 64);
  assert.equal(await value(page, '/poseaae/latent/1'), 0);
  await play(0xb0, 99, 64);
  const before = await page.evaluate('page.stage.orbit.wish.turn');
  await page.evaluate('pad.axes = [1, 0, 0.5, 0]');
  await page.until('page.instrument.value("/poseaae/source") === "point"');
  await page.until(`page.stage.orbit.wish.turn > ${before}`);
  await page.evaluate('pad.axes = [0.05, 0, 0, 0]; pad.buttons[1].pressed = true');
  await page.until('page.instrument.sliders.some((v) => v !== 0)');
  await closed(page);
});

test('by keyboard alone: everything has a name, shows its focus, and is reached', async () => {
  const page = await alone();
  const nameless = await page.evaluate(`[...document.querySelectorAll('button, input, select, canvas, [role]')].filter((e) => e.checkVisibility?.())
    .filter((e) => !(e.getAttribute('aria-label') || e.textContent.trim() || e.getAttribute('aria-labelledby') || e.title)).map((e) => e.outerHTML)`);
  assert.deepEqual(nameless, []);
  const reached = new Set();
  for (let i = 0; i < 80; ++i) {
    await page.key('Tab');
    const [name, ring] = await page.evaluate(`(() => { const e = document.activeElement; return e === document.body ? [] : [
      e.id || e.dataset.preset || e.getAttribute('aria-label') || e.textContent, getComputedStyle(e).outlineStyle] })()`);
    if (name) {
      reached.add(name);
      assert.notEqual(ring, 'none', `${name} shows no focus`);
    }
  }
  for (const name of ['walk', 'midi', 'help-button', 'view', 'trails', 'alone', 'tempo', 'glide', 'map', 'draw', 'tab-latents', 'randomise', 'latent 1', 'latent 16',
    'lock latent 1', '1', '0', 'next-cue', 'record']) assert.ok(reached.has(name), `${name} is not reached: ${[...reached]}`);
  await page.evaluate('document.querySelector("#sources [aria-checked=true]").focus()');
  await page.key('ArrowRight');
  assert.equal(await value(page, '/poseaae/source'), 'loop');
  await page.evaluate('document.querySelector("#map").focus()');
  await page.key('ArrowRight');
  assert.equal(await value(page, '/poseaae/source'), 'point');
  const turn = await page.evaluate('page.stage.orbit.wish.turn');
  await page.evaluate('document.querySelector("#view").focus()');
  await page.key('ArrowRight');
  assert.ok((await page.evaluate('page.stage.orbit.wish.turn')) > turn);
  await page.key('f', 'KeyF');
  await page.until('document.querySelector("#stage").clientWidth === innerWidth && document.querySelector("#stage").clientHeight === innerHeight');
  await page.key('f', 'KeyF');
  await page.until('document.querySelector("#knobs").checkVisibility() && document.querySelector("#stage").clientWidth < innerWidth');
  await page.key('t', 'KeyT');
  assert.equal(await page.evaluate('page.stage.showsTrails'), false);
  await page.key('?', 'Slash', { modifiers: kShift });
  assert.ok(await page.evaluate('document.querySelector("#help").open'));
  await page.key('Escape');
  await page.until('!document.querySelector("#help").open');
  await closed(page);
});

for (const [width, height, touch] of [[1280, 720, false], [1024, 768, true], [820, 1180, true]]) {
  test(`nothing is cut off at ${width} x ${height}`, async () => {
    const page = await alone({ width, height, touch });
    for (const source of ['walk', 'loop', 'mix', 'point']) {
      await page.evaluate(`page.instrument.send('/poseaae/source', '${source}')`);
      const outside = await page.evaluate(`[...document.querySelectorAll('header *, footer *, #course *, #map-tools *, #tabs *')].filter((e) => e.checkVisibility?.())
        .filter((e) => { const r = e.getBoundingClientRect(); return r.left < -1 || r.top < -1 || r.right > innerWidth + 1 || r.bottom > innerHeight + 1 })
        .map((e) => e.outerHTML.slice(0, 90))`);
      assert.deepEqual(outside, [], source);
    }
    assert.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth && document.documentElement.scrollHeight <= innerHeight'));
    if (touch) {
      await page.swipe('#map', [[0.4, 0.4], [0.5, 0.5], [0.6, 0.55]]);
      assert.equal(await value(page, '/poseaae/source'), 'point');
      const turn = await page.evaluate('page.stage.orbit.wish.turn');
      await page.swipe('#view', [[0.5, 0.4], [0.4, 0.4], [0.3, 0.4]]);
      assert.ok((await page.evaluate('page.stage.orbit.wish.turn')) > turn + 0.1);
      const small = await page.evaluate(`[...document.querySelectorAll('button, select')].filter((e) => e.checkVisibility?.())
        .filter((e) => e.getBoundingClientRect().height < 33).map((e) => e.outerHTML.slice(0, 60))`);
      assert.deepEqual(small, [], 'large enough for fingers');
    }
    await closed(page);
  });
}

test('before a program: both ways, lost and back', async () => {
  const json = /<script type="application\/json" id="space">(.*?)<\/script>/s.exec(readFileSync(file, 'utf8'))[1];
  const opened = openSpace(json);
  const server = await LiveStandIn.start(opened.model, opened.space, process.env.POSEAAE_PAGE);
  try {
    const page = await browser.open(`http://127.0.0.1:${server.port}/?token=x`);
    await page.until('document.body?.dataset.connection === "live"', 60000);
    const shown = (selector) => page.evaluate(`document.querySelector(${JSON.stringify(selector)}).textContent`);
    server.others('/poseaae/latent/2', 1.5);
    await page.until('document.querySelector(\'[data-address="/poseaae/latent/2"] output\').textContent.startsWith("1.50")');
    server.others('/poseaae/source', 'loop');
    await page.until('document.querySelector("#sources button:nth-child(2)").getAttribute("aria-checked") === "true"');
    await page.drag('[data-address="/poseaae/latent/3"] input', [[0.5, 0.5], [0.8, 0.5]]);
    await page.until('page.instrument.value("/poseaae/latent/3") > 1');
    await page.key('!', 'Digit1', { modifiers: kShift });
    await page.until('document.querySelector("#presets .saved")');
    for (let i = 0; i < 100 && !server.received.some(([name]) => name === '/poseaae/preset/save'); ++i) await pause(50);
    assert.ok(server.received.some(([name, v]) => name === '/poseaae/latent/3' && v > 1), JSON.stringify(server.received));
    assert.deepEqual(server.received.at(-1), ['/poseaae/preset/save', 1]);
    await page.until('page.knobs.rows[0].mark.style.left !== ""');
    const port = server.port;
    await server.close();
    await page.until('document.body.dataset.connection === "lost"');
    assert.match(await shown('#connection'), /lost/);
    await server.open(port);
    await page.until('document.body.dataset.connection === "live"');
    server.others('/poseaae/tempo', 0.5);
    await page.until('page.instrument.value("/poseaae/tempo") === 0.5');
    await closed(page);
  } finally {
    await server.close();
  }
});
