import type { Box } from './lay-out.ts';

export type EdgePath = { readonly d: string; readonly x: number; readonly y: number };

/** The line from one box to another, and where its number stands; what leads back runs along `ceiling`. */
export function edgePath(from: Box, to: Box, ceiling: number): EdgePath {
  const a = middle(from);
  const b = middle(to);
  if (Math.abs(a.x - b.x) < from.width / 2) return inColumn(from, to);
  const isAhead = b.x > a.x;
  const isRow = Math.abs(a.y - b.y) < 4;
  const isNext = Math.abs(b.x - a.x) < from.width * 1.6;
  if (isAhead && !(isRow && !isNext)) {
    const bends = (start: Point, end: Point): [Point, Point] => {
      const bend = Math.max(26, (end.x - start.x) / 2);
      return [
        { x: start.x + bend, y: start.y },
        { x: end.x - bend, y: end.y },
      ];
    };
    // Of a long one the number stands where it arrives, clear of what it passes.
    return curve({ x: from.x + from.width, y: a.y }, { x: to.x, y: b.y }, bends, isNext ? 0.5 : 0.94);
  }
  if (!isRow) return above(from, to, ceiling);
  const lift = Math.min(54, 22 + Math.abs(b.x - a.x) / 25);
  const side = isAhead ? -1 : 1;
  const edge = (box: Box) => (isAhead ? box.y : box.y + box.height);
  return curve(
    { x: a.x + (isAhead ? 14 : -14), y: edge(from) },
    { x: b.x + (isAhead ? -14 : 14), y: edge(to) },
    (start, end) => [
      { x: start.x, y: start.y + side * lift },
      { x: end.x, y: end.y + side * lift },
    ],
  );
}

/** Back to an earlier column: up beside the one, along above all, down beside the other. */
function above(from: Box, to: Box, ceiling: number): EdgePath {
  const out = from.x + from.width + 9;
  const into = to.x - 9;
  const [start, end] = [middle(from).y, middle(to).y];
  const r = 7;
  const d = [
    `M ${from.x + from.width} ${start} Q ${out} ${start} ${out} ${start - r}`,
    `L ${out} ${ceiling + r} Q ${out} ${ceiling} ${out - r} ${ceiling}`,
    `L ${into + r} ${ceiling} Q ${into} ${ceiling} ${into} ${ceiling + r}`,
    `L ${into} ${end - r} Q ${into} ${end} ${to.x} ${end}`,
  ];
  return { d: d.join(' '), x: (out + into) / 2, y: ceiling };
}

type Point = { readonly x: number; readonly y: number };

/** Down on the right, up on the left; to the next one straight. */
function inColumn(from: Box, to: Box): EdgePath {
  const down = to.y > from.y;
  const gap = down ? to.y - (from.y + from.height) : from.y - (to.y + to.height);
  if (down && gap < 30) {
    const x = middle(from).x;
    return curve({ x, y: from.y + from.height }, { x, y: to.y }, (start, end) => [start, end]);
  }
  const x = down ? from.x + from.width : from.x;
  const reach = (down ? 1 : -1) * Math.min(26, 12 + gap / 8);
  return curve({ x, y: middle(from).y }, { x, y: middle(to).y }, (start, end) => [
    { x: start.x + reach * 1.5, y: start.y },
    { x: end.x + reach * 1.5, y: end.y },
  ]);
}

/** A curve from one point to another; its number stands at the share `t` of it. */
function curve(
  start: Point,
  end: Point,
  bends: (start: Point, end: Point) => [Point, Point],
  t = 0.5,
): EdgePath {
  const [one, two] = bends(start, end);
  const u = 1 - t;
  const at = (axis: 'x' | 'y') =>
    u ** 3 * start[axis] + 3 * u * u * t * one[axis] + 3 * u * t * t * two[axis] + t ** 3 * end[axis];
  const to = (...points: Point[]) => points.map(({ x, y }) => `${x} ${y}`).join(' ');
  return { d: `M ${to(start)} C ${to(one, two, end)}`, x: at('x'), y: at('y') };
}

function middle({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height / 2 };
}
