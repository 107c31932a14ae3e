/**
 * y = W x + b in WebAssembly with vectors of four: of sixteen outputs at a time, whose weights lie side by side for each
 * input, so that the inner loop reads weights in the order of memory and adds nothing across a vector. The module is
 * put together here, because it is one loop: a file of its own would have to be fetched, which pages from a disk
 * cannot. Source of the codes: WebAssembly Core Specification 2.0, chapter 5 (binary format).
 */

export const kBlock = 16;
const kI32 = 0x7f, kV128 = 0x7b, kEmpty = 0x40;
const kVectors = [0, 1, 2, 3];

const get = (local) => [0x20, local];
const set = (local) => [0x21, local];
const constant = (value) => [0x41, value];  // below 64
const add = [0x6a], subtract = [0x6b], shiftLeft = [0x74], lessThan = [0x49];
const loop = [0x03, kEmpty], end = [0x0b], repeatIf = [0x0d, 0];
const load = (offset) => [0xfd, 0x00, 2, offset];
const loadSplat = [0xfd, 0x09, 2, 0];
const store = (offset) => [0xfd, 0x0b, 2, offset];
const multiplyVectors = [0xfd, 0xe6, 0x01], addVectors = [0xfd, 0xe4, 0x01];
const kSixtyFour = [0x41, 0xc0, 0x00];  // signed LEB128 needs a second byte
const go = (local, amount) => [...get(local), ...amount, ...add, ...set(local)];

/** The body of dense(x, w, b, y, inputs, blocks): addresses in bytes, sizes in numbers. */
function body() {
  const [x, w, b, y, inputs, blocks, at, last, sums, one] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 12];
  return [
    2, 2, kI32, 5, kV128,  // locals: at, last; four sums, one
    ...loop,
    ...kVectors.flatMap((v) => [...get(b), ...load(16 * v), ...set(sums + v)]),
    ...get(x), ...set(at),
    ...get(x), ...get(inputs), ...constant(2), ...shiftLeft, ...add, ...set(last),
    ...loop,
    ...get(at), ...loadSplat, ...set(one),
    ...kVectors.flatMap((v) => [
      ...get(sums + v), ...get(one), ...get(w), ...load(16 * v), ...multiplyVectors, ...addVectors, ...set(sums + v)]),
    ...go(w, kSixtyFour), ...go(at, constant(4)),
    ...get(at), ...get(last), ...lessThan, ...repeatIf, ...end,
    ...kVectors.flatMap((v) => [...get(y), ...get(sums + v), ...store(16 * v)]),
    ...go(b, kSixtyFour), ...go(y, kSixtyFour),
    ...get(blocks), ...constant(1), ...subtract, ...set(blocks),
    ...get(blocks), ...repeatIf, ...end,
    ...end,
  ];
}

const size = (count) => (count < 128 ? [count] : [(count & 0x7f) | 0x80, count >> 7]);
const section = (id, bytes) => [id, ...size(bytes.length), ...bytes];
const text = (letters) => [letters.length, ...[...letters].map((letter) => letter.charCodeAt(0))];

/**
 * dense(x, w, b, y, inputs, blocks) on a memory, sums and products in float32.
 * @param {WebAssembly.Memory} memory
 * @throws {WebAssembly.CompileError} where vectors are unknown, as in browsers before 2023
 */
export function denseKernel(memory) {
  const code = body();
  const bytes = [
    0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    ...section(1, [1, 0x60, 6, kI32, kI32, kI32, kI32, kI32, kI32, 0]),
    ...section(2, [1, ...text('page'), ...text('memory'), 2, 0, 1]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...text('dense'), 0, 0]),
    ...section(10, [1, ...size(code.length), ...code]),
  ];
  const module = new WebAssembly.Module(Uint8Array.from(bytes));
  return new WebAssembly.Instance(module, { page: { memory } }).exports.dense;
}
