import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { LocalInstrument } from '../../src/page/instrument/local_instrument.js';
import { complaint, writeFrame } from '../../src/page/instrument/protocol.js';
import { ServerSocket } from './web_socket.mjs';

/**
 * A server that speaks the page's protocol (docs/LIVE.md), for the page's tests: pages at /, their sockets at /live, an
 * instrument at 60 frames a second behind them. `others(address, ...values)` is what OSC would be: it sets something
 * from elsewhere.
 */
export class LiveStandIn {
  /** @param {Model} model @param {object} space as LocalInstrument takes them @param {string} page the file */
  static async start(model, space, page) {
    const server = new LiveStandIn();
    server.model = model;
    server.space = space;
    server.page = await readFile(page);
    await server.open(0);
    return server;
  }

  async open(port) {
    this.instrument = new LocalInstrument(this.model, this.space, { seed: 7 });
    this.received = [];
    this.sockets = new Set();
    this.http = createServer((request, response) => {
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.end(this.page);
    });
    this.http.on('upgrade', (request, socket) => this.connect(new ServerSocket(request, socket)));
    await new Promise((resolve) => this.http.listen(port, '127.0.0.1', resolve));
    this.port = this.http.address().port;
    this.instrument.on('frame', (frame) => this.tellAll(writeFrame(frame)));
    this.instrument.on('set', (address, values) => this.tellAll(JSON.stringify([address, ...values]), this.from));
    this.instrument.on('notice', (text) => this.tellAll(JSON.stringify(['/poseaae/error', text])));
    this.clock = setInterval(() => this.instrument.advance(1 / 60), 1000 / 60);
  }

  connect(socket) {
    this.sockets.add(socket);
    socket.onclose = () => this.sockets.delete(socket);
    socket.onmessage = (text) => {
      const [address, ...values] = JSON.parse(text);
      this.received.push([address, ...values]);
      if (complaint(address, values)) throw new Error(complaint(address, values));
      this.set(address, values, socket);
    };
    const state = [...this.instrument.values].map(([address, values]) => [address, ...values]);
    socket.send(JSON.stringify({ hello: { ...this.instrument.hello, map: withArrays(this.space.map, this.instrument.hello.map), state } }));
  }

  /** As if it came by OSC. */
  others(address, ...values) {
    this.set(address, values, null);
  }

  /** What one has set, all others hear; what follows from a deed, all. */
  set(address, values, socket) {
    this.from = /preset|cue|record/.test(address) ? null : socket;
    this.instrument.send(address, ...values);
    this.from = null;
  }

  tellAll(message, except = null) {
    for (const socket of this.sockets) if (socket !== except) socket.send(message);
  }

  /** Ends as a program does that is killed; open(port) begins again. */
  async close() {
    clearInterval(this.clock);
    for (const socket of this.sockets) socket.break();
    this.http.closeAllConnections();
    await new Promise((resolve) => this.http.close(resolve));
  }
}

/** JSON knows lists alone. */
function withArrays(map, hello) {
  return { ...hello, latents: map.latents.map((z) => [...z]) };
}
