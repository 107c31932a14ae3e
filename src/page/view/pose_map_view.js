import { placesOf } from '../instrument/sources.js';
import { PoseMap } from '../instrument/pose_map.js';
import { Skeleton } from '../model/skeleton.js';
import { byId } from './dom.js';
import { drawFigure } from './figure.js';

const kColours = ['#7d93b2', '#b28a7d', '#86a883', '#a791b5', '#b5a67a', '#7aa9a8', '#b07f97', '#8f96a0'];
const kAccent = '#f2a65a', kLine = '#6fb7c9';
const kMargin = 26, kFigure = 46, kTrail = 60, kStretch = 1.8;

/**
 * The map of poses: points, some as figures, the place that is danced with its trail, the drawn path. A click or a drag
 * puts the dance there, the pen draws a path, arrow keys move the place.
 */
export class PoseMapView {
  constructor(instrument) {
    this.instrument = instrument;
    this.canvas = byId('map');
    this.context = this.canvas.getContext('2d');
    this.pen = byId('draw');
    this.nextEnd = 'a';
    this.trail = [];
    this.pen.addEventListener('click', () => this.usePen(!this.draws));
    this.canvas.addEventListener('pointerdown', (event) => this.press(event));
    this.canvas.addEventListener('pointermove', (event) => this.drag(event));
    this.canvas.addEventListener('pointerup', () => this.release());
    this.canvas.addEventListener('pointercancel', () => this.release());
    this.canvas.addEventListener('keydown', (event) => this.key(event));
    new ResizeObserver(() => this.layOut()).observe(this.canvas.parentElement);
    instrument.on('hello', (hello) => this.show(hello));
  }

  /** An instrument without a map has no place for it either. */
  show({ map, skeleton }) {
    byId('map-section').hidden = !map;
    this.map = this.still = null;
    if (!map) return;
    this.map = new PoseMap(map.places, map.latents);
    this.points = map;
    this.skeleton = new Skeleton(skeleton);
    this.trail = [];
    this.layOut();
  }

  /** Whether the next stroke is a path. */
  usePen(on) {
    this.draws = on;
    this.pen.setAttribute('aria-pressed', on);
    this.canvas.classList.toggle('pen', on);
  }

  layOut() {
    const { clientWidth: width, clientHeight: height } = this.canvas.parentElement;
    if (!this.map || width === 0 || height === 0) return;
    const ratio = devicePixelRatio;
    Object.assign(this.canvas, { width: width * ratio, height: height * ratio });
    const [xs, ys] = [0, 1].map((c) => this.map.places.map((place) => place[c]));
    const bounds = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const [across, up] = [(width - 2 * kMargin) / (bounds[1] - bounds[0] || 1), (height - 2 * kMargin) / (bounds[3] - bounds[2] || 1)];
    const most = (this.points.metric ? 1 : kStretch) * Math.min(across, up);
    this.scale = [Math.min(across, most), Math.min(up, most)];  // pixels per unit of the map, x and y
    this.centre = [0.5 * (bounds[0] + bounds[1]), 0.5 * (bounds[2] + bounds[3])];
    this.size = [width, height];
    this.drawStill(ratio);
  }

  /** Pixels of a place, where y points up on the map; and back. */
  pixels([x, y]) {
    return [0.5 * this.size[0] + this.scale[0] * (x - this.centre[0]), 0.5 * this.size[1] - this.scale[1] * (y - this.centre[1])];
  }

  place([px, py]) {
    return [this.centre[0] + (px - 0.5 * this.size[0]) / this.scale[0], this.centre[1] - (py - 0.5 * this.size[1]) / this.scale[1]];
  }

  /** The distance of two places, pixels. */
  apart(a, b) {
    return Math.hypot(this.scale[0] * (a[0] - b[0]), this.scale[1] * (a[1] - b[1]));
  }

  /** Points and figures, which stay: drawn once into a picture. */
  drawStill(ratio) {
    this.still = new OffscreenCanvas(this.canvas.width, this.canvas.height);
    const context = this.still.getContext('2d');
    context.scale(ratio, ratio);
    this.map.places.forEach((place, k) => {
      const [x, y] = this.pixels(place);
      context.fillStyle = kColours[(this.points.clip?.[k] ?? 0) % kColours.length];
      context.globalAlpha = 0.55;
      context.beginPath();
      context.arc(x, y, 1.8, 0, 2 * Math.PI);
      context.fill();
    });
    context.globalAlpha = 1;
    const taken = [];
    for (const { point, rotations } of this.points.poses ?? []) {
      const [x, y] = this.pixels(this.map.places[point]);
      if (taken.some(([tx, ty]) => Math.hypot(tx - x, ty - y) < 0.95 * kFigure)) continue;
      taken.push([x, y]);
      drawFigure(context, this.skeleton, rotations, { x, y, height: kFigure + 8, colour: '#1a1e24' });
      drawFigure(context, this.skeleton, rotations, { x, y, height: kFigure, colour: '#c9d0d8' });
    }
  }

