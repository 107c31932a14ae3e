/**
 * A line drawn on the map, danced at an even pace: s from 0 to 1 along its length. A line whose ends meet (nearer than a
 * tenth of its length) goes round, any other goes to and fro, slowing down at its ends.
 */
export class DrawnPath {
  /**
   * @param {PoseMap} map
   * @param {number[][]} line two places or more
   */
  constructor(map, line) {
    const length = lengthOf(line);
    const [first, last] = [line[0], line.at(-1)];
    this.closed = length > 0 && Math.hypot(first[0] - last[0], first[1] - last[1]) < 0.1 * length;
    const places = evenly(this.closed ? [...line, first] : line, kPoints);
    this.points = smoothed(places.map((place) => map.latentsAt(place)), this.closed);
  }

  /** Latents (Z) at a time, of a path that takes `seconds` from end to end. */
  at(time, seconds) {
    const turn = time / seconds;
    const share = this.closed ? turn - Math.floor(turn) : 0.5 - 0.5 * Math.cos(Math.PI * turn);
    const at = share * (this.points.length - 1);
    const i = Math.min(Math.floor(at), this.points.length - 2);
    const [a, b] = [this.points[i], this.points[i + 1]];
    return a.map((value, d) => value + (at - i) * (b[d] - value));
  }
}

const kPoints = 241;

function lengthOf(line) {
  return line.slice(1).reduce((sum, [x, y], i) => sum + Math.hypot(x - line[i][0], y - line[i][1]), 0);
}

/** `count` places at even distances along a line. */
export function evenly(line, count) {
  const step = lengthOf(line) / (count - 1);
  const places = [line[0]];
  let i = 0, passed = 0;
  for (let k = 1; k < count - 1; ++k) {
    let side = 0;
    for (;; ++i) {
      side = Math.hypot(line[i + 1][0] - line[i][0], line[i + 1][1] - line[i][1]);
      if (passed + side >= k * step || i + 2 === line.length) break;
      passed += side;
    }
    const share = side > 0 ? Math.min((k * step - passed) / side, 1) : 0;
    places.push([0, 1].map((c) => line[i][c] + share * (line[i + 1][c] - line[i][c])));
  }
  places.push(line.at(-1));
  return places;
}

/** A Gaussian mean along the points (a hundredth of them wide), so that no corner of the map is felt as a jerk. */
function smoothed(points, closed) {
  const width = points.length / 100, reach = Math.ceil(3 * width), last = points.length - 1;
  return points.map((point, t) => {
    const sum = new Float64Array(point.length);
    let total = 0;
    for (let o = -reach; o <= reach; ++o) {
      const at = closed ? (t + o + last) % last : Math.min(Math.max(t + o, 0), last);
      const weight = Math.exp(-0.5 * (o / width) ** 2);
      total += weight;
      for (let d = 0; d < sum.length; ++d) sum[d] += weight * points[at][d];
    }
    return sum.map((value) => value / total);
  });
}
