import { resolve } from 'node:path';
import { Chromium, pause } from './chromium.mjs';

/** The picture of the page in the documentation: node tests/page/browser/picture.mjs SPACE.html OUT.png */
const [space, out] = process.argv.slice(2);
const browser = await Chromium.launch();
const page = await browser.open(`file://${resolve(space)}?seed=5&fine`);
await page.until('globalThis.page?.instrument.frame > 1', 60000);
await page.click('#draw');
const round = Array.from({ length: 41 }, (_, i) => (i / 40) * 2 * Math.PI);
await page.drag('#map', round.map((a) => [0.5 + 0.3 * Math.cos(a) * (1 + 0.2 * Math.sin(2 * a)), 0.5 + 0.28 * Math.sin(a)]));
// Three and a third seconds of dance at once, whatever the machine can draw, and then a still at twice the sharpness.
await page.evaluate(`(() => {
  const { instrument, stage, map, bar } = page;
  instrument.send('/poseaae/latent/4', 1.2);
  instrument.send('/poseaae/latent/1', -0.8);
  for (const preset of [1, 2, 3]) bar.save(preset);
  instrument.send('/poseaae/cue/list', 1, 3, 2);
  instrument.send('/poseaae/cue/at', 1);
  document.querySelector('#notice').hidden = true;
  instrument.on('frame', (frame) => {
    stage.trails.follow(frame, stage.skeleton.positions(frame.rotations));
    map.trail.push(map.map.placeOf(frame.latents));
  });
  for (let i = 0; i < 200; ++i) instrument.advance(1 / 60);
  map.trail.splice(0, map.trail.length - 60);
  instrument.advance = () => {};
  stage.keepPace = () => {};
  stage.sharpness = 2;
  stage.resize();
  document.activeElement.blur();
})()`);
await pause(6000);
await page.screenshot(out);
await browser.close();
