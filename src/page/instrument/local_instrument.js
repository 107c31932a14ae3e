import { lowest } from '../model/skeleton.js';
import { Glide } from './glide.js';
import { Instrument } from './instrument.js';
import { farApart, PoseMap } from './pose_map.js';
import { Presets } from './presets.js';
import { complaint, kNumbers } from './protocol.js';
import { Random } from './random.js';
import { Recording } from './recording.js';
import { makeSources } from './sources.js';

const kFps = 60, kStep = 1 / kFps;
const kMostBehind_s = 0.25;      // a page that slept does not catch up
const kStand_s = 0.15;           // a change of the supporting foot does not show as a jerk
const kPictures = 40;
const kMostRecorded = 60 * 60 * kFps / 4;

/**
 * The instrument in the page: a source (walk, loop, mix, a place on the map, a drawn path, clips) plus sliders plus
 * styles, sixty points a second, decoded by the model. All changes glide: values by Glide; where the source jumps to
 * another, the difference to where it was decays in the same way, so that the source itself is not held back.
 */
export class LocalInstrument extends Instrument {
  /**
   * @param {Model} model
   * @param {object} space what `latent_map explore` put into the file: title, map, styles, clips
   * @param {{seed?: number, storage?: Storage}} options
   */
  constructor(model, space, { seed = 1, storage = null } = {}) {
    super();
    this.model = model;
    this.styles = space.styles;
    this.map = new PoseMap(space.map.places, space.map.latents);
    const { random, clips } = { random: new Random(seed), clips: space.clips };
    this.sources = makeSources({ space: model.space, map: this.map, random, clips });
    this.presets = new Presets(storage, `poseaae ${space.key}`);
    this.sliderGlide = new Glide(new Array(model.latents).fill(0));
    this.styleGlide = new Glide(space.styles.map(() => 0));
    this.left = new Glide(new Array(model.latents).fill(0));  // from the source to where it jumped from
    this.height = new Glide([0]);
    this.frame = 0;
    this.behind = 0;
    this.pictured = farApart(this.map.places, kPictures);
    this.hello = this.describe(space);
    // Two poses that differ, to begin a mix with.
    ['a', 'b'].forEach((end, i) => this.values.set(`/poseaae/mix/${end}`, [this.pictured[i + 1] ?? i]));
    this.values.set('/poseaae/source', ['walk']).set('/poseaae/walk/kind', ['matern']);
    for (const [address, { initial }] of Object.entries(kNumbers)) this.values.set(address, [initial]);
    this.hello.latents.mean.forEach((_, k) => this.values.set(`/poseaae/latent/${k}`, [0]));
    for (const name of this.hello.styles) this.values.set(`/poseaae/style/${name}`, [0]);
    this.last = this.now = this.makePoint();
    this.stand(0);
  }

  describe(space) {
    const { map, model } = this;
    return {
      title: space.title,
      fps: kFps,
      skeleton: { joints: model.skeleton.joints, end_sites: model.skeleton.endSites },
      latents: { mean: Array.from(model.space.mean), standard_deviation: Array.from(model.space.deviation) },
      styles: space.styles.map(({ name }) => name),
      sources: [...this.sources.keys()],
      clips: space.clips.map(({ name }) => name),
      presets: this.presets.saved,
      map: { ...space.map, poses: this.pictured.map((point) => ({ point, rotations: Array.from(model.decode(map.latents[point])) })) },
      state: [['/poseaae/preset/saved', ...this.presets.saved], ['/poseaae/cue/list', ...this.presets.cues]],
    };
  }

  /** Tells everyone what there is. */
  begin() {
    this.emit('hello', this.hello);
    for (const [address, values] of this.values) this.emit('set', address, values);
    for (const [address, ...values] of this.hello.state) this.keep(address, values);
    this.emit('connection', 'alone');
  }

  send(address, ...values) {
    const wrong = complaint(address, values);
    if (wrong) return this.emit('notice', wrong);
    const deed = kDeeds[address];
    if (deed) return deed(this, ...values);
    if (address === '/poseaae/source' && values[0] !== this.value(address)) {
      if (!this.sources.has(values[0])) return this.emit('notice', `there is no source '${values[0]}' in this file`);
      this.moved();
    }
    this.keep(address, values);
  }

  /** The source jumps with its next point: what is left of the way from where it is glides to nothing. */
  moved() {
    this.jumps = true;
  }

  /** Goes on by the seconds since the last call, in steps of a sixtieth, and emits the frame at this moment. */
  advance(seconds) {
    this.behind = Math.min(this.behind + seconds, kMostBehind_s);
    while (this.behind >= kStep) {
      this.behind -= kStep;
      this.step();
    }
    this.emit('frame', this.frameAt(this.behind / kStep));
  }

