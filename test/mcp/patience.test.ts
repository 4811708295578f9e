import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../src/log.ts';
import { Patience, patienceMs } from '../../src/mcp/patience.ts';
import { HandClock } from '../sessions/hand-clock.ts';
import { type SmallLine, smallLine } from '../sessions/small-line.ts';

describe('an agent that speaks MCP itself', () => {
  let line: SmallLine;
  let clock: HandClock;
  let patience: Patience;
  const opened: Patience[] = [];
  const open = (): Patience => {
    const { coordinator, sessions, store, limits } = line;
    const made = new Patience({ coordinator, sessions, store, limits, clock, log: silentLog });
    opened.push(made);
    return made;
  };
  beforeEach(async () => {
    clock = new HandClock();
    line = await smallLine({ clock });
    patience = open();
    await line.sessions.register({
      name: 'ada',
      capabilities: ['builder'],
      slots: 1,
      agent: 'mcp',
      host: '',
    });
    await line.settled();
  });
  afterEach(async () => {
    for (const one of opened.splice(0)) one.close();
    await line.close();
  });

  /** Time passes as on a running line: beats, and a look at the leases after each. */
  const pass = async (ms: number, beating: Patience): Promise<void> => {
    for (let gone = 0; gone < ms; gone += 2_000) {
      clock.turn(2_000);
      await beating.beat();
      await line.sweeper.sweep();
      await line.settled();
    }
  };
  const claimed = async (): Promise<string> => {
    const ticket = await line.openBuild();
    await line.sessions.claim('ada', ticket, 1);
    patience.keep('ada', ticket, 1);
    return ticket;
  };

  it('keeps its ticket while it thinks, and loses it after a quarter of an hour without a call', async () => {
    const ticket = await claimed();
    await pass(patienceMs - 60_000, patience);
    expect(line.coordinator.ticket(ticket)?.context.holder).toBe('ada');
    patience.heard('ada');
    await pass(patienceMs - 60_000, patience);
    expect(line.coordinator.ticket(ticket)?.context.holder).toBe('ada');
    await pass(120_000, patience);
    expect(line.coordinator.ticket(ticket)?.context.holder).toBeNull();
    expect(line.store.keys('mcp/')).toEqual([]);
  });

  it('keeps it over a restart of the coordinator', async () => {
    const ticket = await claimed();
    patience.close();
    await pass(60_000, open());
    expect(line.coordinator.ticket(ticket)?.context.holder).toBe('ada');
  });

  it('does not lose by a lapsed lease what it was assigned after it had asked in vain', async () => {
    await line.sessions.next('ada', { waitMs: 0 }, new AbortController().signal);
    patience.askedInVain('ada');
    clock.turn(1_000);
    const ticket = await line.openBuild();
    expect(line.coordinator.ticket(ticket)?.context.holder).toBe('ada');
    for (let second = 0; second < 30; second += 1) {
      clock.turn(1_000);
      await line.settled();
      await line.sweeper.sweep();
    }
    const { context } = line.coordinator.ticket(ticket) ?? {};
    expect(context?.history.at(-1)).toMatchObject({ outcome: 'released', session: 'ada' });
    expect(context).toMatchObject({ holder: null, expiries: 0 });
  });
});
