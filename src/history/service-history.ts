import { afterOf, readAfter } from '../../machines/after.ts';
import type { ChangeHistory, PathMove } from '../contracts/history.ts';
import type { EventRow } from '../store/store.port.ts';
import { ChangeFold } from './change-fold.ts';
import { StreamReplay } from './stream-replay.ts';

/** All of one service's history that is shown, from the rows of its stream in their order. */
export class ServiceHistory {
  readonly #replay = new StreamReplay('service');
  readonly #changes = new ChangeFold();
  readonly #tickets = new Set<string>();
  readonly #path: PathMove[] = [];
  #seq = 0;

  /** Sequence number of the last row taken. */
  get seq(): number {
    return this.#seq;
  }

  take(row: EventRow): void {
    this.#seq = row.seq;
    this.#replay.take(row);
    const { snapshot } = this.#replay;
    if (!snapshot) return;
    // What the journal says it was in is so, whatever the rules of now make of an old row.
    const after = readAfter(row.after) ?? readAfter(afterOf('service', snapshot));
    if (!after) return;
    const { context } = snapshot;
    const last = this.#path.at(-1);
    if (last?.line !== after.line || last.live !== after.live || last.change !== after.change)
      this.#path.push({ seq: row.seq, at: row.at, ...after, event: row.event.type });
    this.#changes.take(row.at, { context, line: after.line, live: after.live });
    if (context.ticket) this.#tickets.add(context.ticket.id);
    for (const { ticket } of context.contest?.entries ?? []) this.#tickets.add(ticket);
  }

  /** Oldest first. */
  path(): readonly PathMove[] {
    return this.#path;
  }

  /** Newest first. */
  changes(): ChangeHistory[] {
    return this.#changes.changes();
  }

  /** Ids, in the order they were opened. */
  tickets(): string[] {
    return [...this.#tickets];
  }
}