  step() {
    const source = this.sources.get(this.value('/poseaae/source'));
    const before = this.now;
    source.step(kStep * this.value('/poseaae/tempo'), this, kStep);
    this.followValues();
    if (this.jumps) this.startGlide(source.point);
    this.left.step(kStep, this.value('/poseaae/glide'));
    this.sourcePoint = source.point;
    this.last = before;
    this.now = this.makePoint();
    this.stand(kStep);
    ++this.frame;
    if (this.recording) this.record();
  }

  followValues() {
    const glide = this.value('/poseaae/glide');
    this.sliderGlide.targets.set(this.sliders);
    this.styleGlide.targets.set(this.styles.map(({ name }) => this.value(`/poseaae/style/${name}`)));
    this.sliderGlide.step(kStep, glide);
    this.styleGlide.step(kStep, glide);
  }

  startGlide(to) {
    this.jumps = false;
    const from = this.sourcePoint ?? to;
    for (let d = 0; d < this.left.values.length; ++d) this.left.values[d] += from[d] - to[d];
  }

  /** z = source + what is left of a jump + deviation * sliders + styles. */
  makePoint() {
    const source = this.sources.get(this.value('/poseaae/source')).point;
    const z = Float64Array.from(source, (value, d) =>
      value + this.left.values[d] + this.model.space.deviation[d] * this.sliderGlide.values[d]);
    this.styles.forEach(({ vector }, s) => {
      const amount = this.styleGlide.values[s];
      if (amount !== 0) for (let d = 0; d < z.length; ++d) z[d] += amount * vector[d];
    });
    return z;
  }

  /** The root where the lowest point stands on the floor. */
  stand(dt) {
    this.lastHeight = this.height.values[0];
    this.height.targets[0] = -lowest(this.model.skeleton.positions(this.model.decode(this.now)));
    this.height.step(dt, dt > 0 ? kStand_s : 0);
    if (dt === 0) this.lastHeight = this.height.values[0];
  }

  /** Between the last point (share 0) and this one (1). */
  frameAt(share) {
    const latents = this.now.map((value, d) => this.last[d] + share * (value - this.last[d]));
    const height = this.lastHeight + share * (this.height.values[0] - this.lastHeight);
    return { number: this.frame, time: this.frame / kFps, root: [0, height, 0], rotations: this.model.decode(latents), latents };
  }

  record() {
    this.recording.add(this.frameAt(1));
    if (this.recording.frames.length >= kMostRecorded) {
      this.emit('notice', 'fifteen minutes are recorded, which is all that the page keeps');
      this.send('/poseaae/record', 0);
    }
  }
}

/** Messages that do something, rather than set a value. */
const kDeeds = {
  '/poseaae/preset/save'(instrument, n) {
    instrument.presets.save(n, instrument.values);
    instrument.keep('/poseaae/preset/saved', instrument.presets.saved);
  },
  '/poseaae/preset/recall'(instrument, n) {
    const messages = instrument.presets.recall(n);
    if (!messages) return instrument.emit('notice', `preset ${n} is empty; shift and ${n} save what is played`);
    for (const [address, values] of messages) instrument.send(address, ...values);
  },
  '/poseaae/cue/list'(instrument, ...presets) {
    instrument.presets.setCues(presets);
    instrument.keep('/poseaae/cue/list', presets);
  },
  '/poseaae/cue/next'(instrument) {
    const preset = instrument.presets.next();
    if (preset === undefined) return instrument.emit('notice', 'the list of cues is empty; add a preset to it first');
    instrument.send('/poseaae/preset/recall', preset);
    instrument.keep('/poseaae/cue/at', [instrument.presets.at]);
  },
  '/poseaae/cue/at'(instrument, at) {
    instrument.presets.at = Math.max(-1, Math.min(at, instrument.presets.cues.length - 1));
    instrument.keep('/poseaae/cue/at', [instrument.presets.at]);
    const preset = instrument.presets.cues[instrument.presets.at];
    if (preset !== undefined) instrument.send('/poseaae/preset/recall', preset);
  },
  '/poseaae/record'(instrument, on) {
    if (on === 1 && !instrument.recording) {
      instrument.recording = new Recording(instrument.model.skeleton, kFps);
    } else if (on === 0 && instrument.recording) {
      instrument.finished = instrument.recording;
      instrument.recording = null;
    }
    instrument.keep('/poseaae/record', [on]);
    if (on === 0 && instrument.finished?.frames.length) instrument.keep('/poseaae/recorded', ['dance.bvh', 'dance.csv']);
  },
};
