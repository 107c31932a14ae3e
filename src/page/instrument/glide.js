/**
 * Numbers that follow their targets, critically damped: y'' = -w^2 y - 2 w y' for the way y that is left, which is as
 * fast as it can be without going beyond. Of a step from rest, 95 % is made after the glide's seconds: then
 * (1 + w T) e^(-w T) = 0.05.
 */

const kSettled = 4.743864518093498;  // w T

export class Glide {
  /** @param {number[]} values where they begin, at rest */
  constructor(values) {
    this.values = Float64Array.from(values);
    this.targets = Float64Array.from(values);
    this.velocities = new Float64Array(values.length);
  }

  /** Goes there at once. */
  jump(values) {
    this.values.set(values);
    this.targets.set(values);
    this.velocities.fill(0);
  }

  /** Goes on by dt, exactly: y(t) = (y0 + (y'0 + w y0) t) e^(-w t). `seconds` 0 jumps. */
  step(dt, seconds) {
    if (!(seconds > 0)) return this.jump(Float64Array.from(this.targets));
    const w = kSettled / seconds;
    const fade = Math.exp(-w * dt);
    for (let i = 0; i < this.values.length; ++i) {
      const left = this.values[i] - this.targets[i];
      const pull = this.velocities[i] + w * left;
      this.values[i] = this.targets[i] + (left + pull * dt) * fade;
      this.velocities[i] = (this.velocities[i] - w * pull * dt) * fade;
    }
  }
}
