import { byId } from './dom.js';

const kDead = 0.15;  // of a stick that is at rest
const kButtons = [
  ({ instrument }) => instrument.send('/poseaae/cue/next'),
  ({ knobs }) => knobs.randomise(),
  () => byId('record').click(),
];

/** The first gamepad: the left stick moves the place on the map, the right one the view; buttons as the help says. */
export class Gamepad {
  constructor(parts) {
    this.parts = parts;
    this.pressed = [];
  }

  poll(dt) {
    const pad = navigator.getGamepads?.().find((found) => found);
    if (!pad) return;
    const [x, y, turn, rise] = pad.axes.map((value) => (Math.abs(value) < kDead ? 0 : value));
    if (x || y) this.parts.map.nudge(220 * dt * x, -220 * dt * y);
    if (turn || rise) this.parts.stage.orbit.turn(2 * dt * (turn ?? 0), 1.2 * dt * (rise ?? 0));
    kButtons.forEach((act, i) => {
      const down = pad.buttons[i]?.pressed ?? false;
      if (down && !this.pressed[i]) act(this.parts);
      this.pressed[i] = down;
    });
  }
}
