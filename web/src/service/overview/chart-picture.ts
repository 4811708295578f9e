import type { MachineChartView, PathMove } from '../../../../src/contracts/history.ts';
import { spaced } from '../spaced.ts';

export type DrawnState = {
  readonly id: string;
  readonly label: string;
  readonly kind: 'state' | 'passing' | 'final';
  readonly parent: string | null;
  readonly sentence: string | null;
  /** It is in this one now. */
  readonly lit: boolean;
  readonly visited: boolean;
};
export type DrawnGroup = { readonly id: string; readonly label: string; readonly parent: string | null };
export type DrawnEdge = {
  readonly from: string;
  readonly to: string;
  readonly words: string;
  /** `back` leads to what came before it; numbers are the steps of the path that took it. */
  readonly kind: 'way' | 'back' | 'taken' | 'last';
  readonly always: boolean;
  readonly steps: readonly number[];
};
export type ChartPicture = {
  readonly states: readonly DrawnState[];
  readonly groups: readonly DrawnGroup[];
  readonly edges: readonly DrawnEdge[];
};

/** One step on the path taken in a region, numbered from 1. */
export type PathStep = {
  readonly n: number;
  readonly from: string;
  readonly to: string;
  readonly at: number;
  readonly event: string;
};

/** The moves between states of one region, told as steps. */
export function stepsOf(moves: readonly PathMove[], region: 'line' | 'live'): PathStep[] {
  const steps: PathStep[] = [];
  let from: string | undefined;
  for (const move of moves) {
    const to = `${region}.${move[region]}`;
    if (from !== undefined && from !== to)
      steps.push({ n: steps.length + 1, from, to, at: move.at, event: move.event });
    from = to;
  }
  return steps;
}

/** What is drawn of a machine: its states and ways, which is lit, and the path taken over them. */
export function pictureOf(
  chart: MachineChartView,
  lit: ReadonlySet<string>,
  steps: readonly PathStep[],
): ChartPicture {
  const visited = new Set(steps.flatMap(({ from, to }) => [from, to]));
  const place = new Map(chart.nodes.map(({ id }, index) => [id, index]));
  const states: DrawnState[] = [];
  const groups: DrawnGroup[] = [];
  for (const { id, label, kind, parent, sentence } of chart.nodes) {
    if (kind === 'region' || kind === 'group') groups.push({ id, label: spaced(label), parent });
    else
      states.push({
        ...{ id, label: spaced(label), kind, parent, sentence },
        lit: lit.has(id),
        visited: visited.has(id) || lit.has(id),
      });
  }
  const isRegion = (id: string) => id === '' || !id.includes('.');
  const ways = chart.edges
    // What may happen in every state of a region would cross everything; the list says it.
    .filter(({ from, to }) => !isRegion(from) && !to.startsWith(`${from}.`))
    .map(({ from, to, events, always }): DrawnEdge => {
      const isBack = (place.get(to) ?? 0) < (place.get(from) ?? 0);
      return {
        from,
        to,
        always,
        words: events.map(spaced).join(', '),
        kind: isBack ? 'back' : 'way',
        steps: [],
      };
    });
  return { states, groups, edges: [...ways, ...takenEdges(steps)] };
}

function takenEdges(steps: readonly PathStep[]): DrawnEdge[] {
  const taken = new Map<string, PathStep[]>();
  for (const step of steps) {
    const key = `${step.from} ${step.to}`;
    taken.set(key, [...(taken.get(key) ?? []), step]);
  }
  const isLast = (step: PathStep) =>
    steps.every(({ from, n }) => n <= step.n || regionOf(from) !== regionOf(step.to));
  return [...taken.values()].flatMap((same): DrawnEdge[] => {
    const [first] = same;
    if (!first) return [];
    return [
      {
        ...{ from: first.from, to: first.to, always: false },
        words: [...new Set(same.map(({ event }) => spaced(event)))].join(', '),
        kind: same.some(isLast) ? 'last' : 'taken',
        steps: same.map(({ n }) => n),
      },
    ];
  });
}

function regionOf(id: string): string {
  return id.slice(0, id.indexOf('.'));
}
