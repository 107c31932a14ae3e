/**
 * A map of poses: K places (x, y) and the latents (Z) of each. From a place on it to latents and back, by the modified
 * method of Shepard (Franke and Nielson 1980, "Smooth interpolation of large sets of scattered data"): the mean of the
 * eight nearest with weights ((R - d) / (R d))^2, d the distance and R that of the ninth. A point of the map has its
 * own latents exactly, and between points nothing jumps, because the weight of the eighth is 0 where the ninth takes
 * over.
 */

const kNear = 8;

export class PoseMap {
  /** @param {number[][]} places (K, 2) @param {ArrayLike<number>[]} latents (K, Z) */
  constructor(places, latents) {
    if (places.length === 0 || places.length !== latents.length) {
      throw new Error(`map: expected as many latents as places, found ${latents.length} and ${places.length}`);
    }
    this.places = places;
    this.latents = latents;
  }

  /** (Z) latents at a place. */
  latentsAt(place) {
    return meanOfNearest(this.places, place, this.latents);
  }

  /** (2) the place of a point z. */
  placeOf(z) {
    return meanOfNearest(this.latents, z, this.places);
  }

  /** The index of the point nearest to a place. */
  nearest([x, y]) {
    let best = 0, least = Infinity;
    this.places.forEach(([px, py], k) => {
      const d = (px - x) ** 2 + (py - y) ** 2;
      if (d < least) [best, least] = [k, d];
    });
    return best;
  }
}

/** The mean of values[k] by how near from[k] is to `at`. */
function meanOfNearest(from, at, values) {
  const near = nearestOf(from, at);
  const size = values[0].length;
  const result = new Float64Array(size);
  if (near[0].d === 0 || near.length === 1) return Float64Array.from(values[near[0].k]);
  const reach = near.length > kNear ? near[kNear].d : 2 * near.at(-1).d;
  let total = 0;
  for (const { k, d } of near.slice(0, kNear)) {
    const weight = d < reach ? ((reach - d) / (reach * d)) ** 2 : 0;
    total += weight;
    for (let i = 0; i < size; ++i) result[i] += weight * values[k][i];
  }
  if (total === 0) return Float64Array.from(values[near[0].k]);  // nine at one distance
  for (let i = 0; i < size; ++i) result[i] /= total;
  return result;
}

/** [{k, d}] of the nine nearest, ascending. */
function nearestOf(from, at) {
  const near = [];
  from.forEach((point, k) => {
    let d = 0;
    for (let i = 0; i < at.length; ++i) d += (point[i] - at[i]) ** 2;
    if (near.length > kNear && d >= near[kNear].d) return;
    let place = near.length;
    while (place > 0 && near[place - 1].d > d) --place;
    near.splice(place, 0, { k, d });
    near.length = Math.min(near.length, kNear + 1);
  });
  return near.map(({ k, d }) => ({ k, d: Math.sqrt(d) }));
}

/**
 * The indices of `count` points that lie far from one another: each next one is the one whose nearest chosen one is
 * farthest away (Gonzalez 1985), from the one nearest to the middle on.
 */
export function farApart(places, count) {
  const middle = [0, 1].map((i) => places.reduce((sum, place) => sum + place[i], 0) / places.length);
  const distances = new Float64Array(places.length).fill(Infinity);
  const chosen = [new PoseMap(places, places).nearest(middle)];
  while (chosen.length < Math.min(count, places.length)) {
    const last = places[chosen.at(-1)];
    let best = 0;
    places.forEach((place, k) => {
      distances[k] = Math.min(distances[k], Math.hypot(place[0] - last[0], place[1] - last[1]));
      if (distances[k] > distances[best]) best = k;
    });
    if (distances[best] === 0) break;
    chosen.push(best);
  }
  return chosen;
}