  /** What moves; `latents` of the frame that is shown, or nothing. */
  draw(latents) {
    if (!this.still) return;
    const { context } = this;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.drawImage(this.still, 0, 0);
    context.scale(devicePixelRatio, devicePixelRatio);
    this.drawLine();
    this.drawEnds();
    if (latents) this.trail.push(this.map.placeOf(latents));
    if (this.trail.length > kTrail) this.trail.shift();
    this.trail.forEach((place, t) => this.disc(place, 1.6, kAccent, 0.7 * (t / kTrail) ** 2));
    if (this.trail.length) this.disc(this.trail.at(-1), 6, kAccent, 1);
    if (document.activeElement === this.canvas) this.ring(this.hand(), 11, '#fff');
  }

  drawLine() {
    const line = this.line ?? placesOf(this.instrument.values.get('/poseaae/path') ?? []);
    const isDanced = this.line || this.instrument.value('/poseaae/source') === 'path';
    if (line.length < 2) return;
    this.context.strokeStyle = kLine;
    this.context.globalAlpha = isDanced ? 1 : 0.35;
    this.context.lineWidth = 2.5;
    this.context.lineJoin = this.context.lineCap = 'round';
    this.context.beginPath();
    for (const place of line) this.context.lineTo(...this.pixels(place));
    this.context.stroke();
    this.context.globalAlpha = 1;
  }

  /** A and B of a mix. */
  drawEnds() {
    if (this.instrument.value('/poseaae/source') !== 'mix') return;
    ['a', 'b'].forEach((end, i) => {
      const point = this.instrument.value(`/poseaae/mix/${end}`) ?? i;
      if (!Number.isInteger(point) || !this.map.places[point]) return;
      this.ring(this.map.places[point], 12, kLine);
      const [x, y] = this.pixels(this.map.places[point]);
      this.context.fillStyle = kLine;
      this.context.font = '600 12px system-ui, sans-serif';
      this.context.fillText(end.toUpperCase(), x + 14, y - 8);
    });
  }

  disc(place, radius, colour, alpha) {
    this.context.globalAlpha = alpha;
    this.context.fillStyle = colour;
    this.context.beginPath();
    this.context.arc(...this.pixels(place), radius, 0, 2 * Math.PI);
    this.context.fill();
    this.context.globalAlpha = 1;
  }

  ring(place, radius, colour) {
    this.context.strokeStyle = colour;
    this.context.lineWidth = 1.5;
    this.context.beginPath();
    this.context.arc(...this.pixels(place), radius, 0, 2 * Math.PI);
    this.context.stroke();
  }

  press(event) {
    this.canvas.setPointerCapture(event.pointerId);
    this.canvas.focus({ preventScroll: true });
    this.pressed = true;
    if (this.draws || event.shiftKey) this.line = [];
    this.drag(event);
  }

  drag(event) {
    if (!this.pressed) return;
    const { left, top } = this.canvas.getBoundingClientRect();
    const place = this.place([event.clientX - left, event.clientY - top]);
    if (!this.line) return this.goTo(place, event.type === 'pointerdown');
    const last = this.line.at(-1);
    if (!last || this.apart(place, last) > 3) this.line.push(place);
  }

  release() {
    this.pressed = false;
    const line = this.line;
    this.line = null;
    if (!line || line.length < 2) return;
    this.instrument.send('/poseaae/path', ...line.flat().map((value) => Number(value.toPrecision(6))));
    this.instrument.send('/poseaae/source', 'path');
    this.usePen(false);
  }

  /** The dance goes to a place; near the middle of a point, to that point. In a mix, a click chooses A and B in turn. */
  goTo(place, isClick) {
    const nearest = this.map.nearest(place);
    const at = this.map.places[nearest];
    const isOn = this.apart(at, place) < 5;
    if (this.instrument.value('/poseaae/source') === 'mix') {
      if (!isClick) return;
      this.instrument.send(`/poseaae/mix/${this.nextEnd}`, nearest);
      this.nextEnd = this.nextEnd === 'a' ? 'b' : 'a';
      return;
    }
    this.instrument.send('/poseaae/point', ...(isOn ? at : place));
    if (this.instrument.value('/poseaae/source') !== 'point') this.instrument.send('/poseaae/source', 'point');
  }

  /** The place under the hand, or where the dance is. */
  hand() {
    const isPoint = this.instrument.value('/poseaae/source') === 'point';
    return (isPoint && this.instrument.values.get('/poseaae/point')) || this.trail.at(-1) || this.centre;
  }

  key(event) {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!step) return;
    event.preventDefault();
    this.nudge(step[0] * (event.shiftKey ? 24 : 8), step[1] * (event.shiftKey ? 24 : 8));
  }

  /** Moves the place under the hand by pixels, y up. */
  nudge(right, up) {
    if (!this.map) return;
    const [x, y] = this.hand();
    if (this.instrument.value('/poseaae/source') === 'mix') this.instrument.send('/poseaae/source', 'point');
    this.goTo([x + right / this.scale[0], y + up / this.scale[1]], false);
  }
}
