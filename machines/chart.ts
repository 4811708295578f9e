import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { lineMachine } from './line/line.machine.ts';
import { serviceMachine } from './service/service.machine.ts';
import { sessionMachine } from './session/session.machine.ts';
import { lineStates, type StateMeaning } from './states.ts';
import type { MachineKind } from './step.ts';
import { ticketMachine } from './ticket/ticket.machine.ts';

/** One state, or a region or group of them. */
export type ChartNode = {
  /** `line`, `line.build`, `line.build.awaiting`, `live.healthy`, `open`. */
  readonly id: string;
  readonly parent: string | null;
  /** Its own name, the last part of the id. */
  readonly label: string;
  /** `passing` is never stayed in. */
  readonly kind: 'region' | 'group' | 'state' | 'passing' | 'final';
  readonly initial: boolean;
  /** What it means to people and the column it stands in, where the board has words for it. */
  readonly sentence: string | null;
  readonly column: string | null;
};

/** A way from one state to another; from a group or a region: from every state in it. */
export type ChartEdge = {
  /** Empty: from every state of the machine. */
  readonly from: string;
  readonly to: string;
  /** What happens on it, in the order the machine looks at it; none where it goes on by itself. */
  readonly events: readonly string[];
  readonly always: boolean;
};

export type MachineChart = {
  readonly kind: MachineKind;
  readonly nodes: readonly ChartNode[];
  readonly edges: readonly ChartEdge[];
};

const machines: Readonly<Record<MachineKind, AnyStateMachine>> = {
  service: serviceMachine,
  ticket: ticketMachine,
  session: sessionMachine,
  line: lineMachine,
};

/** Drawn once: a machine does not change while the process runs. */
const drawn = new Map<MachineKind, MachineChart>();

/** The states of a machine and the ways between them, read off the machine that runs. */
export function chartOf(kind: MachineKind): MachineChart {
  const known = drawn.get(kind) ?? chart(kind);
  drawn.set(kind, known);
  return known;
}

function chart(kind: MachineKind): MachineChart {
  const nodes = new Map<string, ChartNode>();
  const edges = new Map<string, ChartEdge>();
  for (const node of below(machines[kind].root)) {
    const id = idOf(node);
    if (id !== '' && !nodes.has(id)) nodes.set(id, nodeOf(node, id));
    for (const transition of waysOut(node)) {
      for (const target of transition.target ?? []) addEdge(edges, id, idOf(entered(target)), transition);
    }
  }
  return { kind, nodes: [...nodes.values()], edges: [...edges.values()] };
}

function addEdge(
  edges: Map<string, ChartEdge>,
  from: string,
  to: string,
  { eventType }: AnyTransitionDefinition,
): void {
  // Inside the overlay of a missing directory every state is shown as the one.
  if (from === to) return;
  const always = eventType === '';
  const key = `${from} ${to} ${always}`;
  const events = edges.get(key)?.events ?? [];
  const more = always || events.includes(eventType) ? [] : [eventType];
  edges.set(key, { from, to, events: [...events, ...more], always });
}

function nodeOf(node: AnyStateNode, id: string): ChartNode {
  const parts = id.split('.');
  const known: Readonly<Record<string, StateMeaning | undefined>> = lineStates;
  const meaning = id.startsWith('line.') ? known[id.slice('line.'.length)] : undefined;
  return {
    id,
    parent: parts.length === 1 ? null : parts.slice(0, -1).join('.'),
    label: parts.at(-1) ?? id,
    kind: kindOf(node, id),
    initial: node.parent !== undefined && entered(node.parent) === entered(node),
    sentence: meaning?.sentence ?? null,
    column: meaning?.column ?? null,
  };
}

function kindOf(node: AnyStateNode, id: string): ChartNode['kind'] {
  if (node.type === 'final') return 'final';
  if (node.parent?.type === 'parallel') return 'region';
  if (id === missing) return 'state';
  if (node.type === 'compound') return 'group';
  // Its last way on has no condition.
  return node.always?.some(({ guard }) => guard === undefined) ? 'passing' : 'state';
}

const missing = 'live.missing';

/**
 * As people see them: a directory that is there is not told of, and one that is gone is one state whatever is served
 * meanwhile.
 */
function idOf(node: AnyStateNode): string {
  const path = node.path.join('.');
  if (path === 'live.present' || path.startsWith('live.present.')) return path.replace('.present', '');
  return path.startsWith(`${missing}.`) ? missing : path;
}

/** The state that is in when this one is entered. */
function entered(node: AnyStateNode): AnyStateNode {
  if (node.type !== 'compound') return node;
  const first = node.initial.target[0];
  return first ? entered(first) : node;
}

function waysOut(node: AnyStateNode): AnyTransitionDefinition[] {
  return [...(node.always ?? []), ...[...node.transitions.values()].flat()];
}

function* below(node: AnyStateNode): Iterable<AnyStateNode> {
  yield node;
  for (const child of Object.values(node.states)) yield* below(child);
}
