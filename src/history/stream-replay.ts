import { lineEvent } from '../../machines/line/line.events.ts';
import { serviceEvent } from '../../machines/service/service.events.ts';
import { sessionEvent } from '../../machines/session/session.events.ts';
import { type MachineKind, type Snapshot, start, step, versionOf } from '../../machines/step.ts';
import { ticketEvent } from '../../machines/ticket/ticket.events.ts';
import type { EventRow, StreamId } from '../store/store.port.ts';

const shapes = { service: serviceEvent, ticket: ticketEvent, session: sessionEvent, line: lineEvent };

/** Which machine takes a stream's events. */
export function machineOf(stream: StreamId): MachineKind {
  // The kind of machine behind a stream is the first part of its id.
  return stream.slice(0, stream.indexOf('/')) as MachineKind;
}

/**
 * One machine as its journal makes it, row by row, by the rules of now. A row that an older version journaled and that
 * these rules have no use for leaves it as it was.
 */
export class StreamReplay<K extends MachineKind> {
  readonly #kind: K;
  #snapshot: Snapshot<K> | null = null;

  constructor(kind: K) {
    this.#kind = kind;
  }

  /** Null before the first row. */
  get snapshot(): Snapshot<K> | null {
    return this.#snapshot;
  }

  take(row: EventRow): void {
    const stamp = { at: row.at, ref: String(row.seq) };
    const known = this.#snapshot;
    try {
      if (row.event.type === 'Opened') this.#snapshot = start(this.#kind, inputOf(row.event), stamp).snapshot;
      else if (known) this.#snapshot = step(this.#kind, known, this.#eventOf(row), stamp).snapshot;
    } catch {
      // What the rules of now refuse was taken by those of then; the next row goes on from here.
    }
  }

  /** What was left out of an older event is filled in as when it is received. */
  #eventOf({ event, version }: EventRow): EventRow['event'] {
    if (version === versionOf(this.#kind)) return event;
    const parsed = shapes[this.#kind].safeParse(event);
    return parsed.success ? parsed.data : event;
  }
}

function inputOf(event: EventRow['event']): Readonly<Record<string, unknown>> {
  const input = 'input' in event ? event.input : undefined;
  return typeof input === 'object' && input !== null ? { ...input } : {};
}
