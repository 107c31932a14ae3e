import { kNumbers } from '../instrument/protocol.js';
import { byId, button, choice } from './dom.js';
import { Slider } from './slider.js';

const kTitles = {
  walk: 'a random walk among the learned poses', loop: 'a random way that returns to its start',
  clip: 'a recorded dance', mix: 'between two poses or dances, A and B', point: 'a place on the map, under your hand',
  path: 'a path that you draw on the map', live: 'a performer, from motion capture',
};

/** Which source is danced, and the numbers that belong to it. */
export class SourceBar {
  /** @param {Map<string, Slider>} sliders where those made here are added */
  constructor(instrument, sliders) {
    this.instrument = instrument;
    this.sliders = sliders;
    instrument.on('hello', (hello) => this.show(hello));
    instrument.on('set', (address, [value]) => {
      if (address === '/poseaae/source') this.mark(value);
      if (this.choices?.has(address)) this.choices.get(address).value = String(value);
    });
  }

  show({ sources, clips }) {
    this.buttons = new Map(sources.map((name) => [name, this.sourceButton(name)]));
    byId('sources').replaceChildren(...this.buttons.values());
    this.choices = new Map();
    byId('course').replaceChildren(this.walkChoice(), ...this.clipChoices(clips), this.mixHint(), ...this.numbers());
    this.mark(this.instrument.value('/poseaae/source') ?? sources[0]);
  }

  sourceButton(name) {
    const element = button(name, kTitles[name] ?? name, () => this.choose(name));
    element.setAttribute('role', 'radio');
    element.addEventListener('keydown', ({ key }) => this.move(name, { ArrowRight: 1, ArrowLeft: -1 }[key]));
    return element;
  }

  choose(name) {
    if (name === 'path' && !this.instrument.values.get('/poseaae/path')) {
      byId('draw').click();
      return this.instrument.emit('notice', 'draw a path on the map: it is danced when you let go');
    }
    this.instrument.send('/poseaae/source', name);
  }

  /** The arrow keys of a group of radio buttons. */
  move(name, by) {
    if (!by) return;
    const names = [...this.buttons.keys()];
    const next = names[(names.indexOf(name) + by + names.length) % names.length];
    this.buttons.get(next).focus();
    this.choose(next);
  }

  mark(source) {
    for (const [name, element] of this.buttons ?? []) {
      element.setAttribute('aria-checked', name === source);
      element.tabIndex = name === source ? 0 : -1;
    }
    for (const element of byId('course').children) {
      element.hidden = Boolean(element.dataset.source) && !element.dataset.source.split(' ').includes(source);
    }
  }

  numbers() {
    return Object.entries(kNumbers).map(([address, form]) => {
      const slider = new Slider(this.instrument, address, form);
      if (form.source) slider.element.dataset.source = form.source;
      this.sliders.set(address, slider);
      return slider.element;
    });
  }

  walkChoice() {
    return this.choice('/poseaae/walk/kind', 'kind', 'walk', [['matern', 'smooth'], ['ou', 'trembling']]);
  }

  clipChoices(clips) {
    if (clips.length === 0) return [];
    const named = clips.map((name) => [name, name]);
    return [['/poseaae/clip', 'clip', 'clip', named],
      ['/poseaae/mix/a', 'A', 'mix', [['', 'a point of the map'], ...named]],
      ['/poseaae/mix/b', 'B', 'mix', [['', 'a point of the map'], ...named]]].map((form) => this.choice(...form));
  }

  /** A choice of [value, text] for an address, shown while its source is danced. */
  choice(address, label, source, options) {
    const { element, select } = choice(label, options, (name) => name && this.instrument.send(address, name));
    element.dataset.source = source;
    this.choices.set(address, select);
    return element;
  }

  mixHint() {
    const hint = document.createElement('p');
    hint.className = 'hint';
    hint.dataset.source = 'mix';
    hint.textContent = 'click A, then B on the map';
    return hint;
  }
}
