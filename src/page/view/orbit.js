/**
 * A camera on a sphere around what it looks at: a drag or the arrow keys turn it, wheel, pinch, plus and minus move it
 * nearer and farther. It glides, and follows a place on the floor.
 */
export class Orbit {
  /** @param {PerspectiveCamera} camera @param {HTMLElement} element @param {number} size height of the body, metres */
  constructor(camera, element, size = 1.7) {
    this.camera = camera;
    this.wish = { turn: 0.55, rise: 0.16, distance: 2.55 * size };
    this.now = { ...this.wish };
    this.centre = [0, 0.52 * size, 0];
    this.fit = 1;
    this.pointers = new Map();
    element.addEventListener('pointerdown', (event) => this.press(element, event));
    element.addEventListener('pointermove', (event) => this.drag(element, event));
    for (const end of ['pointerup', 'pointercancel']) {
      element.addEventListener(end, ({ pointerId }) => this.pointers.delete(pointerId));
    }
    element.addEventListener('wheel', (event) => {
      event.preventDefault();
      this.zoom(Math.exp(0.0012 * event.deltaY));
    }, { passive: false });
    element.addEventListener('keydown', (event) => this.key(event));
  }

  press(element, event) {
    element.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, [event.clientX, event.clientY]);
  }

  drag(element, event) {
    const before = this.pointers.get(event.pointerId);
    if (!before) return;
    const apart = () => {
      const [a, b] = [...this.pointers.values()];
      return b ? Math.hypot(a[0] - b[0], a[1] - b[1]) : 0;
    };
    const distance = apart();
    this.pointers.set(event.pointerId, [event.clientX, event.clientY]);
    if (this.pointers.size === 2) return this.zoom(distance / Math.max(apart(), 1));
    this.turn((before[0] - event.clientX) / element.clientHeight * 3, (event.clientY - before[1]) / element.clientHeight * 2);
  }

  key(event) {
    const step = kKeys[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.turn(step[0], step[1]);
    this.zoom(step[2]);
  }

  turn(around, up) {
    this.wish.turn += around;
    this.wish.rise = Math.min(Math.max(this.wish.rise + up, -0.03), 1.45);
  }

  zoom(factor) {
    this.wish.distance = Math.min(Math.max(this.wish.distance * factor, 1), 12);
  }

  /** A picture that is narrower than high is seen from farther away, so that arms stay in it. */
  fitTo(aspect) {
    this.fit = Math.max(1, kNarrowest / aspect);
  }

  /** Goes on by dt, towards the wish, and after a root that walks away. */
  update(dt, root) {
    const share = 1 - Math.exp(-10 * dt), slow = 1 - Math.exp(-2 * dt);
    for (const key of Object.keys(this.now)) this.now[key] += share * (this.wish[key] - this.now[key]);
    this.centre[0] += slow * (root[0] - this.centre[0]);
    this.centre[2] += slow * (root[2] - this.centre[2]);
    const { turn, rise } = this.now, distance = this.fit * this.now.distance;
    const [x, y, z] = this.centre;
    this.camera.position.set(x + distance * Math.sin(turn) * Math.cos(rise), y + distance * Math.sin(rise),
      z + distance * Math.cos(turn) * Math.cos(rise));
    this.camera.lookAt(x, y, z);
  }
}

const kNarrowest = 0.95;
const kKeys = {
  ArrowLeft: [-0.15, 0, 1], ArrowRight: [0.15, 0, 1], ArrowUp: [0, 0.1, 1], ArrowDown: [0, -0.1, 1],
  '+': [0, 0, 0.9], '=': [0, 0, 0.9], '-': [0, 0, 1.11],
};
