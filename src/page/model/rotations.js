/** Unit quaternions w x y z from what networks give: four numbers, or two columns of a rotation matrix. */

/** x / |x|; of zero the identity. x from `i` on, q from `o` on. */
export function ofQuaternion(x, i, q, o) {
  const length = Math.hypot(x[i], x[i + 1], x[i + 2], x[i + 3]);
  for (let k = 0; k < 4; ++k) q[o + k] = length > 0 ? x[i + k] / length : k === 0 ? 1 : 0;
}

/**
 * The two columns are made orthonormal (Gram-Schmidt). Each row of 4 q q^T, which is linear in the matrix, is a
 * multiple of q; the one with the largest diagonal loses no digits.
 */
export function ofTwoColumns(x, i, q, o) {
  const a = toOne([x[i], x[i + 1], x[i + 2]]);
  const along = a[0] * x[i + 3] + a[1] * x[i + 4] + a[2] * x[i + 5];
  const b = toOne([x[i + 3] - along * a[0], x[i + 4] - along * a[1], x[i + 5] - along * a[2]]);
  const c = [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
  const rows = [
    [1 + a[0] + b[1] + c[2], b[2] - c[1], c[0] - a[2], a[1] - b[0]],
    [b[2] - c[1], 1 + a[0] - b[1] - c[2], b[0] + a[1], c[0] + a[2]],
    [c[0] - a[2], b[0] + a[1], 1 - a[0] + b[1] - c[2], c[1] + b[2]],
    [a[1] - b[0], c[0] + a[2], c[1] + b[2], 1 - a[0] - b[1] + c[2]],
  ];
  let best = 3;
  for (let k = 2; k >= 0; --k) if (rows[k][k] > rows[best][best]) best = k;
  const length = Math.hypot(...rows[best]);
  for (let k = 0; k < 4; ++k) q[o + k] = rows[best][k] / length;
}

function toOne(v) {
  const length = Math.max(Math.hypot(v[0], v[1], v[2]), 1e-12);
  return [v[0] / length, v[1] / length, v[2] / length];
}

/** a b, of Hamilton: first b, then a. */
export function product(a, b) {
  return [
    a[0] * b[0] - a[1] * b[1] - a[2] * b[2] - a[3] * b[3],
    a[0] * b[1] + a[1] * b[0] + a[2] * b[3] - a[3] * b[2],
    a[0] * b[2] - a[1] * b[3] + a[2] * b[0] + a[3] * b[1],
    a[0] * b[3] + a[1] * b[2] - a[2] * b[1] + a[3] * b[0],
  ];
}

/**
 * The angles (z, x, y) in radians for which R = Rz Rx Ry, the order of the channels "Zrotation Xrotation Yrotation" of a
 * BVH file. Where x is a quarter turn, y is 0.
 */
export function zxyAngles(w, x, y, z) {
  const sine = 2 * (y * z + w * x);
  if (Math.abs(sine) > 0.9999999) {
    return [Math.atan2(2 * (x * y + w * z), 1 - 2 * (y * y + z * z)), Math.sign(sine) * 0.5 * Math.PI, 0];
  }
  return [
    Math.atan2(-2 * (x * y - w * z), 1 - 2 * (x * x + z * z)),
    Math.asin(sine),
    Math.atan2(-2 * (x * z - w * y), 1 - 2 * (x * x + y * y)),
  ];
}
