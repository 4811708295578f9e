import { isExpired } from '../../machines/policy/lease.ts';
import type { Clock } from '../coordinator/clock.port.ts';
import { createGrace, type GraceLimits } from './grace.ts';

/** A ticket as one session holds it. */
export type Holding = { readonly ticket: string; readonly token: number; readonly session: string };

/**
 * When each lease and each session was last heard of, on the monotonic clock. It is memory only: a restart gives
 * everybody one lease time. What expires is decided here; that it expired is an event the caller journals.
 */
export interface Leases {
  /** A beat for this holding, or the moment it was claimed. */
  renew(ticket: string, token: number): void;
  heard(session: string): void;
  /** Whether it was really heard of within the last lease time; after a restart nobody was. */
  isFresh(session: string): boolean;
  /** Milliseconds since it was last heard of; null where it was not in this run of the coordinator. */
  heardAgo(session: string): number | null;
  /** The session's run is over: what was heard of it says nothing about the next one. */
  forget(session: string): void;
  outage(down: boolean): void;
  /** Compares what is held and who is registered with what was heard; forgets everything else. */
  sweep(held: Iterable<Holding>, sessions: Iterable<string>): { expired: Holding[]; silent: string[] };
}

export function createLeases(clock: Clock, limits: GraceLimits): Leases {
  const grace = createGrace(clock, limits);
  let beats = new Map<string, number>();
  const voices = new Map<string, number>();
  /** Since when a session is waited for: what silence is measured from. */
  let awaited = new Map<string, number>();

  const key = (ticket: string, token: number): string => `${token}/${ticket}`;

  return {
    renew: (ticket, token) => void beats.set(key(ticket, token), clock.monotonic()),
    heard: (session) => void voices.set(session, clock.monotonic()),
    isFresh(session) {
      const at = voices.get(session);
      return at !== undefined && clock.monotonic() - at < limits.leaseExpiryMs;
    },
    heardAgo(session) {
      const at = voices.get(session);
      return at === undefined ? null : Math.max(0, clock.monotonic() - at);
    },
    forget: (session) => void voices.delete(session),
    outage: (down) => grace.outage(down),
    sweep(held, sessions) {
      const now = clock.monotonic();
      const graceUntil = grace.observe();
      const isOver = (lastBeat: number): boolean =>
        isExpired(now, { lastBeat, graceUntil }, limits.leaseExpiryMs);

      const nextBeats = new Map<string, number>();
      const expired: Holding[] = [];
      for (const holding of held) {
        const name = key(holding.ticket, holding.token);
        const at = beats.get(name) ?? now;
        nextBeats.set(name, at);
        if (isOver(at)) expired.push(holding);
      }
      const nextAwaited = new Map<string, number>();
      const silent: string[] = [];
      for (const session of sessions) {
        const at = latest(voices.get(session), awaited.get(session)) ?? now;
        nextAwaited.set(session, at);
        if (isOver(at)) silent.push(session);
      }
      for (const session of voices.keys()) if (!nextAwaited.has(session)) voices.delete(session);
      beats = nextBeats;
      awaited = nextAwaited;
      return { expired, silent };
    },
  };
}

function latest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
}
