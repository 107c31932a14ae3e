import {
  BasicShadowMap, CanvasTexture, CircleGeometry, Color, DirectionalLight, Fog, HemisphereLight, Mesh, MeshLambertMaterial,
  PCFShadowMap, PerspectiveCamera, RepeatWrapping, Scene, SRGBColorSpace, WebGLRenderer,
} from 'three';
import { Skeleton } from '../model/skeleton.js';
import { Body, heightOf } from './body.js';
import { Orbit } from './orbit.js';
import { Trails } from './trails.js';

const kBackground = 0x14171c;
const kSlow_s = 1 / 45;
const kFloor_m = 14;

/** The room in 3-D: floor, light, the dancer and the camera. */
export class Stage {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {boolean} fine whether everything is drawn in any case, however slow that is without a GPU
   * @throws {Error} where there is no WebGL
   */
  constructor(canvas, fine = false) {
    this.canvas = canvas;
    const fast = (this.fast = fine || hasGpu());
    this.renderer = new WebGLRenderer({ canvas, antialias: fast, powerPreference: 'high-performance' });
    this.renderer.outputColorSpace = SRGBColorSpace;
    this.renderer.shadowMap.enabled = true;
    this.renderer.shadowMap.type = fast ? PCFShadowMap : BasicShadowMap;
    this.camera = new PerspectiveCamera(32, 1, 0.1, 60);
    this.scene = new Scene();
    this.scene.background = new Color(kBackground);
    this.scene.fog = new Fog(kBackground, 4.5, 12);
    this.scene.add(floor(fast ? 8 : 1), ...this.lights(fast));
    this.orbit = new Orbit(this.camera, canvas);
    this.showsTrails = true;
    Object.assign(this, { sharpness: fast ? 1 : 0.6, pace: 1 / 60, slowFrames: 0 });
    new ResizeObserver(() => this.resize()).observe(canvas.parentElement);
    this.resize();
  }

  lights(fast) {
    this.sun = new DirectionalLight(0xfff0dd, 2.5);
    this.sun.castShadow = true;
    Object.assign(this.sun.shadow.camera, { left: -1.6, right: 1.6, top: 2.2, bottom: -1.2, near: 0.5, far: 9 });
    this.sun.shadow.mapSize.setScalar(fast ? 1024 : 512);
    this.sun.shadow.radius = 5;
    this.sun.shadow.bias = -0.0006;
    this.sun.shadow.normalBias = 0.015;
    const rim = new DirectionalLight(0x7fb4d6, 1.1);
    rim.position.set(-3, 2, -4);
    return [this.sun, this.sun.target, rim, new HemisphereLight(0xb9c6d6, 0x3b332c, 1.0)];
  }

  /** Whose frames are shown from now on. */
  show(hello) {
    const skeleton = new Skeleton(hello.skeleton);
    if (this.body) this.scene.remove(this.body.root, this.trails.group);
    this.body = new Body(skeleton, this.fast);
    this.trails = new Trails(skeleton);
    this.skeleton = skeleton;
    this.scene.add(this.body.root, this.trails.group);
    this.orbit.centre[1] = 0.52 * heightOf(skeleton);
  }

  /** @param {object?} frame the one to be drawn; nothing new if there is none */
  draw(frame, dt) {
    if (frame) {
      this.body.pose(frame);
      if (this.showsTrails) this.trails.follow(frame, this.skeleton.positions(frame.rotations));
      this.trails.group.visible = this.showsTrails;
      this.root = frame.root;
    }
    const [x, , z] = this.root ?? [0, 0, 0];
    this.sun.position.set(x + 1.6, 4.2, z + 2.2);
    this.sun.target.position.set(x, 0.5, z);
    this.orbit.update(dt, [x, 0, z]);
    this.keepPace(dt);
    this.renderer.render(this.scene, this.camera);
  }

  /** Fewer pixels where frames take longer than a sixtieth of a second, down to a half each way. */
  keepPace(dt) {
    this.pace += 0.05 * (dt - this.pace);
    if (this.pace < kSlow_s || this.sharpness <= 0.5 || ++this.slowFrames < 30) return;
    this.slowFrames = 0;
    this.sharpness = Math.max(0.5, 0.8 * this.sharpness);
    this.resize();
  }

  resize() {
    const { clientWidth, clientHeight } = this.canvas.parentElement;
    if (clientWidth === 0 || clientHeight === 0) return;
    this.renderer.setPixelRatio(this.sharpness * Math.min(devicePixelRatio, 2));
    this.renderer.setSize(clientWidth, clientHeight, false);
    this.camera.aspect = clientWidth / clientHeight;
    this.orbit.fitTo(this.camera.aspect);
    this.camera.updateProjectionMatrix();
  }
}

/** Whether pictures are not drawn by the processor itself. */
function hasGpu() {
  const gl = document.createElement('canvas').getContext('webgl2');
  const info = gl?.getExtension('WEBGL_debug_renderer_info');
  const name = info ? gl.getParameter(info.UNMASKED_RENDERER_WEBGL) : '';
  gl?.getExtension('WEBGL_lose_context')?.loseContext();
  return !/swiftshader|llvmpipe|software|basic render/i.test(name);
}

/** A disc with a line every half metre: a picture of one square, repeated, is drawn sooner than lines are. */
function floor(anisotropy) {
  const picture = document.createElement('canvas');
  picture.width = picture.height = 128;
  const context = picture.getContext('2d');
  context.fillStyle = '#2a2f37';
  context.fillRect(0, 0, 128, 128);
  context.strokeStyle = '#4d5663';
  context.lineWidth = 3;
  context.strokeRect(0, 0, 128, 128);
  const map = new CanvasTexture(picture);
  Object.assign(map, { wrapS: RepeatWrapping, wrapT: RepeatWrapping, colorSpace: SRGBColorSpace, anisotropy });
  map.repeat.setScalar(2 * 2 * kFloor_m);
  const ground = new Mesh(new CircleGeometry(kFloor_m, 48), new MeshLambertMaterial({ map }));
  ground.rotation.x = -Math.PI / 2;
  ground.receiveShadow = true;
  return ground;
}
