import { denseKernel, kBlock } from './dense_kernel.js';

/**
 * Layers one after the other, y = activation(W x + b) each, W (outputs x inputs) row by row. With a skip, the last layer
 * that learns sees what the layer before gives, followed by what the first that learns was given; layers of the kind
 * `fixed` do not learn. Source: docs/FILES.md, `encoder` and `decoder`.
 */

const kActivations = {
  linear: null,
  relu: (x) => (x < 0 ? 0 : x),
  leaky_relu: (x) => (x > 0 ? x : 0.01 * x),
  elu: (x) => (x > 0 ? x : Math.expm1(x)),
  silu: (x) => x / (1 + Math.exp(-x)),
  tanh: Math.tanh,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
};
const kPage = 65536;

export class Network {
  /**
   * @param {{arrays: Map, texts: Map}} file as parseSafetensors() gives it
   * @param {string} name 'decoder'
   * @throws {Error} on kinds, activations or sizes that it does not know
   */
  constructor(file, name) {
    const { layers, skip } = JSON.parse(file.texts.get(name));
    if (skip !== 'none' && skip !== 'input') throw new Error(`${name}: expected a skip none or input, found ${skip}`);
    const learns = (layer) => layer.kind !== 'fixed';
    this.skipFrom = skip === 'input' ? layers.findIndex(learns) : -1;
    this.skipTo = skip === 'input' ? layers.findLastIndex(learns) : -1;
    this.inputs = layers[0].inputs;
    this.outputs = layers.at(-1).outputs;
    this.layers = layers.map((layer, i) => checked(file, `${name}.${i}`, layer));
    this.checkWidths(name);
    this.layOut();
  }

  /** What the network makes of x, as float32; the array is overwritten by the next call. */
  forward(x) {
    let [here, there] = [this.in, this.out];
    for (let i = 0; i < this.inputs; ++i) here[i] = x[i];
    this.layers.forEach((layer, l) => {
      if (l === this.skipFrom) this.kept.set(here.subarray(0, layer.inputs));
      if (l === this.skipTo) {
        const before = this.layers[l - 1].outputs;
        here.set(this.kept.subarray(0, layer.inputs - before), before);
      }
      this.dense(here.byteOffset, layer.weights, layer.biases, there.byteOffset, layer.inputs, layer.blocks);
      const { activation } = layer;
      if (activation) for (let o = 0; o < layer.outputs; ++o) there[o] = activation(there[o]);
      [here, there] = [there, here];
    });
    return here;
  }

  checkWidths(name) {
    this.layers.forEach((layer, l) => {
      const before = l === 0 ? this.inputs : this.layers[l - 1].outputs;
      const given = l === this.skipTo ? before + this.layers[this.skipFrom].inputs : before;
      if (layer.inputs !== given) {
        throw new Error(`${name}, layer ${l}: expected ${given} inputs, as many as come to it, found ${layer.inputs}`);
      }
    });
  }

  /** One memory: three rows of numbers that go through, then the weights and biases of each layer in blocks. */
  layOut() {
    const widest = kBlock * Math.ceil(Math.max(...this.layers.flatMap(({ inputs, outputs }) => [inputs, outputs])) / kBlock);
    const numbers = this.layers.reduce((sum, { inputs, blocks }) => sum + (inputs + 1) * blocks * kBlock, 3 * widest);
    const memory = new WebAssembly.Memory({ initial: Math.ceil((4 * numbers) / kPage) });
    let used = 0;
    const take = (count) => new Float32Array(memory.buffer, 4 * ((used += count) - count), count);
    [this.in, this.out, this.kept] = [take(widest), take(widest), take(widest)];
    for (const layer of this.layers) {
      const weights = take(layer.inputs * layer.blocks * kBlock);
      const biases = take(layer.blocks * kBlock);
      store(layer, weights, biases);
      layer.weights = weights.byteOffset;
      layer.biases = biases.byteOffset;
    }
    this.dense = denseKernel(memory);
  }
}

function checked(file, name, { kind, inputs, outputs, activation }) {
  if (kind !== 'dense' && kind !== 'fixed') throw new Error(`${name}: expected a layer dense or fixed, found ${kind}`);
  if (!(activation in kActivations)) throw new Error(`${name}: expected a known activation, found ${activation}`);
  const weight = file.arrays.get(`${name}.weight`)?.data;
  const bias = file.arrays.get(`${name}.bias`)?.data;
  if (weight?.length !== inputs * outputs || bias?.length !== outputs) {
    throw new Error(`${name}: expected ${outputs} x ${inputs} weights and ${outputs} biases`);
  }
  const blocks = Math.ceil(outputs / kBlock);
  return { kind, inputs, outputs, blocks, weight, bias, activation: kActivations[activation] };
}

/** Weights of sixteen outputs side by side for each input; outputs that fill up a block are 0. */
function store({ inputs, outputs, weight, bias }, weights, biases) {
  biases.set(bias);
  for (let o = 0; o < outputs; ++o) {
    const place = (o - (o % kBlock)) * inputs + (o % kBlock);
    for (let i = 0; i < inputs; ++i) weights[place + i * kBlock] = weight[o * inputs + i];
  }
}
