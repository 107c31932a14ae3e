/** The normal distribution. */

/** phi(x) = exp(-x^2 / 2) / sqrt(2 pi). */
export const normalDensity = (x) => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);

/**
 * Phi(x) = P(N(0, 1) <= x), to 1e-14 of itself. Near the middle by its series phi(x) sum x^(2n+1) / (1 3 5 ...)
 * (Abramowitz and Stegun 1964, 26.2.11), in the tails by the continued fraction of Mills' ratio (26.2.14).
 */
export function normalCdf(x) {
  const a = Math.abs(x);
  if (a < 3) {
    let term = a, sum = a;
    for (let n = 3; term > 1e-17 * sum; n += 2) sum += term *= (a * a) / n;
    const beside = normalDensity(a) * sum;
    return x < 0 ? 0.5 - beside : 0.5 + beside;
  }
  let fraction = a;
  for (let n = 150; n > 0; --n) fraction = a + n / fraction;
  const tail = normalDensity(a) / fraction;
  return x < 0 ? tail : 1 - tail;
}

/** Phi^-1(p). A first guess (26.2.23), and three steps of Halley's method. */
export function normalQuantile(p) {
  if (p <= 0) return -Infinity;
  if (p >= 1) return Infinity;
  if (p > 0.5) return -normalQuantile(1 - p);
  const t = Math.sqrt(-2 * Math.log(p));
  let x = -(t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))));
  for (let i = 0; i < 3; ++i) {
    const off = (normalCdf(x) - p) / normalDensity(x);
    x -= off / (1 + 0.5 * x * off);
  }
  return x;
}
