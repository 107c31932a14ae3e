import { createSocket } from 'node:dgram';

/** OSC 1.0 by UDP, as far as tests need it: messages of int32, float32 and texts, no bundles. */
export class Osc {
  /** Hears messages at a port that was free. */
  static async listen() {
    const osc = new Osc();
    osc.received = [];
    osc.socket = createSocket('udp4').on('message', (bytes) => osc.received.push(readMessage(bytes)));
    await new Promise((resolve) => osc.socket.bind(0, '127.0.0.1', resolve));
    osc.port = osc.socket.address().port;
    return osc;
  }

  send(port, address, ...values) {
    this.socket.send(writeMessage(address, values), port, '127.0.0.1');
  }

  /** The values of the latest message of an address; nothing where there was none. */
  latest(address) {
    return this.received.findLast((message) => message.address === address)?.values;
  }

  close() {
    this.socket.close();
  }
}

/** A UDP port that nobody listens at. */
export async function freePort() {
  const osc = await Osc.listen();
  const { port } = osc;
  await new Promise((resolve) => osc.socket.close(resolve));
  return port;
}

/** A text, ended and filled up to a multiple of four by zeros. */
function paddedText(text) {
  const bytes = Buffer.from(`${text}\0`);
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

/** Texts are s, whole numbers i, others f. */
export function writeMessage(address, values) {
  const kind = (value) => (typeof value === 'string' ? 's' : Number.isInteger(value) ? 'i' : 'f');
  const parts = values.map((value) => {
    if (typeof value === 'string') return paddedText(value);
    const bytes = Buffer.alloc(4);
    if (Number.isInteger(value)) bytes.writeInt32BE(value);
    else bytes.writeFloatBE(value);
    return bytes;
  });
  return Buffer.concat([paddedText(address), paddedText(`,${values.map(kind).join('')}`), ...parts]);
}

export function readMessage(bytes) {
  let at = 0;
  const text = () => {
    const end = bytes.indexOf(0, at), found = bytes.toString('utf8', at, end);
    at = (end + 4) & ~3;
    return found;
  };
  const number = (read) => {
    at += 4;
    return bytes[read](at - 4);
  };
  const address = text();
  const values = [...text()].slice(1).map((kind) => {
    if (kind === 's') return text();
    if (kind === 'i') return number('readInt32BE');
    if (kind === 'f') return number('readFloatBE');
    throw new Error(`${address}: expected i, f and s, found ${kind}`);
  });
  return { address, values };
}
