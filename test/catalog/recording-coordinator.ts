import { nothingYet } from '../../machines/line/line.initial.ts';
import { defaultLimits } from '../../machines/policy/limits.ts';
import type { ServiceContext } from '../../machines/service/service.context.ts';
import type { ServiceEvent } from '../../machines/service/service.events.ts';
import { nothingSpent } from '../../machines/service/spending.ts';
import type { Coordinator, ServiceState } from '../../src/coordinator/coordinator.port.ts';

/** Takes every event as durable and keeps just enough of a service to be asked about it. */
export function recordingCoordinator() {
  const events: { service: string; event: ServiceEvent }[] = [];
  const services = new Map<string, ServiceState>();
  const failing = new Set<string>();

  const context = (id: string, name: string): ServiceContext => ({
    id,
    name,
    limits: defaultLimits,
    createdAt: 0,
    since: 0,
    paused: false,
    priority: 0,
    present: true,
    spec: null,
    unknown: null,
    changes: 0,
    change: null,
    pending: { incident: null, handEdit: null, spec: null },
    settings: { redundancy: null, merge: false, budget: null, approval: null },
    contest: null,
    spent: nothingSpent,
    ticket: null,
    verification: null,
    block: null,
    live: {
      release: null,
      lastGood: null,
      history: [],
      asked: null,
      candidate: null,
      restarts: 0,
      rung: null,
      held: [],
      since: 0,
      reason: null,
    },
  });

  const apply = (before: ServiceContext, event: ServiceEvent): ServiceContext => {
    switch (event.type) {
      case 'ServiceRenamed':
        return { ...before, name: event.name };
      case 'DirectoryVanished':
        return { ...before, present: false };
      case 'DirectoryReturned':
        return { ...before, present: true };
      case 'SettingsSeen':
        return { ...before, settings: event.settings };
      case 'TreeEdited':
        return { ...before, pending: { ...before.pending, handEdit: event.commit } };
      default:
        return before;
    }
  };

  const coordinator: Coordinator = {
    async receive(stream: string, event: { readonly type: string }) {
      const id = stream.slice('service/'.length);
      const state = services.get(id);
      if (state === undefined || failing.has(state.context.name)) throw new Error('the disk is full');
      // The one cast here: only service events are sent in these tests.
      const told = event as ServiceEvent;
      events.push({ service: state.context.name, event: told });
      services.set(id, { ...state, context: apply(state.context, told) });
      return { seq: events.length, ignored: false };
    },
    async addService(name) {
      const id = `id-${services.size + 1}`;
      services.set(id, { context: context(id, name), line: 'spec.missing', live: 'none' });
      return id;
    },
    service: (id) => services.get(id),
    serviceNamed: (name) => [...services.values()].find((state) => state.context.name === name),
    services: () => services.values(),
    ticket: () => undefined,
    tickets: () => [],
    session: () => undefined,
    sessions: () => [],
    linePaused: () => false,
    line: () => ({ context: { ...nothingYet, since: 0 }, state: 'running' }),
    why: () => [],
    mayTake: () => [],
    candidates: () => [],
    offers: () => undefined,
    onCommitted: () => () => {},
    seq: () => events.length,
  };

  return {
    coordinator,
    events,
    failing,
    /** What was told of one service, by type, oldest first. */
    told: (service: string): string[] =>
      events.filter((one) => one.service === service).map(({ event }) => event.type),
  };
}
