import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Chromium without a window, driven by its DevTools protocol through two pipes: messages are JSON, each ended by a zero
 * byte. Source: https://chromedevtools.github.io/devtools-protocol.
 */
export class Chromium {
  static async launch(program = process.env.POSEAAE_CHROMIUM ?? 'chromium') {
    const browser = new Chromium();
    browser.folder = await mkdtemp(join(tmpdir(), 'poseaae-page-'));
    browser.process = spawn(program, [
      '--headless=new', '--no-sandbox', '--remote-debugging-pipe', `--user-data-dir=${browser.folder}`,
      '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--no-first-run', '--disable-background-networking',
      '--autoplay-policy=no-user-gesture-required', 'about:blank',
    ], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    browser.listen();
    process.once('exit', () => browser.process.kill('SIGKILL'));
    return browser;
  }

  listen() {
    this.next = 1;
    this.waiting = new Map();
    this.events = [];
    let rest = '';
    this.process.stdio[4].setEncoding('utf8').on('data', (text) => {
      const messages = (rest + text).split('\0');
      rest = messages.pop();
      for (const message of messages) this.receive(JSON.parse(message));
    });
  }

  receive({ id, result, error, method, params }) {
    if (!id) return this.events.forEach((listener) => listener(method, params));
    const { resolve, reject } = this.waiting.get(id);
    this.waiting.delete(id);
    if (error) reject(new Error(error.message));
    else resolve(result);
  }

  call(method, params = {}, sessionId = undefined) {
    const id = this.next++;
    this.process.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
  }

  /** A page at an address, of a size; scripts in `before` run ahead of its own. */
  async open(address, { width = 1280, height = 720, touch = false, before = '' } = {}) {
    const { targetId } = await this.call('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await this.call('Target.attachToTarget', { targetId, flatten: true });
    const page = new Page(this, sessionId);
    await page.call('Page.enable');
    await page.call('Runtime.enable');
    await page.call('Network.enable');
    await page.call('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
    if (touch) {
      await page.call('Emulation.setTouchEmulationEnabled', { enabled: true });
      await page.call('Emulation.setEmulatedMedia', { features: [{ name: 'pointer', value: 'coarse' }] });
    }
    if (before) await page.call('Page.addScriptToEvaluateOnNewDocument', { source: before });
    await page.call('Page.navigate', { url: address });
    return page;
  }

  async close() {
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    await this.call('Browser.close').catch(() => {});
    await ended;
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** A tab: what is evaluated there, pressed, dragged and seen. */
export class Page {
  constructor(browser, session) {
    this.browser = browser;
    this.session = session;
    this.problems = [];
    this.requests = [];
    browser.events.push((method, params) => {
      if (method === 'Runtime.exceptionThrown') this.problems.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
      if (method === 'Runtime.consoleAPICalled' && params.type === 'error') this.problems.push(params.args.map(({ value }) => value).join(' '));
      if (method === 'Network.requestWillBeSent') this.requests.push(params.request.url);
    });
  }

  call(method, params) {
    return this.browser.call(method, params, this.session);
  }

  async evaluate(expression) {
    const { result, exceptionDetails } = await this.call('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /** Waits until an expression is true. */
  async until(expression, wait_ms = 15000) {
    const end = Date.now() + wait_ms;
    while (!(await this.evaluate(`Boolean(${expression})`))) {
      if (Date.now() > end) throw new Error(`expected within ${wait_ms} ms: ${expression}`);
      await pause(30);
    }
  }

  /** The middle of an element, or a share of it. */
  async placeOf(selector, x = 0.5, y = 0.5) {
    const box = await this.evaluate(`(({left, top, width, height}) => ({left, top, width, height}))(
      document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect())`);
    return [box.left + x * box.width, box.top + y * box.height];
  }

  mouse(type, [x, y], { modifiers = 0, clicks = 1 } = {}) {
    return this.call('Input.dispatchMouseEvent', { type, x, y, button: 'left', buttons: type === 'mouseReleased' ? 0 : 1, clickCount: clicks, modifiers });
  }

  async click(selector, { x = 0.5, y = 0.5, times = 1, modifiers = 0 } = {}) {
    const place = await this.placeOf(selector, x, y);
    for (let n = 1; n <= times; ++n) {
      await this.mouse('mousePressed', place, { clicks: n, modifiers });
      await this.mouse('mouseReleased', place, { clicks: n, modifiers });
    }
  }

  /** Along shares of an element. */
  async drag(selector, shares, { modifiers = 0 } = {}) {
    const places = await Promise.all(shares.map(([x, y]) => this.placeOf(selector, x, y)));
    await this.mouse('mousePressed', places[0], { modifiers });
    for (const place of places.slice(1)) await this.mouse('mouseMoved', place, { modifiers });
    await this.mouse('mouseReleased', places.at(-1), { modifiers });
  }

  /** A finger along shares of an element. */
  async swipe(selector, shares) {
    const places = await Promise.all(shares.map(([x, y]) => this.placeOf(selector, x, y)));
    const touch = (type, points) => this.call('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y]) => ({ x, y })) });
    await touch('touchStart', [places[0]]);
    for (const place of places.slice(1)) await touch('touchMove', [place]);
    await touch('touchEnd', []);
  }

  async key(key, code = key, { modifiers = 0, text = undefined } = {}) {
    const windowsVirtualKeyCode = kCodes[key] ?? code.replace(/^(Key|Digit)/, '').charCodeAt(0);
    await this.call('Input.dispatchKeyEvent', { type: 'keyDown', key, code, modifiers, text, windowsVirtualKeyCode });
    await this.call('Input.dispatchKeyEvent', { type: 'keyUp', key, code, modifiers, windowsVirtualKeyCode });
  }

  async screenshot(file) {
    const { data } = await this.call('Page.captureScreenshot', { format: 'png' });
    await writeFile(file, Buffer.from(data, 'base64'));
  }
}

const kCodes = { ArrowLeft: 37, ArrowUp: 38, ArrowRight: 39, ArrowDown: 40, Tab: 9, Enter: 13, Backspace: 8, Escape: 27, ' ': 32 };

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
