// osc_listen.mjs LIBRARY COUNT PLAY: hears COUNT messages at a free port, by one of four libraries for OSC, and with the first
// of them says to the port PLAY what a controller would. The first line on stdout is the port, the others are messages as JSON:
// [address, value, ...].
import {createSocket} from 'node:dgram';

const [library, count, play] = process.argv.slice(2);
let left = Number(count);
let say;
const heard = (address, values) => {
  if (left === Number(count)) say();
  if (left-- > 0) console.log(JSON.stringify([address, ...values]));
  if (left === 0) setTimeout(() => process.exit(0), 200);
};

// [address, value, kind] as each library has it.
const kPlayed = [['/poseaae/latent/3', 0.5, 'float'], ['/mocap/seq1index', 1, 'integer'], ['/poseaae/clip', 'waltz', 'string']];

/** A socket of our own, for libraries that only read and write packets. */
function listen(read, write) {
  const socket = createSocket('udp4');
  socket.on('message', (data) => read(data));
  socket.bind(0, '127.0.0.1', () => {
    say = () => kPlayed.forEach((message) => socket.send(write(message), Number(play), '127.0.0.1'));
    console.log(socket.address().port);
  });
}

async function freePort() {
  const socket = createSocket('udp4');
  await new Promise((done) => socket.bind(0, '127.0.0.1', done));
  const {port} = socket.address();
  await new Promise((done) => socket.close(done));
  return port;
}

const libraries = {
  'node-osc': async () => {
    const {Server, Client} = await import('node-osc');
    const port = await freePort();
    new Server(port, '127.0.0.1', () => console.log(port)).on('message', ([address, ...values]) => heard(address, values));
    const client = new Client('127.0.0.1', Number(play));
    say = () => kPlayed.forEach(([address, value]) => client.send(address, value));
  },
  'osc-js': async () => {
    const {default: OSC} = await import('osc-js');
    listen((data) => {
      const message = new OSC.Message();
      message.unpack(new DataView(data.buffer, data.byteOffset, data.byteLength));
      heard(message.address, message.args);
    }, ([address, value]) => Buffer.from(new OSC.Message(address, value).pack()));
  },
  'osc': async () => {
    const {default: osc} = await import('osc');
    listen((data) => {
      const {address, args} = osc.readPacket(data, {metadata: false});
      heard(address, Array.isArray(args) ? args : [args]);
    }, ([address, value, kind]) => Buffer.from(osc.writePacket({address, args: [{type: kind[0], value}]}, {metadata: true})));
  },
  'osc-min': async () => {
    const osc = await import('osc-min');
    const {fromBuffer, toBuffer} = osc.default ?? osc;
    listen((data) => {
      const {address, args} = fromBuffer(data);
      heard(address, args.map(({value}) => value));
    }, ([address, value, type]) => {
      const packet = toBuffer({address, args: [{type, value}]});
      return packet instanceof DataView ? new Uint8Array(packet.buffer, packet.byteOffset, packet.byteLength) : packet;
    });
  },
};
await libraries[library]();
