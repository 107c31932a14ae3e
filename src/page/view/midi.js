import { byId } from './dom.js';

const kStored = 'poseaae midi';

/**
 * MIDI controllers by Web MIDI, which learn: press the button, touch a slider or a preset, then move a knob or hit a pad.
 * What was learned outlasts the page.
 */
export class Midi {
  /** @param {Map<string, Slider>} sliders by address @param {Storage?} storage */
  constructor(instrument, sliders, storage) {
    this.instrument = instrument;
    this.sliders = sliders;
    this.storage = storage;
    this.learned = new Map(JSON.parse(storage?.getItem(kStored) ?? '[]'));
    this.button = byId('midi');
    this.button.addEventListener('click', () => this.learn(!this.learns));
    document.addEventListener('pointerdown', ({ target }) => this.choose(target), true);
    document.addEventListener('focusin', ({ target }) => this.choose(target));
    if (this.learned.size > 0) this.open();
  }

  async open() {
    if (this.access) return;
    try {
      if (!navigator.requestMIDIAccess) throw new Error('this browser has no Web MIDI, or the page comes from another machine without https');
      this.access = await navigator.requestMIDIAccess();
    } catch (problem) {
      this.instrument.emit('notice', `MIDI: ${problem.message}`);
      return this.learn(false);
    }
    const listen = () => {
      for (const input of this.access.inputs.values()) input.onmidimessage = ({ data }) => this.receive(data);
    };
    this.access.onstatechange = listen;
    listen();
  }

  learn(on) {
    this.learns = on;
    this.button.setAttribute('aria-pressed', on);
    document.body.classList.toggle('learns', on);
    this.arm(null);
    if (!on) return;
    this.open();
    this.instrument.emit('notice', 'MIDI: touch a slider or a preset, then move a knob or hit a pad');
  }

  choose(target) {
    if (this.learns && target.closest) this.arm(target.closest('[data-address], [data-deed]') ?? this.armed);
  }

  arm(element) {
    this.armed?.classList.remove('armed');
    this.armed = element;
    element?.classList.add('armed');
  }

  /** A control change (0xB0) turns, a note (0x90) hits. */
  receive([status, number, value]) {
    const kind = status & 0xf0;
    if (kind !== 0xb0 && kind !== 0x90) return;
    const control = `${status} ${number}`;
    if (this.armed) this.remember(control, this.armed);
    const [address, ...values] = this.learned.get(control) ?? [];
    const slider = this.sliders.get(address);
    if (slider) this.instrument.send(address, slider.number(value / 127));
    else if (address === '/poseaae/record' && value > 0) byId('record').click();
    else if (address && value > 0) this.instrument.send(address, ...values);
  }

  remember(control, element) {
    const message = element.dataset.deed ? JSON.parse(element.dataset.deed) : [element.dataset.address];
    this.learned.set(control, message);
    this.arm(null);
    this.instrument.emit('notice', `MIDI: learned ${message.join(' ')}`);
    try {
      this.storage?.setItem(kStored, JSON.stringify([...this.learned]));
    } catch {
      // Without storage, it is forgotten when the page closes.
    }
  }
}
