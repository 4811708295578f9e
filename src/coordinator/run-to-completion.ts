import { afterOf } from '../../machines/after.ts';
import type { ServiceContext } from '../../machines/service/service.context.ts';
import { type Effect, start, step, versionOf } from '../../machines/step.ts';
import type { TicketContext } from '../../machines/ticket/ticket.context.ts';
import { AndonError } from '../errors.ts';
import type { Batch, EventRow, OutboxRow, SnapshotRow, StreamId, TimerRow } from '../store/store.port.ts';
import { kindOf, type Machine, streamOf } from './memory-machines.ts';

/** An event on its way to the machine that parses nothing: what leaves a machine was typed there. */
type AnyEvent = { readonly type: string; readonly [field: string]: unknown };

/** What one external event did, with everything it caused in other machines; nothing of it is durable yet. */
export type Run = {
  /** Sequence number of the event itself; of the last event before it when it was ignored. */
  readonly seq: number;
  readonly ignored: boolean;
  readonly events: EventRow[];
  readonly machines: Map<StreamId, Machine>;
  readonly outbox: OutboxRow[];
  readonly timers: TimerRow[];
  readonly cancelledTimers: { stream: StreamId; timer: string }[];
};

export type RunInput = {
  readonly stream: StreamId;
  /** `null` opens the stream with `input`. */
  readonly event: AnyEvent | null;
  readonly input?: Readonly<Record<string, unknown>>;
  readonly at: number;
  readonly lastSeq: number;
  /** What is committed or staged before this run. */
  readonly lookup: (stream: StreamId) => Machine | undefined;
  /** The settings of the home that a ticket lives by. */
  readonly ticketDefaults: Pick<
    TicketContext,
    'attemptsAllowed' | 'deadlineMs' | 'deathsAllowed' | 'parkMs' | 'parkCapMs'
  >;
};

/** More nested events than any real cause has; a loop between machines is a mistake and is refused whole. */
const nestedLimit = 1_000;

/**
 * Steps the machine an event is for, and in the same breath every machine its effects tell, until nothing is left to
 * tell. Pure but for the machines it reads through `lookup`. Throws when the stream does not exist (`NOT_FOUND`) or a
 * machine refuses the event with a mistake of its own; then nothing has happened.
 */
export function runToCompletion(input: RunInput): Run {
  const run: Run = {
    seq: input.lastSeq,
    ignored: false,
    events: [],
    machines: new Map(),
    outbox: [],
    timers: [],
    cancelledTimers: [],
  };
  // A timer that fired is used up, whatever the machine makes of it; it may start one of the same name again.
  if (input.event?.type === 'TimerFired') {
    run.cancelledTimers.push({ stream: input.stream, timer: String(input.event.timer) });
  }
  let seq = input.lastSeq;
  let rootIgnored = false;
  const queue: { stream: StreamId; event: AnyEvent | null; input: Readonly<Record<string, unknown>> }[] = [
    { stream: input.stream, event: input.event, input: input.input ?? {} },
  ];

  for (let index = 0; index < queue.length; index += 1) {
    if (index > nestedLimit)
      throw new AndonError('INTERNAL', `one event caused more than ${nestedLimit} others`);
    const next = queue[index];
    if (!next) break;
    const known = run.machines.get(next.stream) ?? input.lookup(next.stream);
    const kind = kindOf(next.stream);
    const stamp = { at: input.at, ref: String(seq + 1) };
    if (next.event !== null && !known) {
      // An answer may reach a ticket that is over and out of memory; only what comes from outside is told so.
      if (index === 0) throw new AndonError('NOT_FOUND', `${next.stream} does not exist or is over`);
      continue;
    }
    if (next.event === null && known) continue;
    const stepped =
      next.event !== null && known
        ? step(kind, known.snapshot, next.event, stamp)
        : start(kind, next.input, stamp);
    if (stepped.ignored) {
      if (index === 0) rootIgnored = true;
      continue;
    }
    seq += 1;
    const event = next.event ?? { type: 'Opened', input: next.input };
    const after = afterOf(kind, stepped.snapshot);
    run.events.push({ seq, at: input.at, stream: next.stream, version: versionOf(kind), event, after });
    run.machines.set(next.stream, {
      stream: next.stream,
      kind,
      snapshot: stepped.snapshot,
      seq,
      final: stepped.final,
    });
    const service = kind === 'service' ? (stepped.snapshot.context as ServiceContext) : undefined;
    stepped.effects.forEach((effect, position) => {
      route(effect, next.stream, { seq, position, service, at: input.at }, run, queue, input.ticketDefaults);
    });
  }
  const first = run.events[0];
  return { ...run, seq: first ? first.seq : input.lastSeq, ignored: rootIgnored };
}

