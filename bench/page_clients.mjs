/**
 * What pages cost pose_live: node --experimental-websocket bench/page_clients.mjs PORT PID [PAGES] [SECONDS] connects as many
 * pages to its port, and prints the frames that each has seen a second, the program's processor time and its memory.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const [port, pid, pages = '8', seconds = '15'] = process.argv.slice(2);
const ticks = Number(execFileSync('getconf', ['CLK_TCK']));
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function processor_s() {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticks;
}

const memory_kB = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);

const frames = new Array(Number(pages)).fill(0);
frames.forEach((_, i) => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/live`);
  socket.binaryType = 'arraybuffer';
  socket.onmessage = ({ data }) => { if (typeof data !== 'string') ++frames[i]; };
});
await pause(1000);
frames.fill(0);
const before = { processor: processor_s(), memory: memory_kB(), at: performance.now() };
await pause(1000 * Number(seconds));
const passed = (performance.now() - before.at) / 1000;
console.log(`frames a second: ${frames.map((count) => (count / passed).toFixed(1)).join(' ')}`);
console.log(`processor: ${((100 * (processor_s() - before.processor)) / passed).toFixed(1)} % of a core`);
console.log(`memory: ${before.memory} kB, then ${memory_kB()} kB`);
process.exit(0);
