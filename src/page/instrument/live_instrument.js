import { Instrument } from './instrument.js';
import { readFrame, readText } from './protocol.js';

const kFirstWait_ms = 250, kLongestWait_ms = 4000;

/** An instrument that is a program: messages and frames come and go through a WebSocket, which connects again by itself. */
export class LiveInstrument extends Instrument {
  /** @param {string} address 'ws://127.0.0.1:8080/live' @param {typeof WebSocket} Socket */
  constructor(address, Socket = globalThis.WebSocket) {
    super();
    this.address = address;
    this.Socket = Socket;
    this.wait_ms = kFirstWait_ms;
    this.connect();
  }

  /** Known here at once, so that a slider does not wait for its own echo. Lost while there is no connection. */
  send(address, ...values) {
    this.keepIfLasting(address, values);
    if (this.socket.readyState === 1) this.socket.send(JSON.stringify([address, ...values]));
  }

  connect() {
    const socket = (this.socket = new this.Socket(this.address));
    socket.binaryType = 'arraybuffer';
    socket.onmessage = ({ data }) => this.receive(data);
    socket.onclose = () => {
      this.emit('connection', 'lost');
      this.timer = setTimeout(() => this.connect(), this.wait_ms);
      this.wait_ms = Math.min(2 * this.wait_ms, kLongestWait_ms);
    };
  }

  /** Ends the connection for good. */
  close() {
    clearTimeout(this.timer);
    this.socket.onclose = null;
    this.socket.close();
  }

  receive(data) {
    try {
      if (typeof data !== 'string') {
        if (this.hello) this.emit('frame', readFrame(data, this.hello.skeleton.joints.length, this.hello.latents.mean.length));
        return;
      }
      const { hello, address, values } = readText(data);
      if (hello) this.begin(hello);
      else if (address === '/poseaae/error') this.emit('notice', values[0]);
      else this.keep(address, values);
    } catch (problem) {
      this.emit('notice', `from the instrument: ${problem.message}`);
    }
  }

  begin(hello) {
    this.hello = hello;
    this.wait_ms = kFirstWait_ms;
    this.values.clear();
    this.emit('hello', hello);
    for (const [address, ...values] of hello.state) this.keep(address, values);
    this.emit('connection', 'live');
  }

  /** Deeds (a recall, the next cue) have no value that lasts. */
  keepIfLasting(address, values) {
    if (!/\/(preset\/(save|recall)|cue\/next)$/.test(address)) this.keep(address, values);
  }
}
