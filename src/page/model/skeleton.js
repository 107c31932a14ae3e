/**
 * A body: joints with name, parent (a smaller index, -1 of the root) and offset from the parent in metres, and end
 * sites, which are the ends of bones beyond the last joints. Y is up.
 */
export class Skeleton {
  /** @param {{joints: object[], end_sites: object[]}} description as model files and `hello` have it */
  constructor({ joints, end_sites: endSites }) {
    joints.forEach(({ parent }, j) => {
      if (!(Number.isInteger(parent) && parent < j && (j === 0) === (parent < 0))) {
        throw new Error(`skeleton: joint ${j}: expected a parent before it, found ${parent}`);
      }
    });
    this.joints = joints;
    this.endSites = endSites;
    this.parents = Int32Array.from(joints, (joint) => joint.parent);
    this.offsets = Float64Array.from([...joints, ...endSites].flatMap((node) => node.offset));
    this.world = new Float64Array(4 * joints.length);
  }

  /** J + E: joints, then end sites. */
  get points() {
    return this.joints.length + this.endSites.length;
  }

  /** The index of the joint that a point hangs from, -1 of the root. */
  parentOf(point) {
    return point < this.joints.length ? this.parents[point] : this.endSites[point - this.joints.length].parent;
  }

  /**
   * p_j = p_parent + R_parent o_j, R_j = R_parent q_j: places (3 (J + E), metres) of joints and then of end sites, the
   * root at the origin, of local rotations (4 J, w x y z). Turns of joints in the world stay in `world`.
   */
  positions(rotations, out = new Float64Array(3 * this.points)) {
    const { world, offsets } = this;
    for (let k = 0; k < 4; ++k) world[k] = rotations[k];
    for (let k = 0; k < 3; ++k) out[k] = 0;
    for (let j = 1; j < this.joints.length; ++j) {
      this.place(j, out, offsets);
      multiply(world, 4 * this.parents[j], rotations, 4 * j, world, 4 * j);
    }
    for (let j = this.joints.length; j < this.points; ++j) this.place(j, out, offsets);
    return out;
  }

  /** p + o + 2 u x (u x o + w o), the parent's turn being (w, u). */
  place(point, out, o) {
    const parent = this.parentOf(point);
    const [w, x, y, z] = this.world.subarray(4 * parent, 4 * parent + 4);
    const i = 3 * point, p = 3 * parent;
    const cx = y * o[i + 2] - z * o[i + 1] + w * o[i];
    const cy = z * o[i] - x * o[i + 2] + w * o[i + 1];
    const cz = x * o[i + 1] - y * o[i] + w * o[i + 2];
    out[i] = out[p] + o[i] + 2 * (y * cz - z * cy);
    out[i + 1] = out[p + 1] + o[i + 1] + 2 * (z * cx - x * cz);
    out[i + 2] = out[p + 2] + o[i + 2] + 2 * (x * cy - y * cx);
  }
}

/** out = a b, each from its place on. */
function multiply(a, i, b, j, out, o) {
  const aw = a[i], ax = a[i + 1], ay = a[i + 2], az = a[i + 3];
  const bw = b[j], bx = b[j + 1], by = b[j + 2], bz = b[j + 3];
  out[o] = aw * bw - ax * bx - ay * by - az * bz;
  out[o + 1] = aw * bx + ax * bw + ay * bz - az * by;
  out[o + 2] = aw * by - ax * bz + ay * bw + az * bx;
  out[o + 3] = aw * bz + ax * by - ay * bx + az * bw;
}

/** The height of the lowest point. */
export function lowest(positions) {
  let least = positions[1];
  for (let i = 4; i < positions.length; i += 3) if (positions[i] < least) least = positions[i];
  return least;
}
