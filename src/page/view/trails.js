import { AdditiveBlending, BufferGeometry, Color, Float32BufferAttribute, Group, Line, LineBasicMaterial } from 'three';

const kPoints = 75;

/** The ways of hands and feet through the last second, which fade. */
export class Trails {
  /** @param {Skeleton} skeleton */
  constructor(skeleton) {
    this.skeleton = skeleton;
    this.group = new Group();
    this.points = extremities(skeleton);
    this.lines = this.points.map((_, i) => line(kColours[i % kColours.length]));
    this.group.add(...this.lines);
  }

  /** Goes on to a frame: `positions` of the skeleton's points with the root at the origin. */
  follow({ root }, positions) {
    this.points.forEach((point, i) => {
      const { array } = this.lines[i].geometry.attributes.position;
      const here = [0, 1, 2].map((k) => root[k] + positions[3 * point + k]);
      if (!this.begun) for (let t = 0; t < kPoints; ++t) array.set(here, 3 * t);
      array.copyWithin(3, 0, 3 * (kPoints - 1));
      array.set(here, 0);
      this.lines[i].geometry.attributes.position.needsUpdate = true;
    });
    this.begun = true;
  }
}

const kColours = [0xf2a65a, 0x6fb7c9, 0xf2a65a, 0x6fb7c9];

function line(colour) {
  const { r, g, b } = new Color(colour);
  const colours = Array.from({ length: kPoints }, (_, t) => {
    const fade = (1 - t / (kPoints - 1)) ** 2;
    return [r * fade, g * fade, b * fade];
  });
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new Float32BufferAttribute(new Float32Array(3 * kPoints), 3));
  geometry.setAttribute('color', new Float32BufferAttribute(colours.flat(), 3));
  const material = new LineBasicMaterial({ vertexColors: true, blending: AdditiveBlending, transparent: true, depthWrite: false });
  const trail = new Line(geometry, material);
  trail.frustumCulled = false;
  return trail;
}

/** Hands and feet by their names, otherwise the first four ends of chains. */
function extremities(skeleton) {
  const named = [/^(?=.*hand|.*wrist)(?=.*l)(?!.*right)/i, /(?=.*hand|.*wrist)(?=.*r)(?!.*left)/i,
    /(?=.*foot|.*ankle)(?=.*l)(?!.*right)/i, /(?=.*foot|.*ankle)(?=.*r)(?!.*left)/i]
    .map((pattern) => skeleton.joints.findIndex(({ name }) => pattern.test(name))).filter((j) => j >= 0);
  return named.length === 4 ? named : skeleton.endSites.slice(0, 4).map((_, i) => skeleton.joints.length + i);
}
