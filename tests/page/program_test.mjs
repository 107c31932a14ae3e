import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Chromium, pause } from './browser/chromium.mjs';
import { freePort, Osc, readMessage, writeMessage } from './osc.mjs';
import { folder, source, trained } from './programs.mjs';

/** The page before the true program, pose_live: in Chromium on one side, OSC on the other. */

const kShift = 8;
let browser, model, osc;

/** pose_live, once it says where its page is. */
class Program {
  static async start(...options) {
    const started = new Program();
    started.oscIn = await freePort();
    started.process = spawn(join(process.env.POSEAAE_BIN_DIR, 'pose_live'), ['--clip', 'data/waltz_sway.bvh',
      '--recordings', join(folder, 'recordings'), '--model', model, '--osc-in', started.oscIn, '--osc-out', `127.0.0.1:${osc.port}`, ...options],
    { cwd: source, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    started.address = await new Promise((resolve, reject) => {
      const hear = (text) => {
        said += text;
        const found = /\bpage: (http:\S+)$/m.exec(said);
        if (found) resolve(found[1]);
      };
      started.process.stdout.setEncoding('utf8').on('data', hear);
      started.process.stderr.setEncoding('utf8').on('data', hear);
      started.process.once('exit', () => reject(new Error(`expected the address of a page, found:\n${said}`)));
    });
    return started;
  }

  get port() {
    return Number(new URL(this.address).port);
  }

  async end() {
    if (this.process.exitCode !== null) return;
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill('SIGINT');
    await ended;
  }
}

before(async () => {
  model = trained('program', {});
  browser = await Chromium.launch();
  osc = await Osc.listen();
});
after(async () => {
  osc?.close();
  await browser?.close();
});

/** Waits until a condition of this side is true. */
async function until(condition, what) {
  for (let i = 0; i < 300; ++i) {
    if (condition()) return;
    await pause(50);
  }
  assert.fail(`expected ${what}; heard ${JSON.stringify([...new Set(osc.received.map(({ address }) => address))])}`);
}

const live = (page) => page.until('document.body?.dataset.connection === "live"', 60000);
const value = (page, name) => page.evaluate(`page.instrument.value(${JSON.stringify(name)})`);

test('messages of OSC, as the standard writes them', () => {
  // OSC 1.0, examples: "/oscillator/4/frequency" with the float 440.
  const bytes = Buffer.from('2f6f7363696c6c61746f722f342f6672657175656e6379002c66000043dc0000', 'hex');
  assert.deepEqual(readMessage(bytes), { address: '/oscillator/4/frequency', values: [440] });
  assert.deepEqual(readMessage(writeMessage('/a', ['text', 3, 0.5])), { address: '/a', values: ['text', 3, 0.5] });
});

test('click, drag and keys on the page are heard over OSC; OSC is seen on the page; what was recorded is had', async () => {
  const played = await Program.start('--page-port', '0');
  try {
    const page = await browser.open(played.address);
    await live(page);
    await page.until('page.stage.root');
    const joints = await page.evaluate('page.instrument.hello.skeleton.joints.length');
    await until(() => osc.latest('/mocap/0/joint/rot_local')?.length === 4 * joints, 'poses over OSC');

    await page.click('#map', { x: 0.4, y: 0.5 });
    await until(() => osc.latest('/poseaae/source')?.[0] === 'point', 'the source over OSC');
    await until(() => osc.latest('/poseaae/point')?.length === 2, 'the place over OSC');
    await page.drag('[data-address="/poseaae/latent/2"] input', [[0.5, 0.5], [0.7, 0.5], [0.9, 0.5]]);
    const dragged = await value(page, '/poseaae/latent/2');
    assert.ok(dragged > 1);
    await until(() => Math.abs((osc.latest('/poseaae/latent/2')?.[0] ?? 0) - dragged) < 1e-4, 'the slider over OSC');
    await page.key('!', 'Digit1', { modifiers: kShift });
    await page.until('document.querySelector("#presets [data-preset=\'1\']").classList.contains("saved")');

    osc.send(played.oscIn, '/poseaae/tempo', 0.5);
    await page.until('page.instrument.value("/poseaae/tempo") === 0.5');
    osc.send(played.oscIn, '/poseaae/source', 'loop');
    await page.until('document.querySelector("#sources [aria-checked=true]").textContent === "loop"');
    osc.send(played.oscIn, '/poseaae/latent/2', -1.5);
    await page.until('document.querySelector(\'[data-address="/poseaae/latent/2"] output\').textContent.startsWith("-1.50")');
    await page.key('1', 'Digit1');
    await page.until(`Math.abs(page.instrument.value("/poseaae/latent/2") - ${dragged}) < 1e-4`);

    await page.key('c', 'KeyC');
    await page.until('page.instrument.value("/poseaae/record") === 1');
    await pause(1000);
    await page.key('c', 'KeyC');
    await page.until('[...document.querySelectorAll("#files a")].some((a) => a.href.endsWith(".bvh"))', 30000);
    const text = await page.evaluate('fetch([...document.querySelectorAll("#files a")].find((a) => a.href.endsWith(".bvh")).href).then((answer) => answer.text())');
    assert.match(text, /^HIERARCHY\s+ROOT/);
    assert.ok(Number(/Frames: (\d+)/.exec(text)[1]) > 10);

    const { port } = played;
    await played.end();
    await page.until('document.body.dataset.connection === "lost"');
    const again = await Program.start('--page-port', String(port));
    try {
      await live(page);
    } finally {
      await again.end();
    }
    assert.deepEqual(page.problems.filter((problem) => !/WebSocket connection/.test(problem)), []);
    await page.call('Page.close');
  } finally {
    await played.end();
  }
});

test('others need the token, and a page of another origin cannot drive it', async () => {
  const elsewhere = createServer((request, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.end('<title>other</title>');
  });
  const shared = await Program.start('--page-port', '0', '--bind', '0.0.0.0', '--token', 'a-token-of-the-test');
  try {
    const base = `http://127.0.0.1:${shared.port}`;
    assert.match(shared.address, /\?token=a-token-of-the-test$/);
    assert.equal((await fetch(`${base}/`)).status, 401);
    assert.equal((await fetch(`${base}/?token=a-token-of-the-test`)).status, 200);
    const page = await browser.open(`${base}/?token=a-token-of-the-test`);
    await live(page);
    await page.call('Page.close');
    const opened = (from, query) => from.evaluate(`new Promise((resolve) => { const socket = new WebSocket('ws://127.0.0.1:${shared.port}/live${query}');
      socket.onopen = () => resolve(true); socket.onerror = () => resolve(false); })`);
    // A page from the disk, whose origin is null, may if it knows the token; one of another server may not.
    const file = join(folder, 'other.html');
    writeFileSync(file, '<title>other</title>');
    const disk = await browser.open(`file://${file}`);
    await disk.until('document.title === "other"');
    assert.equal(await opened(disk, ''), false);
    assert.equal(await opened(disk, '?token=a-token-of-the-tesT'), false);
    assert.equal(await opened(disk, '?token=a-token-of-the-test'), true);
    await disk.call('Page.close');
    await new Promise((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    const other = await browser.open(`http://127.0.0.1:${elsewhere.address().port}/`);
    await other.until('document.title === "other"');
    assert.equal(await opened(other, '?token=a-token-of-the-test'), false);
    await other.call('Page.close');
  } finally {
    elsewhere.closeAllConnections();
    elsewhere.close();
    await shared.end();
  }
});