type From = {
  readonly seq: number;
  readonly position: number;
  readonly service: ServiceContext | undefined;
  readonly at: number;
};

/** Effects that tell another machine join the queue; timers go to their table; the rest is owed to the outside. */
function route(
  effect: Effect,
  stream: StreamId,
  from: From,
  run: Run,
  queue: { stream: StreamId; event: AnyEvent | null; input: Readonly<Record<string, unknown>> }[],
  ticketDefaults: RunInput['ticketDefaults'],
): void {
  switch (effect.type) {
    case 'openTicket': {
      const { type: _type, ticket, ...order } = effect;
      const input = {
        ...order,
        id: ticket,
        owner: stream,
        service: { id: from.service?.id ?? '', name: from.service?.name ?? '' },
        ...ticketDefaults,
      };
      queue.push({ stream: streamOf.ticket(ticket), event: null, input });
      return;
    }
    case 'acceptTicket':
      queue.push(told(streamOf.ticket(effect.ticket), { type: 'TicketAccepted', token: effect.token }));
      return;
    case 'rejectTicket':
      queue.push(
        told(streamOf.ticket(effect.ticket), {
          type: 'TicketRejected',
          token: effect.token,
          feedback: effect.feedback,
        }),
      );
      return;
    case 'barTicket':
      queue.push(told(streamOf.ticket(effect.ticket), { type: 'TicketBarred', sessions: effect.sessions }));
      return;
    case 'prioritiseTicket':
      queue.push(
        told(streamOf.ticket(effect.ticket), { type: 'TicketPrioritised', priority: effect.priority }),
      );
      return;
    case 'cancelTicket':
      queue.push(told(streamOf.ticket(effect.ticket), { type: 'TicketCancelled', reason: effect.reason }));
      return;
    case 'tellOwner':
      queue.push(told(effect.owner as StreamId, effect.event as AnyEvent));
      return;
    case 'tellLine':
      queue.push(told(streamOf.line, effect.event as AnyEvent));
      return;
    case 'tellSession': {
      const { type: _type, session, ...outcome } = effect;
      queue.push(told(streamOf.session(session), { type: 'TicketOutcome', ...outcome }));
      return;
    }
    case 'startTimer':
      run.timers.push({ stream, timer: effect.timer, dueAt: from.at + effect.afterMs });
      return;
    case 'cancelTimer': {
      // A timer started and cancelled by one cause was never there.
      const started = run.timers.findIndex(
        (timer) => timer.stream === stream && timer.timer === effect.timer,
      );
      if (started >= 0) run.timers.splice(started, 1);
      run.cancelledTimers.push({ stream, timer: effect.timer });
      return;
    }
    default:
      run.outbox.push({ id: `e-${from.seq}-${from.position}`, stream, effect });
  }
}

function told(stream: StreamId, event: AnyEvent) {
  return { stream, event, input: {} };
}

/** The rows that make these runs durable, in one transaction. */
export function batchOf(runs: readonly Run[]): Batch {
  const snapshots = new Map<StreamId, SnapshotRow>();
  const timers = new Map<string, TimerRow>();
  const cancelled = new Map<string, { stream: StreamId; timer: string }>();
  for (const run of runs) {
    for (const machine of run.machines.values()) {
      snapshots.set(machine.stream, {
        stream: machine.stream,
        version: versionOf(machine.kind),
        seq: machine.seq,
        snapshot: machine.snapshot,
        final: machine.final,
      });
    }
    for (const row of run.cancelledTimers) {
      timers.delete(`${row.stream} ${row.timer}`);
      cancelled.set(`${row.stream} ${row.timer}`, row);
    }
    for (const row of run.timers) {
      cancelled.delete(`${row.stream} ${row.timer}`);
      timers.set(`${row.stream} ${row.timer}`, row);
    }
  }
  return {
    events: runs.flatMap((run) => run.events),
    snapshots: [...snapshots.values()],
    outbox: runs.flatMap((run) => run.outbox),
    // The store drops those of a machine that is over; none may be armed either.
    timers: [...timers.values()].filter(({ stream }) => snapshots.get(stream)?.final !== true),
    cancelledTimers: [...cancelled.values()],
  };
}
