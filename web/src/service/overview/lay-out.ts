import { Graph, layout } from '@dagrejs/dagre';
import type { ChartPicture, DrawnState } from './chart-picture.ts';

export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
export type LaidOut = {
  readonly boxes: ReadonlyMap<string, Box>;
  readonly width: number;
  readonly height: number;
};

const stateSize = { width: 128, height: 34 };
const head = 26;
const pad = 12;
const arcs = 22;

/**
 * Where everything is drawn, in pixels from the top left: states of a group below each other, groups and what stands
 * alone beside each other, regions below each other. Only ways ahead count, so that the road runs from left to right.
 */
export function layOut(picture: ChartPicture): LaidOut {
  const boxes = new Map<string, Box>();
  const regions = picture.groups.filter(({ parent }) => parent === null);
  let y = 0;
  let width = 0;
  for (const region of regions) {
    // What stands in one row is passed above and below.
    const room = picture.groups.some(({ parent }) => parent === region.id) ? 0 : arcs;
    const inner = layOutRegion(picture, region.id, boxes, y + head + room);
    const height = inner.height + head + pad + 2 * room;
    boxes.set(region.id, { x: 0, y, width: inner.width + 2 * pad, height });
    width = Math.max(width, inner.width + 2 * pad);
    y += height + 14;
  }
  for (const region of regions) {
    const box = boxes.get(region.id);
    if (box) boxes.set(region.id, { ...box, width });
  }
  return { boxes, width, height: Math.max(0, y - 14) };
}

function layOutRegion(picture: ChartPicture, region: string, boxes: Map<string, Box>, top: number) {
  const graph = new Graph({ compound: false }).setGraph({ rankdir: 'LR', nodesep: 14, ranksep: 44 });
  graph.setDefaultEdgeLabel(() => ({}));
  const groups = picture.groups.filter(({ parent }) => parent === region);
  const inside = new Map(groups.map(({ id }) => [id, layOutGroup(picture, id)]));
  const alone = picture.states.filter(({ parent }) => parent === region);
  for (const { id } of groups) graph.setNode(id, sizeOf(inside.get(id)));
  for (const { id } of alone) graph.setNode(id, { ...stateSize });
  const holder = new Map(
    picture.states.map(({ id, parent }) => [id, parent === region ? id : (parent ?? id)]),
  );
  const ends = (id: string) => holder.get(id) ?? id;
  const ahead: Ahead = new Map();
  const lead = (from: string, to: string) => void ahead.set(from, (ahead.get(from) ?? new Set()).add(to));
  groups.forEach(({ id }, index) => {
    const next = groups[index + 1];
    if (next) lead(id, next.id);
  });
  for (const { from, to, kind } of picture.edges) {
    const [a, b] = [ends(from), ends(to)];
    if (kind === 'way' && a !== b && graph.hasNode(a) && graph.hasNode(b)) lead(a, b);
  }
  for (const [from, to] of withoutShortcuts(ahead)) graph.setEdge(from, to);
  layout(graph);
  for (const id of graph.nodes()) {
    const box = boxOf(graph.node(id), pad, top);
    boxes.set(id, box);
    for (const [state, part] of inside.get(id)?.boxes ?? [])
      boxes.set(state, { ...part, x: part.x + box.x, y: part.y + box.y });
  }
  const { width = 0, height = 0 } = graph.graph();
  return { width, height };
}

type Ahead = Map<string, Set<string>>;

/** Only steps to what is next: a way that skips what lies between would spread the picture for nothing. */
function* withoutShortcuts(ahead: Ahead): Iterable<[string, string]> {
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
    [...(ahead.get(from) ?? [])].some((next) => {
      if (next === to) return true;
      if (seen.has(next)) return false;
      seen.add(next);
      return reaches(next, to, seen);
    });
  for (const [from, targets] of ahead) {
    for (const to of targets) {
      const isShortcut = [...targets].some((other) => other !== to && reaches(other, to));
      if (!isShortcut) yield [from, to];
    }
  }
}

function layOutGroup(picture: ChartPicture, group: string) {
  const states = picture.states.filter(({ parent }) => parent === group);
  const boxes = new Map<string, Box>();
  states.forEach(({ id }: DrawnState, index) => {
    boxes.set(id, { ...stateSize, x: pad, y: head + index * (stateSize.height + 18) });
  });
  return { boxes, rows: states.length };
}

function sizeOf(inner: { readonly rows: number } | undefined) {
  const rows = inner?.rows ?? 0;
  return {
    width: stateSize.width + 2 * pad,
    height: head + rows * stateSize.height + Math.max(0, rows - 1) * 18 + pad,
  };
}

// dagre tells of centres.
function boxOf(
  node: { x?: number; y?: number; width?: number; height?: number },
  left: number,
  top: number,
): Box {
  const { x = 0, y = 0, width = 0, height = 0 } = node;
  return { x: x - width / 2 + left, y: y - height / 2 + top, width, height };
}
