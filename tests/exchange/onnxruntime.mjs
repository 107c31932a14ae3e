// Runs exported parts in ONNX Runtime and compares them with the codec:
//   node onnxruntime.mjs FOLDER
// FOLDER has what codec_arrays wrote, and encoder.onnx, decoder.onnx, kinematics.onnx of the same model. Needs
// `npm install onnxruntime-node`. Prints a line for each output: its numbers and the largest difference.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import process from "node:process";

const ort = createRequire(path.join(process.cwd(), "x.js"))("onnxruntime-node");

function numbers(file) {
  const bytes = fs.readFileSync(file);
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
}

const folder = process.argv[2];
for (const part of ["encoder", "decoder", "kinematics"]) {
  const session = await ort.InferenceSession.create(path.join(folder, `${part}.onnx`));
  const inputs = {};
  for (const { name, shape } of session.inputMetadata) {
    const data = numbers(path.join(folder, `${name}.f32`));
    const others = shape.slice(1);
    inputs[name] = new ort.Tensor("float32", data, [data.length / others.reduce((a, b) => a * b, 1), ...others]);
  }
  const outputs = await session.run(inputs);
  for (const [name, found] of Object.entries(outputs)) {
    const expected = numbers(path.join(folder, part === "encoder" ? "" : "decoded", `${name}.f32`));
    if (expected.length !== found.data.length) throw new Error(`${part} ${name}: ${found.dims}, not ${expected.length}`);
    let most = 0;
    expected.forEach((value, i) => { const d = Math.abs(value - found.data[i]); if (!(d <= most)) most = d; });
    console.log(part, name, `[${found.dims}]`, most.toExponential(2));
  }
}
