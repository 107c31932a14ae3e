import { kLatentLimits, kStyleLimits } from '../instrument/protocol.js';
import { byId, button } from './dom.js';
import { Slider } from './slider.js';

/** A slider for each latent, in standard deviations, with a lock; and one for each style. */
export class Knobs {
  /** @param {Map<string, Slider>} sliders where those made here are added */
  constructor(instrument, sliders) {
    this.instrument = instrument;
    this.sliders = sliders;
    this.locked = new Set();
    instrument.on('hello', (hello) => this.show(hello));
    byId('randomise').addEventListener('click', () => this.randomise());
    byId('zero').addEventListener('click', () => this.zero());
    this.tabs = ['latents', 'styles'].map((name) => byId(`tab-${name}`));
    this.tabs.forEach((tab, i) => {
      tab.addEventListener('click', () => this.open(i));
      tab.addEventListener('keydown', ({ key }) => {
        if (key === 'ArrowRight' || key === 'ArrowLeft') this.open(1 - i).focus();
      });
    });
  }

  show({ latents, styles }) {
    this.latents = latents;
    const names = latents.mean.map((_, k) => `/poseaae/latent/${k}`);
    this.rows = names.map((address, k) => this.slider(address,
      { ...kLatentLimits, label: String(k + 1), spoken: `latent ${k + 1}`, help: 'standard deviations added to the source; double-click: 0' }));
    this.rows.forEach((slider) => slider.element.append(this.lock(slider)));
    byId('latents').replaceChildren(...this.rows.map(({ element }) => element));
    const styleSliders = styles.map((name) => this.slider(`/poseaae/style/${name}`,
      { ...kStyleLimits, label: name.replace(/^.*=/, ''), spoken: `style ${name}`, help: `${name}: 1 is as in the dances that have it` }));
    const none = document.createElement('p');
    none.className = 'hint';
    none.textContent = 'This model has no styles yet: pose_style learn makes them from labelled dances.';
    byId('styles').replaceChildren(...(styles.length ? styleSliders.map(({ element }) => element) : [none]));
  }

  slider(address, form) {
    const slider = new Slider(this.instrument, address, form);
    this.sliders.set(address, slider);
    return slider;
  }

  lock(slider) {
    const { address } = slider;
    const element = button('', 'lock: random and zero leave it (L)', () => {
      const on = !this.locked.has(address);
      if (on) this.locked.add(address);
      else this.locked.delete(address);
      element.setAttribute('aria-pressed', on);
    });
    element.className = 'lock';
    element.setAttribute('aria-pressed', this.locked.has(address));
    element.setAttribute('aria-label', `lock ${slider.form.spoken}`);
    slider.lock = element;
    return element;
  }

  open(index) {
    this.tabs.forEach((tab, i) => {
      tab.setAttribute('aria-selected', i === index);
      tab.tabIndex = i === index ? 0 : -1;
      byId(tab.getAttribute('aria-controls')).hidden = i !== index;
    });
    return this.tabs[index];
  }

  /** Numbers of N(0, 1) within the limits for latents that are not locked. */
  randomise() {
    this.setUnlocked(() => {
      const value = Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
      return Number(Math.min(Math.max(value, -2.5), 2.5).toFixed(3));
    });
  }

  zero() {
    this.setUnlocked(() => 0);
  }

  setUnlocked(make) {
    const values = this.rows.map(({ address }) => (this.locked.has(address) ? this.instrument.value(address) : make()));
    this.instrument.send('/poseaae/latent', ...values);
  }

  /** Marks where the dance is. */
  follow(z) {
    const { mean, standard_deviation: deviation } = this.latents;
    this.rows.forEach((slider, k) => slider.showLive((z[k] - mean[k]) / deviation[k]));
  }
}
