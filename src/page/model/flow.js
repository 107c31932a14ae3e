import { cholesky } from './linear_algebra.js';
import { normalCdf, normalDensity, normalQuantile } from './normal.js';

/**
 * The way back of a flow, from points e that are very nearly N(0, I) to encodings z = T^-1(g^-1(e)): g increases in each
 * coordinate (MonotoneSpline), T is the triangular map of a Gaussian mixture, whose coordinate i is
 * Phi^-1(F_i(z_i)), F_i the distribution function of z_i given those before it. Source: docs/FILES.md,
 * `latent.space`; include/poseaae/codec/latent_flow.hpp.
 */
export class Flow {
  /**
   * @param {{arrays: Map}} file
   * @param {string} name 'latent.space'
   */
  constructor({ arrays }, name) {
    const weights = arrays.get(`${name}.mixture.weights`).data;
    const means = arrays.get(`${name}.mixture.means`);
    const covariances = arrays.get(`${name}.mixture.covariances`).data;
    const dim = (this.dim = means.shape[1]);
    this.logWeights = Float64Array.from(weights, Math.log);
    this.means = means.data;
    this.roots = Array.from(weights, (_, k) => cholesky(covariances.subarray(k * dim * dim, (k + 1) * dim * dim), dim));
    const quantiles = arrays.get(`${name}.quantiles`);
    this.marginals = Array.from({ length: dim }, (_, i) => quantiles && marginal(quantiles, i));
  }

  /** z of a point e (Z). */
  fromNormal(e) {
    const walk = new Walk(this);
    const z = new Float64Array(this.dim);
    for (let i = 0; i < this.dim; ++i) {
      const u = this.marginals[i] ? this.marginals[i].inverse(e[i]) : e[i];
      z[i] = walk.find(u);
      walk.pass(z[i]);
    }
    return z;
  }
}

/** Of column i of the quantiles (Q, Z) to Q values evenly from -2.7 to 2.7. */
function marginal({ shape: [count, dim], data }, i) {
  const x = Array.from({ length: count }, (_, q) => data[q * dim + i]);
  return new MonotoneSpline(x, x.map((_, q) => 2.7 * ((2 * q) / (count - 1) - 1)));
}

/**
 * An increasing function through knots (x_i, y_i), between them a quotient of two quadratic polynomials, beyond them a
 * straight line. Source: Gregory and Delbourgo 1982, "Piecewise rational quadratic interpolation to monotonic data".
 */
export class MonotoneSpline {
  constructor(x, y) {
    const side = (i) => (y[i + 1] - y[i]) / (x[i + 1] - x[i]);
    const last = x.length - 2;
    this.x = x;
    this.y = y;
    this.slopes = x.map((_, i) => {
      if (i === 0 || i > last) return side(Math.min(i, last));
      return (2 * side(i - 1) * side(i)) / (side(i - 1) + side(i));
    });
  }

  /** The x at which the function is y. */
  inverse(value) {
    const { x, y, slopes } = this;
    const end = x.length - 1;
    if (value <= y[0]) return x[0] + (value - y[0]) / slopes[0];
    if (value >= y[end]) return x[end] + (value - y[end]) / slopes[end];
    let i = 0;
    while (value >= y[i + 1]) ++i;
    const width = x[i + 1] - x[i], height = y[i + 1] - y[i], s = height / width;
    const up = value - y[i];
    const bend = slopes[i] + slopes[i + 1] - 2 * s;
    const a = height * (s - slopes[i]) + up * bend;
    const b = height * slopes[i] - up * bend;
    const c = -s * up;
    return x[i] + ((2 * c) / (-b - Math.sqrt(Math.max(b * b - 4 * a * c, 0)))) * width;
  }
}

/** A mixture of Gaussians of the coordinate at which the walk stands, given those before it. */
class Walk {
  constructor(flow) {
    this.flow = flow;
    this.count = flow.roots.length;
    this.logWeights = flow.logWeights.slice();
    this.noise = Array.from({ length: this.count }, () => new Float64Array(flow.dim));
    this.coordinate = 0;
    this.arrive();
  }

  arrive() {
    const { flow, coordinate: i } = this;
    const largest = Math.max(...this.logWeights);
    const shares = this.logWeights.map((w) => Math.exp(w - largest));
    const total = shares.reduce((sum, w) => sum + w, 0);
    this.parts = [];
    this.middle = 0;
    for (let k = 0; k < this.count; ++k) {
      const row = flow.roots[k].subarray(i * flow.dim, (i + 1) * flow.dim);
      let centre = flow.means[k * flow.dim + i];
      for (let j = 0; j < i; ++j) centre += row[j] * this.noise[k][j];
      this.parts.push({ weight: shares[k] / total, centre, scale: row[i] });
      this.middle += (shares[k] / total) * centre;
    }
  }

  /** Phi^-1(F(z)) of this coordinate, from the smaller tail, which has all its digits. */
  normalOf(z) {
    const below = z < this.middle;
    let tail = 0;
    for (const { weight, centre, scale } of this.parts) {
      if (weight > 0) tail += weight * normalCdf((below ? z - centre : centre - z) / scale);
    }
    const e = normalQuantile(Math.min(Math.max(tail, 1e-300), 1 - 1e-16));
    return below ? e : -e;
  }

  density(z) {
    return this.parts.reduce(
      (sum, { weight, centre, scale }) => sum + (weight * normalDensity((z - centre) / scale)) / scale, 0);
  }

  /** The z with normalOf(z) = e: Newton's method, within bounds that halve where it leaves them. */
  find(e) {
    const seen = this.parts.filter(({ weight }) => weight > 0).map(({ centre, scale }) => centre + scale * e);
    let low = Math.min(...seen), high = Math.max(...seen);
    let z = 0.5 * (low + high);
    for (let i = 0; i < 100 && high > low; ++i) {
      const found = this.normalOf(z);
      if (found > e) high = z;
      else low = z;
      let next = z - ((found - e) * normalDensity(found)) / this.density(z);
      if (!(next > low && next < high)) next = 0.5 * (low + high);
      if (Math.abs(next - z) <= 1e-12 * (1 + Math.abs(z))) return next;
      z = next;
    }
    return z;
  }

  /** Goes on to the next coordinate, this one being z. */
  pass(z) {
    this.parts.forEach(({ centre, scale }, k) => {
      const u = (z - centre) / scale;
      this.noise[k][this.coordinate] = u;
      this.logWeights[k] -= 0.5 * u * u + Math.log(scale);
    });
    if (++this.coordinate < this.flow.dim) this.arrive();
  }
}
