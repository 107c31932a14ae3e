import { kNumbers, kPresets } from './protocol.js';

/**
 * Ten presets, each the values of all that is played, and a list of cues, which are numbers of presets. They outlast
 * the page where the browser has storage.
 */
export class Presets {
  /** @param {Storage?} storage @param {string} key of this model */
  constructor(storage, key) {
    this.storage = storage;
    this.key = key;
    const { presets = {}, cues = [] } = this.load();
    this.presets = presets;
    this.cues = cues;
    this.at = -1;
  }

  get saved() {
    return [...Array(kPresets).keys()].filter((n) => n in this.presets);
  }

  /** @param {Map<string, any[]>} values of the instrument */
  save(n, values) {
    this.presets[n] = [...values].filter(([address]) => belongs(address));
    this.store();
  }

  /** [[address, values]...], or nothing where none is saved. */
  recall(n) {
    return this.presets[n];
  }

  setCues(cues) {
    this.cues = cues;
    this.at = Math.min(this.at, cues.length - 1);
    this.store();
  }

  /** The preset of the next cue, after the last the first again; nothing where there is no cue. */
  next() {
    if (this.cues.length === 0) return undefined;
    this.at = (this.at + 1) % this.cues.length;
    return this.cues[this.at];
  }

  load() {
    try {
      return JSON.parse(this.storage?.getItem(this.key) ?? '{}');
    } catch {
      return {};  // written by something else
    }
  }

  store() {
    try {
      this.storage?.setItem(this.key, JSON.stringify({ presets: this.presets, cues: this.cues }));
    } catch {
      // Storage is full or refused: presets then last as long as the page.
    }
  }
}

/** Whether a value is part of what is played, and not of how (the glide), or of presets and recordings themselves. */
function belongs(address) {
  if (address === '/poseaae/glide') return false;
  return address in kNumbers || /^\/poseaae\/(latent\/|style\/|mix\/|walk\/kind$|source$|point$|path$|clip$)/.test(address);
}
