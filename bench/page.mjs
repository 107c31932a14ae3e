import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Chromium, pause } from '../tests/page/browser/chromium.mjs';

/**
 * What a page that latent_map explore wrote takes in Chromium: node bench/page.mjs SPACE.html. Pictures are drawn by the
 * processor here, so frames a second say little of a machine with a GPU; the time of the page's own work does.
 */
const [file] = process.argv.slice(2);
if (!file) throw new Error('expected a page: node bench/page.mjs SPACE.html');
const kDecodes = 20_000;

const browser = await Chromium.launch();
try {
  const open = async () => {
    const page = await browser.open(`file://${resolve(file)}?seed=5`);
    await page.until('globalThis.page?.instrument.frame > 2', 60000);
    return page;
  };
  await (await open()).call('Page.close');  // the browser itself has started
  const page = await open();
  await pause(3000);
  const count = (name, expression) => page.evaluate(expression).then((value) => console.log(`${name}: ${value}`));
  console.log(`size: ${(statSync(file).size / 1e6).toFixed(2)} MB`);
  await count('interactive after, ms', 'Math.round(performance.getEntriesByName("interactive")[0].startTime)');
  await count('decodes a second', `(() => {
    const { model } = page.instrument, out = new Float64Array(4 * model.skeleton.joints.length);
    const points = Array.from({ length: 100 }, () => model.space.unwhiten(page.instrument.now.map(() => Math.random() - 0.5)));
    const run = (n) => { const begin = performance.now(); for (let i = 0; i < n; ++i) model.decode(points[i % 100], out); return performance.now() - begin };
    run(2000);
    return Math.round(${kDecodes} / Math.min(...Array.from({ length: 5 }, () => run(${kDecodes}))) * 1000) })()`);
  await count('a frame of the page\'s own work (walk, two decodes, sliders, map), ms', `(() => {
    const { instrument, knobs, map } = page, begin = performance.now();
    for (let i = 0; i < 200; ++i) { instrument.advance(1 / 60); knobs.follow(instrument.now); map.draw(instrument.now) }
    return ((performance.now() - begin) / 200).toFixed(2) })()`);
  await count('frames a second, drawn by the processor', `new Promise((resolve) => {
    let frames = 0; const begin = performance.now();
    const next = () => { ++frames; performance.now() - begin > 4000 ? resolve((frames / 4).toFixed(1)) : requestAnimationFrame(next) };
    next() })`);
} finally {
  await browser.close();
}
