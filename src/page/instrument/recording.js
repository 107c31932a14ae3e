import { zxyAngles } from '../model/rotations.js';

/** Frames that were played, and the files that they become. */
export class Recording {
  constructor(skeleton, fps) {
    this.skeleton = skeleton;
    this.fps = fps;
    this.frames = [];
  }

  add({ root, rotations, latents }) {
    this.frames.push({ root: Array.from(root), rotations: Float32Array.from(rotations), latents: Array.from(latents) });
  }

  get seconds() {
    return this.frames.length / this.fps;
  }

  /** Encodings, a row a frame: clip,frame,time_s,z0,z1,... (docs/FILES.md). */
  csv() {
    const names = this.frames[0].latents.map((_, k) => `z${k}`);
    const rows = this.frames.map(({ latents }, t) => ['played', t, t / this.fps, ...latents.map(Math.fround)].join(','));
    return `clip,frame,time_s,${names.join(',')}\n${rows.join('\n')}\n`;
  }

  /** The motion, centimetres and degrees, turns in the order Z X Y. */
  bvh() {
    const order = [];
    const lines = ['HIERARCHY', ...this.hierarchy(0, 0, order), 'MOTION', `Frames: ${this.frames.length}`,
      `Frame Time: ${(1 / this.fps).toPrecision(12)}`];
    for (const { root, rotations } of this.frames) {
      const angles = order.flatMap((j) => zxyAngles(...rotations.subarray(4 * j, 4 * j + 4)).map(degrees));
      lines.push([...root.map(centimetres), ...angles].join(' '));
    }
    return lines.join('\n') + '\n';
  }

  hierarchy(joint, depth, order) {
    order.push(joint);
    const { joints, endSites } = this.skeleton;
    const tab = '\t'.repeat(depth), inner = `${tab}\t`;
    const offset = (node, root) => `OFFSET ${node.offset.map((length) => centimetres(root ? 0 : length)).join(' ')}`;
    const name = joints[joint].name.replace(/[\s{}]/g, '_');
    const below = joints.flatMap((node, j) => (node.parent === joint ? this.hierarchy(j, depth + 1, order) : []));
    const sites = endSites.filter(({ parent }) => parent === joint);
    if (sites.length + below.length === 0) sites.push({ offset: [0, 0, 0] });
    const places = joint === 0 ? 'CHANNELS 6 Xposition Yposition Zposition' : 'CHANNELS 3';
    return [`${tab}${joint === 0 ? 'ROOT' : 'JOINT'} ${name}`, `${tab}{`, inner + offset(joints[joint], joint === 0),
      `${inner}${places} Zrotation Xrotation Yrotation`, ...below,
      ...sites.flatMap((site) => [`${inner}End Site`, `${inner}{`, `${inner}\t${offset(site)}`, `${inner}}`]), `${tab}}`];
  }
}

const degrees = (radians) => round((180 / Math.PI) * radians);
const centimetres = (metres) => round(100 * metres);
const round = (value) => Number(value.toFixed(5));
