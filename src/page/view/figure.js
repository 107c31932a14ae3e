/**
 * A pose as a small figure in the plane, seen from the front: bones as strokes, thicker near the body, the head a disc.
 */
export function drawFigure(context, skeleton, rotations, { x, y, height, colour }) {
  const positions = skeleton.positions(rotations);
  const columns = [0, 1].map((c) => positions.filter((_, i) => i % 3 === c));
  const [low, high] = [Math.min(...columns[1]), Math.max(...columns[1])];
  const middle = 0.5 * (Math.min(...columns[0]) + Math.max(...columns[0]));
  const scale = height / kBody_m;
  const place = (point) => [x + scale * (columns[0][point] - middle), y - scale * (columns[1][point] - 0.5 * (low + high))];
  context.strokeStyle = context.fillStyle = colour;
  context.lineCap = context.lineJoin = 'round';
  for (let point = 1; point < skeleton.points; ++point) {
    const parent = skeleton.parentOf(point);
    const from = skeleton.joints[parent].name;
    context.lineWidth = height * (/spine|hip|chest|pelvis/i.test(from) ? 0.085 : /hand|toe|finger/i.test(from) ? 0.035 : 0.055);
    if (/head/i.test(from)) {
      const [a, b] = [place(parent), place(point)];
      context.beginPath();
      context.arc(0.5 * (a[0] + b[0]), 0.5 * (a[1] + b[1]), 0.075 * height, 0, 2 * Math.PI);
      context.fill();
      continue;
    }
    context.beginPath();
    context.moveTo(...place(parent));
    context.lineTo(...place(point));
    context.stroke();
  }
}

const kBody_m = 1.9;
