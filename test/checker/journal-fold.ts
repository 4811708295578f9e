import { type Effect, type MachineKind, type Snapshot, start, step } from '../../machines/step.ts';
import type { TicketContext } from '../../machines/ticket/ticket.context.ts';
import type { EventRow, OutboxRow, StreamId } from '../../src/store/store.port.ts';
import type { Ending } from './observation.ts';
import { differenceAt } from './same-json.ts';
import { seenAs } from './seen-as.ts';
import type { ServiceNow, StateNow, Step } from './step.ts';
import { wrongAfter } from './wrong-after.ts';

type Folded = { readonly snapshot: Snapshot; readonly now: Step['after'] };

/** Effects stepped or stored in the commit itself; all others are owed to the outside. */
const inside: ReadonlySet<string> = new Set([
  'openTicket',
  'acceptTicket',
  'rejectTicket',
  'cancelTicket',
  'barTicket',
  'prioritiseTicket',
  'tellOwner',
  'tellLine',
  'tellSession',
  'startTimer',
  'cancelTimer',
]);

/**
 * The checker's own model: every machine as the journal alone makes it, one machine step a row. What a coordinator or
 * a database holds is compared with it.
 */
export class JournalFold {
  /** Every row there ever was; the row of number `n` is at `n - 1`. */
  readonly rows: EventRow[] = [];
  readonly #folded = new Map<StreamId, Folded>();
  readonly #owed = new Map<string, OutboxRow>();

  /** Sequence number of the last row. */
  get seq(): number {
    return this.rows.length;
  }

  /** Takes the next row in. Throws an `Error` with the sentence when no honest journal could hold it here. */
  take(row: EventRow): Step {
    if (row.seq !== this.seq + 1) throw new Error(`row ${row.seq} follows row ${this.seq}`);
    this.rows.push(row);
    const slash = row.stream.indexOf('/');
    // The kind of machine behind a stream is the first part of its id.
    const kind = row.stream.slice(0, slash) as MachineKind;
    const known = this.#folded.get(row.stream);
    const { snapshot, effects } = this.#stepped(kind, row, known);
    const wrong = wrongAfter(kind, row, snapshot);
    if (wrong !== null) throw new Error(wrong);
    const now = seenAs(kind, snapshot);
    this.#folded.set(row.stream, { snapshot, now });
    effects.forEach((effect, index) => {
      if (inside.has(effect.type)) return;
      const id = `e-${row.seq}-${index}`;
      this.#owed.set(id, { id, stream: row.stream, effect });
    });
    // One cast for four kinds: a stream's kind decides its events and its context.
    return {
      kind,
      id: row.stream.slice(slash + 1),
      row,
      event: row.event,
      before: known?.now ?? null,
      after: now,
      effects,
    } as Step;
  }

  #stepped(
    kind: MachineKind,
    row: EventRow,
    known: Folded | undefined,
  ): { readonly snapshot: Snapshot; readonly effects: readonly Effect[] } {
    const stamp = { at: row.at, ref: String(row.seq) };
    if (row.event.type === 'Opened') {
      if (known) throw new Error(`${row.stream} is opened twice`);
      const input = 'input' in row.event && isRecord(row.event.input) ? row.event.input : {};
      return start(kind, input, stamp);
    }
    if (!known) throw new Error(`${row.stream} takes ${row.event.type} before it is opened`);
    const stepped = step(kind, known.snapshot, row.event, stamp);
    if (stepped.ignored) throw new Error(`${row.stream} has no use for the ${row.event.type} it journaled`);
    return stepped;
  }

  streams(): Iterable<StreamId> {
    return this.#folded.keys();
  }

  service(id: string): ServiceNow | undefined {
    const now = this.#folded.get(`service/${id}`)?.now;
    return now && 'line' in now ? now : undefined;
  }

  ticket(id: string): StateNow<TicketContext> | undefined {
    // The cast holds because the stream's kind decides the context.
    return this.#folded.get(`ticket/${id}`)?.now as StateNow<TicketContext> | undefined;
  }

  get linePaused(): boolean {
    const line = this.#folded.get('line/main')?.now;
    return line !== undefined && 'state' in line && line.state === 'paused';
  }

  *services(): Iterable<ServiceNow> {
    for (const { now } of this.#folded.values()) if ('line' in now) yield now;
  }

  /** The effect the journal asks for under this id (`e-<seq>-<index>`), if it does. */
  effect(id: string): OutboxRow | undefined {
    return this.#owed.get(id);
  }

  /** Every effect the journal ever asked the outside for. */
  effects(): Iterable<OutboxRow> {
    return this.#owed.values();
  }

  /**
   * Where these snapshots are not what the journal says, one sentence each; `complete` when every stream should be
   * among them. It may be asked after any commit.
   */
  disagreements(snapshots: Ending['snapshots'], complete = false): string[] {
    const found: string[] = [];
    const seen = new Set<StreamId>();
    for (const { stream, snapshot } of snapshots) {
      seen.add(stream);
      const folded = this.#folded.get(stream);
      const where = folded ? differenceAt(folded.snapshot, snapshot) : 'its being there';
      if (where !== null) found.push(`${stream} differs from the replay of the journal in ${where}`);
    }
    if (complete) {
      for (const stream of this.#folded.keys()) {
        if (!seen.has(stream)) found.push(`${stream} is in the journal and has no snapshot`);
      }
    }
    return found;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
