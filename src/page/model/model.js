import { Flow } from './flow.js';
import { symmetricEigen, withEigenvalues } from './linear_algebra.js';
import { Network } from './network.js';
import { ofQuaternion, ofTwoColumns } from './rotations.js';
import { parseSafetensors } from './safetensors.js';
import { Skeleton } from './skeleton.js';

const kForms = { quaternion: { numbers: 4, read: ofQuaternion }, '6d': { numbers: 6, read: ofTwoColumns } };

/** A trained decoder of poses with its skeleton and the statistics of its latents. */
export class Model {
  /**
   * @param {ArrayBuffer} buffer a model file (docs/FILES.md); of the networks the decoder alone has to be there
   * @throws {Error} where it is not one, or one of windows, which has no pose for each point
   */
  constructor(buffer) {
    const file = parseSafetensors(buffer);
    const format = file.texts.get('format');
    if (format !== 'PoseAAE model') throw new Error(`expected a file 'PoseAAE model', found '${format}'`);
    const version = file.texts.get('version');
    if (version !== '2') throw new Error(`expected model version 2, found ${version}; make the page again`);
    const { fps, rotation, window } = JSON.parse(file.texts.get('pose_format'));
    if (window) {
      throw new Error('expected a model of poses, found one of windows, whose points are stretches of time; ' +
        'train one without data.window');
    }
    this.form = kForms[rotation];
    if (!this.form) throw new Error(`expected rotations as quaternion or 6d, found ${rotation}`);
    this.fps = fps;
    this.skeleton = new Skeleton(JSON.parse(file.texts.get('skeleton')));
    this.decoder = new Network(file, 'decoder');
    const features = this.form.numbers * this.skeleton.joints.length;
    if (this.decoder.outputs !== features) {
      throw new Error(`decoder: expected ${features} outputs, found ${this.decoder.outputs}`);
    }
    this.flow = file.arrays.has('latent.space.mixture.weights') ? new Flow(file, 'latent.space') : null;
    this.space = new LatentSpace(file.arrays.get('latent.mean').data, file.arrays.get('latent.covariance').data);
  }

  /** Z. */
  get latents() {
    return this.decoder.inputs;
  }

  /** Local rotations (4 J, w x y z) of the pose that a point z (Z) stands for. */
  decode(z, out = new Float64Array(4 * this.skeleton.joints.length)) {
    const features = this.decoder.forward(this.flow ? this.flow.fromNormal(z) : z);
    const { numbers, read } = this.form;
    for (let j = 0; j < this.skeleton.joints.length; ++j) read(features, numbers * j, out, 4 * j);
    return out;
  }
}

/** z = m + S x: latents of whitened coordinates, S the symmetric root of the covariance of encodings. */
export class LatentSpace {
  /**
   * @param {Float64Array} mean (Z)
   * @param {Float64Array} covariance (Z, Z); eigenvalues below a millionth of the largest are raised to that
   */
  constructor(mean, covariance) {
    const dim = (this.dim = mean.length);
    this.mean = mean;
    this.deviation = Float64Array.from(mean, (_, i) => Math.sqrt(covariance[i * dim + i]));
    const eigen = symmetricEigen(covariance, dim);
    const largest = eigen.values.at(-1);
    const floor = largest > 0 ? 1e-6 * largest : 1;
    this.root = withEigenvalues(eigen, eigen.values.map((value) => Math.sqrt(Math.max(value, floor))));
  }

  /** m + S x. */
  unwhiten(x, out = new Float64Array(this.dim)) {
    for (let i = 0; i < this.dim; ++i) {
      let sum = this.mean[i];
      for (let k = 0; k < this.dim; ++k) sum += this.root[i * this.dim + k] * x[k];
      out[i] = sum;
    }
    return out;
  }
}
