import { DrawnPath } from './drawn_path.js';
import { Glide } from './glide.js';
import { kWalks, Loop } from './walk.js';

/**
 * Where the points of a dance come from, before sliders and styles. Each has step(dt, instrument), dt the seconds by
 * which time went on, and `point` (Z), where it is.
 */

/** A random walk, at a spread that glides; one of another kind goes on from where this one is. */
class WalkSource {
  constructor({ space, random }) {
    this.space = space;
    this.random = random;
    this.walk = new kWalks.matern(random, space.dim);
    this.spread = new Glide([1]);
    this.point = space.unwhiten(this.walk.x);
  }

  step(dt, instrument, real_dt) {
    const Kind = kWalks[instrument.value('/poseaae/walk/kind')];
    if (!(this.walk instanceof Kind)) this.walk = Object.assign(new Kind(this.random, this.space.dim), { x: this.walk.x });
    this.walk.step(dt, instrument.value('/poseaae/walk/time_scale'));
    this.point = spreadOut(this, this.walk.x, instrument, real_dt);
  }
}

/** m + spread S x. */
function spreadOut(source, x, instrument, dt) {
  source.spread.targets[0] = instrument.value('/poseaae/walk/spread');
  source.spread.step(dt, instrument.value('/poseaae/glide'));
  return source.space.unwhiten(x.map((value) => source.spread.values[0] * value));
}

class LoopSource {
  constructor({ space, random }) {
    this.space = space;
    this.random = random;
    this.spread = new Glide([1]);
    this.share = 0;
    this.point = space.mean;
  }

  step(dt, instrument, real_dt) {
    const seconds = instrument.value('/poseaae/loop/seconds');
    const made = `${seconds} ${instrument.value('/poseaae/walk/time_scale')}`;
    if (this.made !== made) {
      this.loop = new Loop(this.random, this.space.dim, seconds, instrument.value('/poseaae/walk/time_scale'));
      if (this.made) instrument.moved();
      this.made = made;
    }
    this.share = (this.share + dt / seconds) % 1;
    this.point = spreadOut(this, this.loop.at(this.share), instrument, real_dt);
  }
}

/** A place on the map under the hand, which the point follows. */
class PointSource {
  constructor({ map, space }) {
    this.map = map;
    this.glide = new Glide(space.mean);
    this.point = this.glide.values;
  }

  step(dt, instrument, real_dt) {
    const place = instrument.values.get('/poseaae/point');
    if (place && place !== this.place) this.glide.targets.set(this.map.latentsAt(place));
    this.place = place;
    this.glide.step(real_dt, 0.5 * instrument.value('/poseaae/glide'));
  }
}

class PathSource {
  constructor({ map, space }) {
    this.map = map;
    this.time = 0;
    this.point = space.mean;
  }

  step(dt, instrument) {
    const numbers = instrument.values.get('/poseaae/path');
    if (!numbers) return;
    if (numbers !== this.numbers) {
      this.numbers = numbers;
      this.path = new DrawnPath(this.map, placesOf(numbers));
      this.time = 0;
      instrument.moved();
    }
    this.time += dt;
    this.point = this.path.at(this.time, instrument.value('/poseaae/path/seconds'));
  }
}

/** [x, y] of x y x y ... */
export function placesOf(numbers) {
  return Array.from({ length: numbers.length / 2 }, (_, i) => [numbers[2 * i], numbers[2 * i + 1]]);
}

/** A recorded clip, round and round. */
class ClipSource {
  constructor({ clips, space }) {
    this.clips = clips;
    this.time = 0;
    this.point = space.mean;
  }

  step(dt, instrument) {
    const clip = this.clips.find(({ name }) => name === instrument.value('/poseaae/clip')) ?? this.clips[0];
    if (clip !== this.clip) this.time = 0;
    if ((this.clip && clip !== this.clip) || beginsAgain(clip, this.time, dt)) instrument.moved();
    this.clip = clip;
    this.time += dt;
    this.point = clipPoint(clip, this.time);
  }
}

/** Whether the end of a clip is passed within dt: its first frame then follows, wherever that is. */
function beginsAgain({ latents, fps }, time, dt) {
  const turn = (at) => Math.floor((at * fps) / latents.length);
  return turn(time + dt) > turn(time);
}

/** A clip's point at a time, linear between its frames; the last one stays for the time of a frame. */
function clipPoint({ latents, fps }, time) {
  const at = (time * fps) % latents.length, i = Math.floor(at);
  const [a, b] = [latents[i], latents[Math.min(i + 1, latents.length - 1)]];
  return Float64Array.from(a, (value, d) => value + (at - i) * (b[d] - value));
}

/** (1 - m) a + m b, each a point of the map or a clip. */
class MixSource {
  constructor({ map, clips, space }) {
    this.map = map;
    this.clips = clips;
    this.amount = new Glide([0]);
    this.time = 0;
    this.point = space.mean;
  }

  step(dt, instrument, real_dt) {
    const names = ['/poseaae/mix/a', '/poseaae/mix/b'].map((address, i) => instrument.value(address) ?? i);
    if (this.names && String(names) !== this.names) instrument.moved();
    this.names = String(names);
    const clips = names.map((name) => this.clips.find((clip) => clip.name === name));
    if (clips.some((clip) => clip && beginsAgain(clip, this.time, dt))) instrument.moved();
    this.time += dt;
    const [a, b] = clips.map((clip, i) => (clip ? clipPoint(clip, this.time) : this.pointOf(names[i])));
    this.amount.targets[0] = instrument.value('/poseaae/mix/amount');
    this.amount.step(real_dt, instrument.value('/poseaae/glide'));
    const [m] = this.amount.values;
    this.point = Float64Array.from(a, (value, d) => value + m * (b[d] - value));
  }

  /** Of the map; the last one where it has fewer. */
  pointOf(index) {
    return this.map.latents[Math.min(index, this.map.latents.length - 1)];
  }
}

/** The sources of a space, by name; a clip only where there are clips. @returns {Map<string, object>} */
export function makeSources(context) {
  const sources = new Map([['walk', new WalkSource(context)], ['loop', new LoopSource(context)]]);
  if (context.clips.length > 0) sources.set('clip', new ClipSource(context));
  return sources.set('mix', new MixSource(context)).set('point', new PointSource(context)).set('path', new PathSource(context));
}
