import { limited, limitsOf } from './protocol.js';

/**
 * What is played: the last values of every address, and who wants to know of changes. The page's parts talk to this
 * class alone, and do not know whether the instrument is a program (LiveInstrument) or in the page (LocalInstrument).
 *
 * Events: `hello` (a new description), `set` (address, values), `frame` (frame), `connection` ('live', 'alone' or
 * 'lost'), `notice` (a sentence to be read).
 */
export class Instrument {
  constructor() {
    this.values = new Map();
    this.listeners = new Map();
    this.hello = null;
  }

  on(event, listener) {
    this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener]);
    return this;
  }

  emit(event, ...details) {
    for (const listener of this.listeners.get(event) ?? []) listener(...details);
  }

  /** The first value of an address, or where it begins. */
  value(address) {
    return this.values.get(address)?.[0] ?? limitsOf(address)?.initial;
  }

  /** (Z) what is added to the source, in standard deviations. */
  get sliders() {
    return this.hello.latents.mean.map((_, k) => this.value(`/poseaae/latent/${k}`));
  }

  /** Keeps a message and tells everyone. A list of latents counts as one message each. */
  keep(address, values) {
    if (address === '/poseaae/latent') {
      values.forEach((value, k) => this.keep(`/poseaae/latent/${k}`, [value]));
      return;
    }
    const limits = limitsOf(address);
    this.values.set(address, limits ? [limited(values[0], limits)] : values);
    this.emit('set', address, this.values.get(address));
  }

  /** Says something to the instrument; a subclass does it. */
  send(address, ...values) {
    throw new Error(`${address} ${values}: expected an instrument that listens`);
  }
}
