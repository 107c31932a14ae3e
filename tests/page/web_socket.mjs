import { createHash } from 'node:crypto';

/**
 * The server's side of one WebSocket, of messages up to 64 KiB that come in one piece (RFC 6455): enough for a page that
 * runs beside it.
 */
export class ServerSocket {
  /** Answers an HTTP upgrade. */
  constructor(request, socket) {
    const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
    socket.setNoDelay(true);
    this.socket = socket;
    this.rest = Buffer.alloc(0);
    socket.on('data', (bytes) => this.receive(bytes));
    socket.on('error', () => {});
    socket.on('close', () => this.onclose?.());
  }

  /** @param {string | ArrayBuffer} message */
  send(message) {
    const isText = typeof message === 'string';
    const bytes = Buffer.from(message);
    const head = bytes.length < 126 ? Buffer.from([0, bytes.length])
      : bytes.length < 65536 ? Buffer.from([0, 126, bytes.length >> 8, bytes.length & 255])
        : Buffer.concat([Buffer.from([0, 127]), lengthOf(bytes)]);
    head[0] = isText ? 0x81 : 0x82;
    this.socket.write(Buffer.concat([head, bytes]));
  }

  /** Breaks off without a word, as a program that ended. */
  break() {
    this.socket.destroy();
  }

  receive(bytes) {
    this.rest = Buffer.concat([this.rest, bytes]);
    while (this.rest.length >= 6) {
      const short = this.rest[1] & 127;
      const at = short === 126 ? 4 : 2;
      const length = short === 126 ? this.rest.readUInt16BE(2) : short;
      if (this.rest.length < at + 4 + length) return;
      const mask = this.rest.subarray(at, at + 4);
      const content = Buffer.from(this.rest.subarray(at + 4, at + 4 + length).map((byte, i) => byte ^ mask[i % 4]));
      const kind = this.rest[0] & 15;
      this.rest = this.rest.subarray(at + 4 + length);
      if (kind === 1) this.onmessage?.(content.toString());
      if (kind === 8) this.socket.end();
    }
  }
}

function lengthOf(bytes) {
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(bytes.length));
  return length;
}
