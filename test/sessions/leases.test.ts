import { describe, expect, it } from 'vitest';
import { createLeases } from '../../src/sessions/leases.ts';
import { HandClock } from './hand-clock.ts';

const limits = { leaseExpiryMs: 20_000, leaseSweepMs: 2_000 };
const held = [{ ticket: 't1', token: 3, session: 'ada' }];

function table() {
  const clock = new HandClock();
  const leases = createLeases(clock, limits);
  /** Sweeps every two seconds for so long, and says what ran out on the way. */
  const sweepFor = (ms: number, each: () => void = () => undefined) => {
    const expired: string[] = [];
    const silent: string[] = [];
    for (let passed = 0; passed < ms; passed += limits.leaseSweepMs) {
      clock.turn(limits.leaseSweepMs);
      each();
      const found = leases.sweep(held, ['ada']);
      expired.push(...found.expired.map(({ ticket, token }) => `${ticket}#${token}`));
      silent.push(...found.silent);
    }
    return { expired, silent };
  };
  return { clock, leases, sweepFor };
}

const nothing = { expired: [], silent: [] };

describe('leases', () => {
  it('lets nobody die within one lease time of the start', () => {
    const { sweepFor } = table();
    expect(sweepFor(limits.leaseExpiryMs - limits.leaseSweepMs)).toEqual(nothing);
  });

  it('calls a holding expired and its session silent that were never heard of', () => {
    const { sweepFor } = table();
    sweepFor(limits.leaseExpiryMs);
    const { expired, silent } = sweepFor(limits.leaseExpiryMs + limits.leaseSweepMs);
    expect(expired).toContain('t1#3');
    expect(silent).toContain('ada');
  });

  it('keeps a holding alive for as long as it is beaten for', () => {
    const { leases, sweepFor } = table();
    const beat = () => {
      leases.renew('t1', 3);
      leases.heard('ada');
    };
    expect(sweepFor(5 * limits.leaseExpiryMs, beat)).toEqual(nothing);
  });

  it('takes a beat under an older token for nothing', () => {
    const { leases, sweepFor } = table();
    const { expired } = sweepFor(3 * limits.leaseExpiryMs, () => leases.renew('t1', 2));
    expect(expired).toContain('t1#3');
  });

  it('expires nothing while Redis is down, nor within one lease time after it', () => {
    const { leases, sweepFor } = table();
    sweepFor(limits.leaseExpiryMs);
    leases.outage(true);
    expect(sweepFor(3 * limits.leaseExpiryMs)).toEqual(nothing);
    leases.outage(false);
    expect(sweepFor(limits.leaseExpiryMs - limits.leaseSweepMs)).toEqual(nothing);
    expect(sweepFor(2 * limits.leaseExpiryMs).expired).toContain('t1#3');
  });

  it('gives everybody one lease time after this process stood still', () => {
    const { clock, leases, sweepFor } = table();
    sweepFor(2 * limits.leaseExpiryMs - limits.leaseSweepMs);
    clock.turn(60_000);
    expect(leases.sweep(held, ['ada'])).toEqual(nothing);
    expect(sweepFor(limits.leaseExpiryMs - limits.leaseSweepMs)).toEqual(nothing);
  });

  it('gives everybody one lease time after the wall clock jumped', () => {
    const { clock, leases, sweepFor } = table();
    sweepFor(2 * limits.leaseExpiryMs - limits.leaseSweepMs);
    clock.wall -= 3_600_000;
    clock.turn(limits.leaseSweepMs);
    expect(leases.sweep(held, ['ada'])).toEqual(nothing);
  });

  it('calls a session fresh only when it was really heard of', () => {
    const { clock, leases, sweepFor } = table();
    sweepFor(limits.leaseSweepMs);
    expect(leases.isFresh('ada')).toBe(false);
    leases.heard('ada');
    expect(leases.isFresh('ada')).toBe(true);
    clock.turn(limits.leaseExpiryMs);
    expect(leases.isFresh('ada')).toBe(false);
  });
});
