#!/usr/bin/env bash
# onnxruntime-node 1.30.0 from npm (x86-64, CPU): ReduceMax over the last axis of a row that holds a NaN.
#
# Guess: the result is NaN, as in NumPy and PyTorch, or else the largest of the other numbers.
#
# Behaviour: it depends on where the NaN is. First in the row, it is the result. Elsewhere it can take a neighbour with
# it: in a row of eight with the NaN at place 1 or 3, the result is 6 although the row ends in 7. Rows of 4, 8 and 16
# do this and rows of 5 and 17 do not, so that a test with rows of one length says nothing of another. One bad frame in
# a window thus gives a pooled value that looks like any other and is too small.
#
# The output that was seen is the text after "stated=". Each line has the maximum of 0, 1, ..., n - 1 with the NaN in
# place of the number at 0, then at 1, and so on.
set -euo pipefail

. "${BASH_SOURCE[0]%/*}/unpack.bash"

stated="row of 4: NaN 2 3 2
row of 5: NaN 4 4 4 3
row of 8: NaN 6 7 6 7 7 7 6
row of 16: NaN 14 15 14 15 15 15 14 15 15 15 15 15 15 15 14
row of 17: NaN 16 16 16 16 16 16 16 16 16 16 16 16 16 16 16 15"

npm install --prefix "$tmp" --ignore-scripts --no-audit --no-fund --silent onnxruntime-node@1.30.0
cat >"$tmp/max.cjs" <<'END_OF_PROGRAM'
const ort = require('onnxruntime-node');

// The few messages of onnx.proto that a model of one node needs, in protobuf's wire format.
const varint = (n) => (n > 127 ? [(n & 127) | 128, ...varint(n >> 7)] : [n]);
const number = (field, n) => [...varint(field << 3), ...varint(n)];
const message = (field, bytes) => [...varint((field << 3) | 2), ...varint(bytes.length), ...bytes];
const text = (field, s) => message(field, [...Buffer.from(s)]);
const value = (name, n) => [  // ValueInfoProto: a tensor of n floats
  ...text(1, name),
  ...message(2, message(1, [...number(1, 1), ...message(2, message(1, number(1, n)))])),
];
const reduceMax = (n) => {
  const node = [...text(1, 'row'), ...text(2, 'max'), ...text(4, 'ReduceMax')];
  const graph = [...message(1, node), ...text(2, 'graph'), ...message(11, value('row', n)),
                 ...message(12, value('max', 1))];
  return Uint8Array.from([...number(1, 8), ...message(7, graph), ...message(8, number(2, 13))]);
};

(async () => {
  for (const n of [4, 5, 8, 16, 17]) {
    const session = await ort.InferenceSession.create(reduceMax(n));
    const found = [];
    for (let place = 0; place < n; ++place) {
      const row = Float32Array.from({length: n}, (_, i) => (i === place ? NaN : i));
      const {max} = await session.run({row: new ort.Tensor('float32', row, [n])});
      found.push(max.data[0]);
    }
    console.log(`row of ${n}: ${found.join(' ')}`);
  }
})();
END_OF_PROGRAM
seen=$(node "$tmp/max.cjs")
echo "$seen"
echo "$stated" >"$tmp/stated"
echo "$seen" | diff --label stated --label seen "$tmp/stated" -
