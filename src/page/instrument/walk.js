/**
 * Random walks x through whitened latents without an end, z = m + spread S x. Each is stationary: at any time x is of
 * N(0, I), so that it stays among the poses that the model has learned. With the same seed, start and rate the points
 * are those of latent::Walker (include/poseaae/latent/walk.hpp), which also says where the formulas come from.
 */

/** matern: x'' = -L^2 x - 2 L x' + noise, L = sqrt 3 / time scale: smooth, like the movement of a body with mass. */
export class Matern {
  /** @param {Random} random @param {number} dim Z */
  constructor(random, dim) {
    this.random = random;
    this.x = random.normals(dim);
    this.v = random.normals(dim);  // in units of L
    this.length = -1;
  }

  /** Goes on by `seconds`, by the exact transition of (x, v). */
  step(seconds, timeScale_s) {
    const length = (Math.sqrt(3) / timeScale_s) * seconds;
    if (length !== this.length) {
      this.length = length;
      this.transition = maternTransition(length);
    }
    const { xx, xv, vx, vv, noiseX, noiseVx, noiseV } = this.transition;
    for (let d = 0; d < this.x.length; ++d) {
      const a = this.random.normal(), b = this.random.normal();
      const position = this.x[d];
      this.x[d] = xx * position + xv * this.v[d] + noiseX * a;
      this.v[d] = vx * position + vv * this.v[d] + noiseVx * a + noiseV * b;
    }
  }
}

/** A, and the Cholesky factor of the noise's covariance I - A A^T, after a step of length s = L dt. */
function maternTransition(s) {
  const fade = Math.exp(-s);
  const qxx = beyondSquare(2 * s);  // 1 - e^-2s (1 + 2 s + 2 s^2)
  const qxv = fade * fade * 2 * s * s;
  const qvv = qxx + fade * fade * 4 * s;
  const noiseX = Math.sqrt(qxx);
  const noiseVx = noiseX > 0 ? qxv / noiseX : 0;
  const noiseV = Math.sqrt(Math.max(qvv - noiseVx * noiseVx, 0));
  return { xx: fade * (1 + s), xv: fade * s, vx: -fade * s, vv: fade * (1 - s), noiseX, noiseVx, noiseV };
}

/** 1 - e^-x (1 + x + x^2 / 2), x >= 0, also where it is far below the rounding of 1. */
function beyondSquare(x) {
  if (x > 1) return 1 - Math.exp(-x) * (1 + x + 0.5 * x * x);
  let term = (x * x * x) / 6, sum = 0;
  for (let n = 4; term > 1e-18 * sum; ++n) {
    sum += term;
    term *= x / n;
  }
  return Math.exp(-x) * sum;
}

/** ou: x' = -x / time scale + noise, the Ornstein-Uhlenbeck process: rough and trembling. */
export class OrnsteinUhlenbeck {
  constructor(random, dim) {
    this.random = random;
    this.x = random.normals(dim);
  }

  step(seconds, timeScale_s) {
    const s = seconds / timeScale_s;
    const keep = Math.exp(-s), add = Math.sqrt(-Math.expm1(-2 * s));  // keep^2 + add^2 = 1
    for (let d = 0; d < this.x.length; ++d) this.x[d] = keep * this.x[d] + add * this.random.normal();
  }
}

export const kWalks = { matern: Matern, ou: OrnsteinUhlenbeck };

/**
 * A closed way x(p) = sum_h a_h cos(h p) + b_h sin(h p), p from 0 to 2 pi, with random a and b of the Matern spectrum at
 * its frequencies, w_h = c / (3 + (2 pi h l / T)^2)^2, of sum 1: it returns to its start without a seam.
 */
export class Loop {
  constructor(random, dim, seconds, timeScale_s) {
    const harmonics = Math.max(1, Math.min(32, Math.floor(4 * seconds)));
    const w = Array.from({ length: harmonics + 1 }, (_, h) =>
      (h === 0 ? 1 : 2) / (3 + ((2 * Math.PI * h) / seconds * timeScale_s) ** 2) ** 2);
    const total = w.reduce((sum, value) => sum + value, 0);
    this.terms = w.map((value) => {
      const scale = Math.sqrt(value / total);
      const scaled = () => random.normals(dim).map((number) => scale * number);
      return { cosine: scaled(), sine: scaled() };
    });
    this.x = new Float64Array(dim);
  }

  /** x at a share of the loop, 0 to 1. */
  at(share) {
    this.x.fill(0);
    this.terms.forEach(({ cosine, sine }, h) => {
      const c = Math.cos(2 * Math.PI * h * share), s = Math.sin(2 * Math.PI * h * share);
      for (let d = 0; d < this.x.length; ++d) this.x[d] += c * cosine[d] + s * sine[d];
    });
    return this.x;
  }
}
