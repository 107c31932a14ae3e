import { BufferGeometry, Float32BufferAttribute, Group, Mesh, MeshLambertMaterial, MeshStandardMaterial, SphereGeometry, Vector3 } from 'three';
import { torsoOf, trunkOf } from './torso.js';

/**
 * A body to look at, of any skeleton: a tapered capsule from each joint to each of its children, as thick at a joint as
 * the part of the body that its name tells, in proportion to the body's height. Heads are ellipsoids, the torso is one
 * skin.
 */
export class Body {
  /** @param {Skeleton} skeleton @param {boolean} gloss whether light is reflected, which takes a GPU */
  constructor(skeleton, gloss = true) {
    this.root = new Group();
    this.skeleton = skeleton;
    const colour = { color: 0xe6d9c8 };
    const material = gloss ? new MeshStandardMaterial({ ...colour, roughness: 0.62 }) : new MeshLambertMaterial(colour);
    const scale = heightOf(skeleton) / 1.7;
    this.groups = skeleton.joints.map((_, j) => this.jointGroup(j));
    const trunk = trunkOf(skeleton);
    if (trunk.length > 0) this.root.add(torsoOf(skeleton, trunk, this.groups, scale, material));
    for (let point = 1; point < skeleton.points; ++point) {
      if (trunk.includes(point) || isWithin(skeleton, trunk, point, scale)) continue;
      const limb = limbOf(skeleton, point, scale, material);
      if (limb) this.groups[skeleton.parentOf(point)].add(limb);
    }
  }

  jointGroup(j) {
    const group = new Group();
    if (j > 0) {
      group.position.fromArray(this.skeleton.joints[j].offset);
      this.groupsSoFar[this.skeleton.parents[j]].add(group);
    } else {
      this.groupsSoFar = [];
      this.root.add(group);
    }
    this.groupsSoFar.push(group);
    return group;
  }

  /** Takes the pose of a frame. */
  pose({ root, rotations }) {
    this.groups[0].position.fromArray(root);
    this.groups.forEach((group, j) => {
      const [w, x, y, z] = rotations.slice(4 * j, 4 * j + 4);
      group.quaternion.set(x, y, z, w);
    });
  }
}

/** Of the rest pose, metres. */
export function heightOf(skeleton) {
  const rest = new Float64Array(4 * skeleton.joints.length);
  for (let j = 0; j < skeleton.joints.length; ++j) rest[4 * j] = 1;
  const heights = skeleton.positions(rest).filter((_, i) => i % 3 === 1);
  return Math.max(...heights) - Math.min(...heights) || 1.7;
}

/** Radii in metres of a body of 1.7 m; the first name that fits counts. */
const kRadii = [
  [/thumb|index|middle|ring|pinky|little|finger/i, 0.011],
  [/toe/i, 0.026],
  [/foot|ankle/i, 0.04],
  [/up_?leg|thigh|hip_?joint|hip.?[lr]$|^[lr].?hip|(left|right).?hip/i, 0.082],
  [/leg|shin|calf|knee/i, 0.056],
  [/hand|wrist/i, 0.03],
  [/fore_?arm|elbow|lower_?arm/i, 0.039],
  [/shoulder|collar|clavicle/i, 0.056],
  [/arm/i, 0.05],
  [/head/i, 0.045],
  [/neck/i, 0.05],
  [/hips?$|pelvis|root/i, 0.095],
  [/spine2|spine3|chest|thorax|upper_?body/i, 0.104],
  [/spine|back|torso|abdomen|belly/i, 0.094],
];
/** Limbs that begin within the torso are not as thick there as it is. */
const kNarrow = [[/shoulder|collar|clavicle/i, 'leg'], [/up_?leg|thigh|hip/i, 'thigh']];

/** Whether a bone to a collar lies within the torso. */
function isWithin(skeleton, trunk, point, scale) {
  const node = skeleton.joints[point];
  if (!node || !trunk.includes(node.parent) || !kNarrow[0][0].test(node.name)) return false;
  return Math.hypot(node.offset[0], node.offset[2]) < 0.1 * scale;
}

function radiusOf(name, length) {
  return kRadii.find(([pattern]) => pattern.test(name))?.[1] ?? Math.min(Math.max(0.2 * length, 0.015), 0.06);
}

function limbOf(skeleton, point, scale, material) {
  const isTip = point >= skeleton.joints.length;
  const node = isTip ? skeleton.endSites[point - skeleton.joints.length] : skeleton.joints[point];
  const from = skeleton.joints[skeleton.parentOf(point)].name;
  const way = new Vector3().fromArray(node.offset);
  const length = way.length();
  if (length < 1e-4) return null;
  if (/head/i.test(from) && isTip) return headOf(way, length, material);
  const start = scale * radiusOf(kNarrow.find(([pattern]) => pattern.test(node.name))?.[1] ?? from, length);
  const end = isTip ? 0.55 * start : scale * radiusOf(node.name, length);
  const limb = new Mesh(taperedCapsule(start, end, length), material);
  limb.quaternion.setFromUnitVectors(new Vector3(0, 1, 0), way.divideScalar(length));
  limb.castShadow = true;
  return limb;
}

function headOf(way, length, material) {
  const head = new Mesh(new SphereGeometry(1, 20, 14), material);
  head.position.copy(way).multiplyScalar(0.55);
  head.quaternion.setFromUnitVectors(new Vector3(0, 1, 0), way.clone().normalize());
  head.scale.set(0.42 * length, 0.6 * length, 0.5 * length);
  head.castShadow = true;
  return head;
}

/** The hull of a sphere at the origin and one at height `length`, about +Y. */
function taperedCapsule(start, end, length) {
  const kCap = 6, around = 20;
  const lean = Math.asin(Math.max(-0.95, Math.min(0.95, (start - end) / length)));  // of the sides
  const profile = [];
  for (let i = 0; i <= kCap; ++i) profile.push([0, start, -Math.PI / 2 + (i / kCap) * (Math.PI / 2 + lean)]);
  for (let i = 0; i <= kCap; ++i) profile.push([length, end, lean + (i / kCap) * (Math.PI / 2 - lean)]);
  const positions = [], normals = [], indices = [];
  profile.forEach(([height, radius, angle], i) => {
    for (let k = 0; k <= around; ++k) {
      const turn = (2 * Math.PI * k) / around;
      const normal = [Math.cos(angle) * Math.cos(turn), Math.sin(angle), Math.cos(angle) * Math.sin(turn)];
      normals.push(...normal);
      positions.push(radius * normal[0], height + radius * normal[1], radius * normal[2]);
      const at = i * (around + 1) + k;
      if (i > 0 && k > 0) indices.push(at - 1, at, at - around - 2, at, at - around - 1, at - around - 2);
    }
  });
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new Float32BufferAttribute(positions, 3));
  geometry.setAttribute('normal', new Float32BufferAttribute(normals, 3));
  geometry.setIndex(indices);
  return geometry;
}
