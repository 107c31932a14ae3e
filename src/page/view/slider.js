const kSnap = 0.004;  // less than a step of the arrow keys

/**
 * A slider for a number of the instrument: label, track, value, with a mark of where the dance is now if there is one.
 * A double click, or Backspace, sets it to where it begins, and what comes nearer than a step snaps there: 64 of 127 of a
 * MIDI knob is the middle.
 */
export class Slider {
  /**
   * @param {Instrument} instrument
   * @param {string} address
   * @param {{low: number, high: number, initial: number, unit: string, label: string, log?: boolean, help?: string}} form
   */
  constructor(instrument, address, form) {
    this.form = form;
    this.address = address;
    this.element = document.createElement('div');
    this.element.className = 'slider';
    this.element.dataset.address = address;
    this.element.title = form.help ?? '';
    this.element.innerHTML = `<span class="name"></span><span class="track"><i class="middle"></i><i class="live"></i>
      <input type="range" min="0" max="1" step="0.005"></span><output aria-hidden="true"></output>`;
    this.input = this.element.querySelector('input');
    this.output = this.element.querySelector('output');
    this.mark = this.element.querySelector('.live');
    this.element.querySelector('.name').textContent = form.label;
    this.element.querySelector('.middle').style.left = `${100 * this.share(form.initial)}%`;
    this.input.setAttribute('aria-label', form.spoken ?? form.label);
    this.input.addEventListener('input', () => instrument.send(address, this.number(Number(this.input.value))));
    this.input.addEventListener('dblclick', () => instrument.send(address, form.initial));
    this.input.addEventListener('keydown', (event) => {
      if (event.key !== 'Backspace' && event.key !== 'Delete') return;
      event.preventDefault();
      instrument.send(address, form.initial);
    });
    instrument.on('set', (changed, [value]) => {
      if (changed === address) this.show(value);
    });
    this.show(instrument.value(address));
  }

  show(value) {
    this.input.value = this.share(value);
    const text = `${value.toFixed(2)}${this.form.unit && ` ${this.form.unit}`}`;
    this.output.textContent = text;
    this.input.setAttribute('aria-valuetext', text);
    this.element.classList.toggle('changed', Math.abs(value - this.form.initial) > 1e-6);
    this.input.style.setProperty('--share', `${100 * this.share(value)}%`);
  }

  /** Where the dance is now, in the slider's own unit. */
  showLive(value) {
    this.mark.style.left = `${100 * Math.min(Math.max(this.share(value), 0), 1)}%`;
  }

  share(value) {
    const { low, high, log } = this.form;
    return log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  }

  number(share) {
    const { low, high, log } = this.form;
    const value = log ? low * (high / low) ** share : low + share * (high - low);
    return Math.abs(value - this.form.initial) < kSnap * (high - low) ? this.form.initial : Number(value.toFixed(4));
  }
}
