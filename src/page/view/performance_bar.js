import { kPresets } from '../instrument/protocol.js';
import { byId, button, download } from './dom.js';

/** Presets, cues and the recorder. */
export class PerformanceBar {
  constructor(instrument) {
    this.instrument = instrument;
    this.cues = [];
    this.at = -1;
    this.makePresets();
    this.makeCues();
    this.makeRecorder();
    instrument.on('set', (address, values) => this.changed(address, values));
    instrument.on('frame', () => this.showTime());
  }

  makePresets() {
    this.presets = [...Array(kPresets).keys()].map((i) => (i + 1) % 10).map((n) => {
      const element = button(String(n), `preset ${n}: press to recall, hold to save (shift and ${n})`, () => this.recall(n));
      element.dataset.deed = JSON.stringify(['/poseaae/preset/recall', n]);
      element.dataset.preset = n;
      element.addEventListener('pointerdown', ({ shiftKey }) => this.hold(n, shiftKey ? 0 : 550));
      for (const end of ['pointerup', 'pointerleave']) element.addEventListener(end, () => clearTimeout(this.holding));
      return element;
    });
    byId('presets').replaceChildren(...this.presets);
  }

  /** Pressed for long, or with shift, a preset is saved, and the click that follows does nothing. */
  hold(n, wait_ms) {
    this.held = false;
    clearTimeout(this.holding);
    this.holding = setTimeout(() => {
      this.held = true;
      this.save(n);
    }, wait_ms);
  }

  recall(n) {
    if (this.held) this.held = false;
    else this.instrument.send('/poseaae/preset/recall', n);
    this.latest = n;
  }

  save(n) {
    this.instrument.send('/poseaae/preset/save', n);
    this.latest = n;
    this.instrument.emit('notice', `saved as preset ${n}`);
  }

  makeCues() {
    this.list = document.createElement('ol');
    this.list.setAttribute('aria-label', 'list of cues');
    const next = button('next cue', 'go to the next cue (N)', () => this.instrument.send('/poseaae/cue/next'));
    next.id = 'next-cue';
    next.dataset.deed = JSON.stringify(['/poseaae/cue/next']);
    const add = button('+', 'add the latest preset to the list of cues', () => this.setCues([...this.cues, this.latest ?? 1]));
    add.id = 'add-cue';
    add.setAttribute('aria-label', 'add the latest preset to the list of cues');
    byId('cues').replaceChildren(this.list, add, next);
  }

  setCues(cues) {
    this.instrument.send('/poseaae/cue/list', ...cues);
  }

  showCues() {
    this.list.replaceChildren(...this.cues.map((preset, i) => {
      const item = document.createElement('li');
      const element = button(String(preset), `cue ${i + 1}: preset ${preset}; Delete or a double click removes it`,
        () => this.instrument.send('/poseaae/cue/at', i));
      const remove = () => this.setCues(this.cues.filter((_, k) => k !== i));
      element.addEventListener('dblclick', remove);
      element.addEventListener('keydown', ({ key }) => (key === 'Delete' || key === 'Backspace') && remove());
      if (i === this.at) element.setAttribute('aria-current', 'step');
      item.append(element);
      return item;
    }));
  }

  makeRecorder() {
    this.record = button('record', 'record what is danced (C)', () => {
      this.instrument.send('/poseaae/record', this.instrument.value('/poseaae/record') === 1 ? 0 : 1);
    });
    this.record.id = 'record';
    this.record.dataset.deed = JSON.stringify(['/poseaae/record']);
    this.files = document.createElement('span');
    this.files.id = 'files';
    byId('recorder').replaceChildren(this.files, this.record);
  }

  changed(address, values) {
    if (address === '/poseaae/preset/saved') {
      for (const element of this.presets) element.classList.toggle('saved', values.includes(Number(element.dataset.preset)));
    } else if (address === '/poseaae/cue/list') {
      this.cues = values;
      this.showCues();
    } else if (address === '/poseaae/cue/at') {
      [this.at] = values;
      this.showCues();
    } else if (address === '/poseaae/record') {
      this.record.setAttribute('aria-pressed', values[0] === 1);
      this.began = values[0] === 1 ? performance.now() : null;
      if (values[0] === 1) this.files.replaceChildren();
      else this.record.textContent = 'record';
    } else if (address === '/poseaae/recorded') {
      this.showFiles(values);
    }
  }

  /** By their kinds where all are of one recording, otherwise by their names, the newest first. */
  showFiles(names) {
    const isOne = new Set(names.map((name) => name.replace(/\.[^.]*$/, ''))).size <= 1;
    const files = names.map((name) => this.file(name, isOne ? name.split('.').pop().toUpperCase() : name));
    this.files.replaceChildren(...(isOne ? files : files.reverse()));
  }

  /** A link to a file of the program, or a button that makes it here. */
  file(name, text) {
    const { finished } = this.instrument;
    if (finished) {
      return button(text, `save ${name}`, () =>
        download(name, name.endsWith('.bvh') ? finished.bvh() : finished.csv(), 'text/plain'));
    }
    const link = document.createElement('a');
    link.href = `/recordings/${encodeURIComponent(name)}${location.search}`;  // with its token
    link.download = name;
    link.textContent = text;
    link.title = `save ${name}`;
    return link;
  }

  showTime() {
    if (!this.began) return;
    const seconds = Math.floor((performance.now() - this.began) / 1000);
    if (seconds === this.shown) return;
    this.shown = seconds;
    this.record.textContent = `stop ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  }
}
