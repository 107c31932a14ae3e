/** Small dense matrices, row-major in flat arrays. */

/** The lower L with L L^T = C (n x n). @throws {Error} where C is not positive definite */
export function cholesky(c, n) {
  const root = new Float64Array(n * n);
  for (let i = 0; i < n; ++i) {
    for (let j = 0; j <= i; ++j) {
      let sum = c[i * n + j];
      for (let k = 0; k < j; ++k) sum -= root[i * n + k] * root[j * n + k];
      if (i === j && !(sum > 0)) throw new Error('expected a covariance that is positive definite');
      root[i * n + j] = i === j ? Math.sqrt(sum) : sum / root[j * n + j];
    }
  }
  return root;
}

/**
 * {values (n, ascending), vectors (n x n, columns)} of a symmetric matrix, by Jacobi's rotations (Golub and Van Loan 2013,
 * 8.5), each of which makes one number off the diagonal zero.
 */
export function symmetricEigen(matrix, n) {
  const a = Float64Array.from(matrix);
  const v = new Float64Array(n * n);
  for (let i = 0; i < n; ++i) v[i * n + i] = 1;
  const scale = Math.max(...a.map(Math.abs), 1e-300);
  for (let sweep = 0; sweep < 60; ++sweep) {
    let off = 0;
    for (let p = 0; p < n; ++p) {
      for (let q = p + 1; q < n; ++q) {
        off = Math.max(off, Math.abs(a[p * n + q]));
        rotate(a, v, n, p, q);
      }
    }
    if (off < 1e-17 * scale) break;
  }
  const order = [...Array(n).keys()].sort((i, j) => a[i * n + i] - a[j * n + j]);
  const vectors = new Float64Array(n * n);
  order.forEach((from, to) => {
    for (let i = 0; i < n; ++i) vectors[i * n + to] = v[i * n + from];
  });
  return { values: order.map((i) => a[i * n + i]), vectors };
}

function rotate(a, v, n, p, q) {
  const apq = a[p * n + q];
  if (apq === 0) return;
  const theta = (a[q * n + q] - a[p * n + p]) / (2 * apq);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1), s = t * c;
  for (let k = 0; k < n; ++k) {
    const kp = a[k * n + p], kq = a[k * n + q];
    a[k * n + p] = c * kp - s * kq;
    a[k * n + q] = s * kp + c * kq;
  }
  for (let k = 0; k < n; ++k) {
    const pk = a[p * n + k], qk = a[q * n + k];
    a[p * n + k] = c * pk - s * qk;
    a[q * n + k] = s * pk + c * qk;
    const vp = v[k * n + p], vq = v[k * n + q];
    v[k * n + p] = c * vp - s * vq;
    v[k * n + q] = s * vp + c * vq;
  }
}

/** V diag(values) V^T of an eigendecomposition with other eigenvalues. */
export function withEigenvalues({ vectors }, values) {
  const n = values.length;
  const result = new Float64Array(n * n);
  for (let i = 0; i < n; ++i) {
    for (let j = 0; j < n; ++j) {
      let sum = 0;
      for (let k = 0; k < n; ++k) sum += vectors[i * n + k] * values[k] * vectors[j * n + k];
      result[i * n + j] = sum;
    }
  }
  return result;
}
