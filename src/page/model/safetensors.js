/**
 * Named arrays and texts of one file: eight bytes, little-endian, with the size n of a header; n bytes of JSON with
 * type, shape and place of every array, and texts under `__metadata__`; then the arrays, row-major.
 * Source: docs/FILES.md, and https://github.com/huggingface/safetensors.
 */

const kTypes = { F32: Float32Array, F64: Float64Array };  // little-endian, as every machine with a browser is
const kMaxHeader = 100_000_000;

/**
 * {arrays: Map of name to {shape, data}, texts: Map of key to text} of the bytes of such a file.
 * @param {ArrayBuffer} buffer
 * @throws {Error} where header, types or places do not fit the file
 */
export function parseSafetensors(buffer) {
  const view = new DataView(buffer);
  const size = buffer.byteLength < 8 ? -1 : Number(view.getBigUint64(0, true));
  if (size < 2 || size > kMaxHeader || 8 + size > buffer.byteLength) {
    throw new Error(`safetensors: expected a header within ${buffer.byteLength} bytes, found one of ${size}`);
  }
  const header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(buffer, 8, size)));
  const texts = new Map(Object.entries(header.__metadata__ ?? {}));
  const arrays = new Map();
  for (const [name, entry] of Object.entries(header)) {
    if (name !== '__metadata__') arrays.set(name, arrayOf(view, 8 + size, name, entry));
  }
  return { arrays, texts };
}

function arrayOf(view, start, name, { dtype, shape, data_offsets: [first, last] }) {
  const Numbers = kTypes[dtype];
  if (!Numbers) throw new Error(`safetensors: ${name}: expected F32 or F64, found ${dtype}`);
  const bytes = shape.reduce((product, length) => product * length, Numbers.BYTES_PER_ELEMENT);
  if (last - first !== bytes || first < 0 || start + last > view.byteLength) {
    throw new Error(`safetensors: ${name}: expected ${bytes} bytes within the file, found ${first} to ${last}`);
  }
  const data = new Numbers(view.buffer.slice(start + first, start + last));
  if (!data.every(Number.isFinite)) throw new Error(`safetensors: ${name}: expected finite numbers`);
  return { shape, data };
}

/** The bytes of a text in base64. @returns {ArrayBuffer} */
export function bytesOfBase64(text) {
  const letters = atob(text.trim());
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; ++i) bytes[i] = letters.charCodeAt(i);
  return bytes.buffer;
}

/** The numbers, float32 little-endian, of a text in base64. @returns {Float32Array} */
export function floatsOfBase64(text) {
  return new Float32Array(bytesOfBase64(text));
}
