import { meaningOf } from '../../machines/states.ts';
import type { BoardViews } from '../../src/board/board-views.port.ts';
import { createBoardViews } from '../../src/board/coordinator-board-views.ts';
import { CommittedMachines } from '../../src/coordinator/committed-machines.ts';
import type { PastLine } from '../../src/history/past-line.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import type { Store } from '../../src/store/store.port.ts';
import { Checker } from '../checker/checker.ts';
import { RealLine, smallLimits } from '../checker/real-line.ts';

/** The views of a line whose signals, probes and surroundings nobody knows. */
export function viewsOf(coordinator: PastLine): BoardViews {
  return createBoardViews({
    coordinator,
    signals: { latest: () => ({}) },
    figures: () => undefined,
    meaningOf: (state) => meaningOf(state),
    lineFacts: () => ({
      ...{ redis: 'up', redisProblem: null, sandbox: '', unsandboxed: false, catalog: null, incident: null },
      startedAt: 0,
    }),
    gatewayUrl: 'http://localhost:8901',
    servicesRoot: 'SERVICES',
  });
}

export type Look = {
  readonly at: number;
  readonly seq: number;
  readonly board: {
    readonly line: unknown;
    readonly services: readonly unknown[];
    readonly sessions: readonly unknown[];
  };
};

/** A line that lived through random events, and how its board looked now and then meanwhile. */
export async function livedLine(seed: number, events: number): Promise<{ store: Store; looks: Look[] }> {
  const store = createMemoryStore();
  const line = new RealLine(seed, store, new Checker({ limits: smallLimits }));
  const looks: Look[] = [];
  await line.run(events, () => {
    const views = viewsOf(nowOf(store));
    const board = { line: views.line(), services: views.services(), sessions: views.sessions() };
    looks.push({ at: line.clock.now(), seq: store.lastSeq(), board });
  });
  return { store, looks };
}

/** What a coordinator that is opened now reads; nobody asks it why. */
function nowOf(store: Store): PastLine {
  const machines = new CommittedMachines(store);
  return {
    service: (id) => machines.service(id),
    serviceNamed: (name) => machines.serviceNamed(name),
    services: () => machines.services(),
    ticket: (id) => machines.ticket(id),
    tickets: () => machines.tickets(),
    session: (name) => machines.session(name),
    sessions: () => machines.sessions(),
    line: () => machines.line(),
    why: () => [],
    onCommitted: () => () => {},
    seq: () => store.lastSeq(),
  };
}
