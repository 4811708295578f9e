import { z } from 'zod';
import { messageOf } from '../errors.ts';
import type { McpDeps } from './mcp-deps.ts';

/** How long an agent may think or run a tool without a call before its tickets are given to others, milliseconds. */
export const patienceMs = 15 * 60_000;

const prefix = 'mcp/kept/';
const keptFact = z.object({ session: z.string(), token: z.number() });

export type PatienceDeps = Pick<McpDeps, 'coordinator' | 'sessions' | 'store' | 'clock' | 'limits' | 'log'>;

/**
 * Keeps the leases of agents that speak MCP themselves, with no worker beside them that could beat: a ticket they
 * claimed is theirs until nothing was heard of them for `patienceMs`. After a restart they have that time again.
 */
export class Patience {
  readonly #with: PatienceDeps;
  /** By ticket: who claimed it over MCP, and under which token. */
  readonly #kept = new Map<string, { readonly session: string; readonly token: number }>();
  readonly #heard = new Map<string, number>();
  readonly #asked = new Map<string, () => void>();
  #cancel: (() => void) | null = null;

  constructor(deps: PatienceDeps) {
    this.#with = deps;
    for (const key of deps.store.keys(prefix)) {
      const kept = keptFact.safeParse(JSON.parse(deps.store.get(key) ?? 'null'));
      if (kept.success) this.#kept.set(key.slice(prefix.length), kept.data);
      if (kept.success) this.heard(kept.data.session);
    }
    this.#later();
  }

  /** The agent of this session called. */
  heard(session: string): void {
    this.#heard.set(session, this.#with.clock.monotonic());
  }

  /** It claimed this ticket itself. */
  keep(session: string, ticket: string, token: number): void {
    this.#kept.set(ticket, { session, token });
    this.#with.store.put(prefix + ticket, JSON.stringify({ session, token }));
    this.heard(session);
  }

  /**
   * It asked for work and got none. What it is assigned while it still counts as present, and does not ask for, is given
   * back when it does not: nobody died.
   */
  askedInVain(session: string): void {
    const { clock, limits } = this.#with;
    this.#asked.get(session)?.();
    const cancel = clock.after(limits.leaseExpiryMs + 10, () => {
      this.#asked.delete(session);
      void this.#giveBackUnclaimed(session);
    });
    this.#asked.set(session, cancel);
  }

  /** Beats for all that is kept now; drops what is over. Never rejects. */
  async beat(): Promise<void> {
    const { sessions, clock, log } = this.#with;
    const leases = new Map<string, { ticket: string; token: number }[]>();
    for (const [ticket, { session, token }] of this.#kept) {
      const silent = clock.monotonic() - (this.#heard.get(session) ?? Number.NEGATIVE_INFINITY);
      if (silent > patienceMs || !this.#holds(session, ticket, token)) {
        if (silent > patienceMs) log.warn({ session, ticket }, 'nothing was heard of the agent for too long');
        this.#drop(ticket);
      } else {
        leases.set(session, [...(leases.get(session) ?? []), { ticket, token }]);
      }
    }
    for (const session of this.#heard.keys()) if (!leases.has(session)) this.#heard.delete(session);
    for (const [session, held] of leases) {
      await sessions.heartbeat(session, { leases: held }).catch((error: unknown) => {
        log.warn({ session, error: messageOf(error) }, 'an agent’s lease could not be renewed');
      });
    }
  }

  close(): void {
    this.#cancel?.();
    for (const cancel of this.#asked.values()) cancel();
  }

  #later(): void {
    this.#cancel = this.#with.clock.after(this.#with.limits.leaseBeatMs, () => {
      void this.beat();
      this.#later();
    });
  }

  #holds(session: string, ticket: string, token: number): boolean {
    const context = this.#with.coordinator.ticket(ticket)?.context;
    return context?.holder === session && context.token === token;
  }

  #drop(ticket: string): void {
    this.#kept.delete(ticket);
    this.#with.store.remove(prefix + ticket);
  }

  async #giveBackUnclaimed(session: string): Promise<void> {
    const { coordinator, sessions, log } = this.#with;
    for (const { ticket, token } of coordinator.session(session)?.context.holding ?? []) {
      if (this.#kept.has(ticket) || coordinator.ticket(ticket)?.context.started !== false) continue;
      await sessions.release(session, ticket, token, 'the agent did not ask for it again').catch((error) => {
        log.warn({ session, ticket, error: messageOf(error) }, 'an unclaimed ticket could not be given back');
      });
    }
  }
}
