import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { budgetsOf } from '../../machines/policy/budget-limits.ts';
import { type ServedLine, servedLine } from '../http/served-line.ts';
import { parked, reserved, spent } from '../machines/line/given-line.ts';
import { findable, runAndon } from './run-andon.ts';

let line: ServedLine;
beforeEach(async () => {
  line = await servedLine();
  await findable(line);
  await line.openBuild();
});
afterEach(() => line.close());

const andon = (...args: string[]) => runAndon(['--home', line.directory, ...args], line.directory);

const tell = async (...events: ReturnType<typeof spent>[]) => {
  for (const event of events) await line.coordinator.receive('line/main', event);
  await line.coordinator.quiet();
};
const of = (service: string, session: string, event: ReturnType<typeof spent>) => ({
  ...event,
  service,
  session,
});

describe('andon cost', () => {
  it('says what work has cost, by service, session, agent and kind, the dearest first', async () => {
    await tell(
      of('s1', 'ada', spent('t-1', 1, { usd: 1.5, tokens: 900, ms: 60_000 })),
      of('s9', 'bob', spent('t-2', 1, { usd: 4, ms: 120_000 })),
    );
    const { code, said } = await andon('cost');
    expect(code).toBe(0);
    expect(said).toMatch(
      /^Today \(\d{4}-\d\d-\d\d\): 5\.50 USD, 900 tokens, 3 minutes for 2 pieces of work\.\n/,
    );
    expect(said).toMatch(
      /SERVICE +MONEY +TOKENS +TIME +WORK +UNKNOWN\ns9 +4 USD +unknown +2 minutes.*\nshortener +1\.50 USD +900/,
    );
    expect(said).toMatch(/\nbuild +5\.50 USD/);
    expect(said.indexOf('bob')).toBeLessThan(said.indexOf('ada'));
  });

  it('names what nobody said, and never takes it for nothing', async () => {
    await tell(of('s1', 'ada', spent('t-1', 1, { ms: 60_000 })));
    const { said } = await andon('cost');
    expect(said).toContain('unknown, tokens unknown, 1 minute for 1 piece of work; 1 of that did not say');
    const json = JSON.parse((await andon('cost', '--json')).said);
    expect(json.total).toEqual({ usd: null, tokens: null, ms: 60_000, unknown: 1, holdings: 1 });
  });

  it('is of one service, of today or of all time', async () => {
    await tell(of('s1', 'ada', spent('t-1', 1, { usd: 1 })), of('s9', 'ada', spent('t-2', 1, { usd: 2 })));
    const tomorrow = { type: 'DayBegan', day: '2999-01-01', endsAt: Date.now() + 1e9 } as const;
    const usd = async (...args: string[]) =>
      JSON.parse((await andon('cost', '--json', ...args)).said).total.usd;
    expect(await usd('--service', 'shortener')).toBe(1);
    expect(await usd()).toBe(3);
    await line.coordinator.receive('line/main', tomorrow);
    expect(await usd('--period', 'all')).toBe(3);
    expect(await andon('cost', '--service', 'nobody')).toMatchObject({
      code: 1,
      said: expect.stringContaining('no service "nobody"'),
    });
    expect((await andon('cost', '--period', 'never')).code).toBe(2);
  });

  it('reads more of the journal than one page holds', async () => {
    const many = Array.from({ length: 2_100 }, (_, n) => spent(`t-${n}`, 1, { usd: 1 }));
    await Promise.all(many.map((event) => line.coordinator.receive('line/main', event)));
    expect(JSON.parse((await andon('cost', '--json')).said).total).toMatchObject({
      usd: 2_100,
      holdings: 2_100,
    });
  });

  it('and the status show how the day stands to its budget', async () => {
    const { settings } = line.coordinator.line().context;
    const budgets = budgetsOf({ day: { usd: 10 } });
    await line.coordinator.receive('line/main', {
      type: 'LineSettingsChanged',
      settings: { ...settings, budgets },
    });
    await tell(reserved('t-2', 1, { usd: 1.5 }), of('s1', 'ada', spent('t-1', 1, { usd: 8.5 })));
    expect((await andon('cost')).said).toContain(
      "The day's budget: 8.50 of 10 USD, 1.50 USD set aside. It is nearly used up.",
    );
    expect((await andon('status')).said).toContain("The day's budget: 8.50 of 10 USD");
  });
});

describe('an account that rests', () => {
  it('is shown, and may be worked for again by a word', async () => {
    await line.coordinator.receive('line/main', parked('claude:me', Date.now() + 60_000));
    expect((await andon('status')).said).toMatch(
      /claude:me rests until \d\d:\d\d: its provider lets nobody work\. "andon resume --account claude:me"/,
    );
    const metrics = await line.app.inject({ url: '/metrics' });
    expect(metrics.body).toContain('andon_parked_accounts 1\n');
    expect(await andon('resume', '--account', 'claude:me')).toMatchObject({ code: 0 });
    expect(line.coordinator.line().context.accounts).toEqual({});
    expect(await andon('resume', '--account', 'claude:me')).toMatchObject({ code: 4 });
    expect(await andon('resume', 'shortener', '--account', 'claude:me')).toMatchObject({ code: 2 });
  });

  it('is freed by operators alone', async () => {
    const url = '/api/accounts/claude/free';
    expect((await line.app.inject({ method: 'POST', url })).statusCode).toBe(401);
  });
});

describe('a breaker that opened', () => {
  it('is shown, and closed by letting the line go on', async () => {
    for (const session of ['a', 'b', 'c']) {
      await line.coordinator.receive('line/main', { type: 'SessionDied', session });
    }
    expect((await andon('status')).said).toMatch(
      /3 sessions died .*: a, b, c; nothing is assigned until \d\d:\d\d/,
    );
    expect((await andon('resume')).code).toBe(0);
    expect(line.coordinator.line().context.breaker).toBeNull();
  });
});
