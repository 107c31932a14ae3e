import { BufferGeometry, Float32BufferAttribute, Matrix4, Skeleton as Bones, SkinnedMesh, Uint16BufferAttribute } from 'three';

const kAround = 36, kRings = 34;

/**
 * Half the width and half the depth of a body of 1.7 m, metres, at shares of the way from its root to its neck; below the
 * root and above the neck it is closed.
 */
const kProfile = [[-0.2, 0.02, 0.02], [-0.17, 0.085, 0.07], [-0.08, 0.132, 0.094], [0.05, 0.142, 0.098], [0.3, 0.118, 0.086],
  [0.45, 0.12, 0.088], [0.7, 0.15, 0.102], [0.86, 0.156, 0.098], [0.97, 0.12, 0.08], [1.06, 0.06, 0.056], [1.12, 0.02, 0.02]];

/** The joints from the root to the neck, or to the head where there is none; nothing where the names tell of neither. */
export function trunkOf({ joints, parents }) {
  const find = (pattern) => joints.findIndex(({ name }) => pattern.test(name));
  let joint = find(/neck/i) >= 0 ? find(/neck/i) : find(/head/i);
  const trunk = [];
  for (; joint >= 0; joint = parents[joint]) trunk.unshift(joint);
  return trunk.length > 1 ? trunk : [];
}

/**
 * The torso as one skin about the trunk. Its rings are ellipses, which move with the joint below them, and near a joint
 * half with the next one, so that a back that bends stays smooth.
 * @param {Skeleton} skeleton @param {Object3D[]} groups of the joints, in the rest pose @param {number} scale of 1.7 m
 */
export function torsoOf(skeleton, trunk, groups, scale, material) {
  const way = new Way(skeleton, trunk);
  const positions = [], indices = [], skinIndices = [], skinWeights = [];
  for (let i = 0; i <= kRings; ++i) {
    const share = kProfile[0][0] + (i / kRings) * (kProfile.at(-1)[0] - kProfile[0][0]);
    const [width, depth] = sizeAt(share).map((size) => scale * size);
    const { centre, bones, weights } = way.at(share);
    for (let k = 0; k < kAround; ++k) {
      const turn = (2 * Math.PI * k) / kAround;
      positions.push(...[0, 1, 2].map((c) => centre[c] + width * Math.cos(turn) * way.side[c] + depth * Math.sin(turn) * way.front[c]));
      skinIndices.push(...bones, 0, 0);
      skinWeights.push(...weights, 0, 0);
      const [at, next] = [i * kAround + k, i * kAround + (k + 1) % kAround];
      if (i > 0) indices.push(at, at - kAround, next, next, at - kAround, next - kAround);
    }
  }
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new Float32BufferAttribute(positions, 3));
  geometry.setAttribute('skinIndex', new Uint16BufferAttribute(skinIndices, 4));
  geometry.setAttribute('skinWeight', new Float32BufferAttribute(skinWeights, 4));
  geometry.setIndex(indices);
  geometry.computeVertexNormals();
  const torso = new SkinnedMesh(geometry, material);
  groups[0].updateWorldMatrix(false, true);
  torso.bind(new Bones(trunk.map((joint) => groups[joint])), new Matrix4());
  torso.frustumCulled = false;
  torso.castShadow = true;
  return torso;
}

/** Half width and half depth at a share of the way. */
function sizeAt(share) {
  const i = Math.min(Math.max(kProfile.findIndex(([at]) => at > share), 1), kProfile.length - 1);
  const [a, b] = [kProfile[i - 1], kProfile[share >= kProfile.at(-1)[0] ? kProfile.length - 1 : i]];
  const t = b[0] > a[0] ? Math.min((share - a[0]) / (b[0] - a[0]), 1) : 1;
  const smooth = t * t * (3 - 2 * t);
  return [1, 2].map((c) => a[c] + smooth * (b[c] - a[c]));
}

/** The line through the joints of the trunk in the rest pose, and the axes of the ellipses around it. */
class Way {
  constructor(skeleton, trunk) {
    const rest = Float64Array.from({ length: 4 * skeleton.joints.length }, (_, i) => (i % 4 === 0 ? 1 : 0));
    const places = skeleton.positions(rest);
    const at = (joint) => [...places.subarray(3 * joint, 3 * joint + 3)];
    this.points = trunk.map(at);
    this.lengths = this.points.slice(1).map((point, i) => length(minus(point, this.points[i])) || 1e-6);
    this.total = this.lengths.reduce((sum, value) => sum + value, 0);
    this.up = unit(minus(this.points.at(-1), this.points[0]), [0, 1, 0]);
    const hips = skeleton.joints.flatMap(({ parent }, j) => (parent === trunk[0] && j !== trunk[1] ? [at(j)] : []));
    const side = hips.length === 2 ? minus(hips[0], hips[1]) : [1, 0, 0];
    const along = dot(side, this.up);
    this.side = unit(side.map((value, c) => value - along * this.up[c]), [1, 0, 0]);
    this.front = cross(this.side, this.up);
  }

  /** The centre of the ring there, and how much it moves with which two joints of the trunk. */
  at(share) {
    let left = share * this.total, i = 0;
    for (; i + 1 < this.lengths.length && left > this.lengths[i]; ++i) left -= this.lengths[i];
    const t = left / this.lengths[i];
    const centre = this.points[i].map((value, c) => value + t * (this.points[i + 1][c] - value));
    const inside = Math.min(Math.max(t, 0), 1), last = this.points.length - 1;
    if (inside > 0.5) return { centre, bones: [i, Math.min(i + 1, last - 1)], weights: [1.5 - inside, inside - 0.5] };
    return { centre, bones: [i, Math.max(i - 1, 0)], weights: [0.5 + inside, 0.5 - inside] };
  }
}

const minus = (a, b) => a.map((value, c) => value - b[c]);
const dot = (a, b) => a.reduce((sum, value, c) => sum + value * b[c], 0);
const length = (a) => Math.sqrt(dot(a, a));
const cross = ([ax, ay, az], [bx, by, bz]) => [ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx];
function unit(a, otherwise) {
  const size = length(a);
  return size > 1e-6 ? a.map((value) => value / size) : otherwise;
}
