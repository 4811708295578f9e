import { expect } from 'vitest';
import { restore, versionOf } from '../../machines/step.ts';
import type { Committed, Coordinator } from '../../src/coordinator/coordinator.port.ts';
import type { Store } from '../../src/store/store.port.ts';
import { replayStream } from './replay-stream.ts';

/** Holds the promises of the line against everything that happens in a world; throws at the first one broken. */
export class Checker {
  readonly #records = new Map<string, string>();
  readonly #releases = new Map<string, string>();
  readonly #submissions = new Map<string, string>();
  /** The first promise broken: kept, since whoever called the checker may swallow what it throws. */
  #broken: Error | null = null;
  #seq = 0;
  commits = 0;
  shipped = 0;

  recorded(record: string, commit: string): void {
    this.#records.set(record, commit);
  }

  /** Nothing is deployed without a passing record of exactly these bytes. */
  deployed(release: string, commit: string, record: string): void {
    if (this.#records.get(record) !== commit)
      this.#break(`${release} deploys ${commit} without a record of it`);
    this.#releases.set(release, commit);
  }

  switched(stream: string, release: string): void {
    if (!this.#releases.has(release)) this.#break(`${stream} serves ${release}, which was never deployed`);
  }

  committed(committed: Committed, coordinator: Coordinator): void {
    this.commits += 1;
    for (const row of committed.events) {
      this.#seq += 1;
      if (row.seq !== this.#seq) this.#break(`event ${row.seq} follows ${this.#seq - 1}`);
      const event = row.event as { type: string; token?: number; commit?: string };
      if (event.type === 'ReleaseSwitched') this.shipped += 1;
      if (event.type === 'SubmissionReceived')
        this.#submitted(`${row.stream} ${event.token}`, event.commit ?? '');
    }
    for (const stream of committed.changed) {
      if (!stream.startsWith('service/')) continue;
      const state = coordinator.service(stream.slice('service/'.length));
      const open = [...coordinator.tickets()].filter((ticket) => ticket.context.owner === stream);
      if (open.length > 1) this.#break(`${stream} has ${open.length} open tickets`);
      if (state?.context.change && state.context.change.attempt > 50) this.#break(`${stream} loops`);
      const { live } = state?.context ?? {};
      if (live?.candidate && live.held.includes(live.candidate.commit)) {
        this.#break(`${stream} deploys the held commit ${live.candidate.commit}`);
      }
    }
    const holders = [...coordinator.tickets()].filter((ticket) => ticket.state === 'held');
    for (const session of coordinator.sessions()) {
      const held = holders.filter((ticket) => ticket.context.holder === session.context.name);
      if (held.length > session.context.slots)
        this.#break(`${session.context.name} holds ${held.length} tickets`);
    }
  }

  /** Throws the first promise that was broken. */
  verify(): void {
    if (this.#broken) throw this.#broken;
  }

  #break(what: string): void {
    this.#broken ??= new Error(what);
  }

  /** One effective completion per token. */
  #submitted(key: string, commit: string): void {
    const first = this.#submissions.get(key);
    if (first !== undefined) this.#break(`${key} was completed twice: ${first}, then ${commit}`);
    this.#submissions.set(key, commit);
  }

  /** State equals the replay of the journal, and everything reached an end or says why it stands. */
  end(coordinator: Coordinator, store: Store, late: boolean): void {
    for (const state of coordinator.services()) {
      const { id, block } = state.context;
      if (late && state.line !== 'blocked' && state.line !== 'shipped') {
        this.#break(`${id} stands still in ${state.line} / ${state.live} when everything is well`);
      }
      if (state.line === 'blocked' && !block?.text) this.#break(`${id} is blocked without a reason`);
      const row = store.snapshot(`service/${id}`);
      const replayed = replayStream(store, `service/${id}`);
      expect(row && restore('service', row.snapshot, versionOf('service'))).toEqual(replayed);
    }
    for (const ticket of coordinator.tickets()) {
      const { id } = ticket.context;
      if (ticket.state === 'open' && coordinator.why(id).length === 0)
        this.#break(`${id} waits without a reason`);
    }
  }
}
