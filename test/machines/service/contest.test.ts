import { describe, expect, it } from 'vitest';
import { openTicketsOf } from '../../../machines/service/contest.ts';
import { serviceStillWants, serviceWants } from '../../../machines/service/wants.ts';
import { meaningOf } from '../../../machines/states.ts';
import { edited, Service, spec, specSeen } from '../given.ts';

/** A service whose next spec is built `redundancy` times. */
const several = (redundancy = 2, more: { merge?: boolean } = {}) =>
  Service.fresh().when({
    type: 'SettingsSeen',
    settings: { redundancy, merge: more.merge ?? false, budget: null },
  });
const competing = (redundancy = 2, more = {}) => several(redundancy, more).when(specSeen('A'));

const entry = (service: Service, n: number) => {
  const found = service.context.contest?.entries[n - 1];
  if (!found) throw new Error(`there is no build ${n}`);
  return found;
};
const held = (service: Service, n: number, session: string) =>
  service.when({ type: 'TicketHeld', ticket: entry(service, n).ticket, token: 1, session });
const reopened = (service: Service, n: number) =>
  service.when({
    type: 'TicketReopened',
    ticket: entry(service, n).ticket,
    token: 1,
    reason: 'it fell silent',
  });
const submitted = (service: Service, n: number, session: string, commit: string) =>
  service.when({ type: 'TicketSubmitted', ticket: entry(service, n).ticket, token: 1, session, commit });
const exhausted = (service: Service, n: number, why = 'attempts') =>
  service.when({ type: 'TicketExhausted', ticket: entry(service, n).ticket, reasons: ['no'], why });
const verdict = (service: Service, n: number, result: string, more: Record<string, unknown> = {}) => {
  const verification = entry(service, n).verification?.id ?? 'none';
  const reasons = result === 'passed' ? [] : [`build ${n} broke`];
  const record = result === 'passed' ? { record: `rec-${verification}` } : {};
  return service.when({
    type: 'VerificationFinished',
    verification,
    verdict: result,
    reasons,
    ...record,
    ...more,
  });
};
const spent = (service: Service, n: number, usd: number | null, over = true) => {
  const { ticket, session } = entry(service, n);
  const used = { usd, tokens: 10, ms: 1_000 };
  return service.when({ type: 'TicketSpent', ticket, token: 1, session, spent: used, over });
};

/** Build `n` of `session`, through both gates, or as far as it is said. */
function built(
  service: Service,
  n: number,
  how: { tests?: 'passed' | 'failed' | 'none'; build?: 'failed'; coverage?: number } = {},
): Service {
  const session = `s${n}`;
  const handedIn = submitted(held(service, n, session), n, session, `c${n}`);
  if (how.build === 'failed') return verdict(handedIn, n, 'failed');
  if (how.tests === 'none') return verdict(handedIn, n, 'passed', { hasTests: false });
  const tested = verdict(handedIn, n, 'passed', { hasTests: true });
  const tests = { passed: 9, failed: 0, skipped: 0, total: 9 };
  return verdict(tested, n, how.tests ?? 'passed', { tests, coverage: how.coverage ?? 90 });
}

describe('a spec that is built several times', () => {
  it('opens so many builds of the same change at once', () => {
    const service = competing(3);
    expect(service.line).toBe('build.competing');
    const opened = service.effects.filter((effect) => effect.type === 'openTicket');
    expect(opened.map(({ ticket, kind, change, spec: of }) => [ticket, kind, change, of])).toEqual([
      ['t-3-1', 'build', 1, 'A'],
      ['t-3-2', 'build', 1, 'A'],
      ['t-3-3', 'build', 1, 'A'],
    ]);
  });

  it('is built as often as the home says where the service says nothing, and once where it says so', () => {
    const home = Service.fresh({ redundancy: 3 });
    expect(openTicketsOf(home.when(specSeen('A')).context)).toHaveLength(3);
    const once = { type: 'SettingsSeen', settings: { redundancy: 1, merge: false, budget: null } } as const;
    expect(home.when(once, specSeen('A')).line).toBe('build.awaiting');
  });

  it('hears a setting for the changes that come, not for the one that serves', () => {
    const one = Service.fresh().when(specSeen('A'));
    const told = { type: 'SettingsSeen', settings: { redundancy: 2, merge: false, budget: null } } as const;
    expect([one.when(told).line, one.when(told, told).ignored]).toEqual(['build.awaiting', true]);
    expect(one.when(told, specSeen('B')).line).toBe('build.competing');
  });

  it('is not begun several times for what broke or was edited by hand', () => {
    expect(several().when(specSeen('A'), edited('e1')).line).toBe('build.verifying');
  });

  it('keeps whoever has one of them from the others, until it gives it back', () => {
    const one = held(competing(3), 1, 's1');
    expect(one.effects).toEqual([
      { type: 'barTicket', ticket: 't-3-2', sessions: ['s1'] },
      { type: 'barTicket', ticket: 't-3-3', sessions: ['s1'] },
    ]);
    const two = held(one, 2, 's2');
    expect(two.effects).toEqual([
      { type: 'barTicket', ticket: 't-3-1', sessions: ['s2'] },
      { type: 'barTicket', ticket: 't-3-3', sessions: ['s1', 's2'] },
    ]);
    expect(reopened(two, 1).effects).toEqual([
      { type: 'barTicket', ticket: 't-3-2', sessions: [] },
      { type: 'barTicket', ticket: 't-3-3', sessions: ['s2'] },
    ]);
  });

  it('keeps whoever has built one from the others for good', () => {
    const service = built(competing(), 1, { build: 'failed' });
    expect(service.asks).toEqual(['rejectTicket', 'cancelTicket', 'startTimer']);
    expect(service.context.contest?.entries[0]?.session).toBe('s1');
  });

  it('shows people the phase of an ordinary build', () => {
    const phaseOf = (service: Service) => meaningOf(service).phase;
    const one = held(competing(), 1, 's1');
    const looked = submitted(one, 1, 's1', 'c1');
    expect([competing(), one, looked].map(phaseOf)).toEqual([
      'READY_FOR_BUILD',
      'BUILD_IN_PROGRESS',
      'BUILD_COMPLETE',
    ]);
    expect(meaningOf(looked).sentence).toBe('2 builds side by side: 0 at work, 1 being checked, 0 done.');
  });
});

describe('each of several builds', () => {
  it('is verified like any: the build gate, then the test gate where it has tests', () => {
    const looked = submitted(held(competing(), 1, 's1'), 1, 's1', 'c1');
    expect(looked.ask('verify')).toMatchObject({
      gate: 'build',
      commit: 'c1',
      ticket: 't-3-1',
      session: 's1',
    });
    const tested = verdict(looked, 1, 'passed', { hasTests: true });
    expect(tested.asks).toEqual(['acceptTicket', 'verify']);
    expect(tested.ask('verify')).toMatchObject({ gate: 'test', commit: 'c1' });
  });

  it('is asked for again by reconcile as long as it is looked at, all of them at a time', () => {
    const one = submitted(held(competing(), 1, 's1'), 1, 's1', 'c1');
    const two = submitted(held(one, 2, 's2'), 2, 's2', 'c2');
    expect(serviceWants(two.snapshot)).toEqual([one.ask('verify'), two.ask('verify')]);
    const after = verdict(two, 1, 'failed');
    expect(serviceWants(after.snapshot)).toEqual([two.ask('verify')]);
    expect(serviceStillWants(after.snapshot, one.ask('verify'))).toBe(false);
  });

  it('is asked about again where a gate has no answer, then later by itself, while the others go on', () => {
    const looked = submitted(held(competing(), 1, 's1'), 1, 's1', 'c1');
    const unclear = { fault: 'environment' };
    const again = verdict(verdict(looked, 1, 'inconclusive', unclear), 1, 'inconclusive', unclear);
    expect(again.asks).toEqual(['verify']);
    const waits = verdict(again, 1, 'inconclusive', unclear);
    expect([waits.line, waits.asks]).toEqual(['build.competing', ['startTimer']]);
    expect(entry(waits, 1).reasons[0]).toBe('the build gate cannot run here, and is asked again');
    const other = held(waits, 2, 's2');
    expect(other.timer('contest-recheck').ask('verify')).toMatchObject({ gate: 'build', commit: 'c1' });
    expect(other.when({ type: 'ServiceRetried' }).asks).toEqual(['verify']);
  });

  it('ignores an answer to a build that is over', () => {
    const service = built(competing(3), 1, { build: 'failed' });
    expect(submitted(service, 1, 's1', 'c9').ignored).toBe(true);
    expect(exhausted(service, 1).ignored).toBe(true);
    expect(held(service, 1, 's3').ignored).toBe(true);
  });
});

describe('the best of several builds', () => {
  it('that passed its tests goes to production, and the others stay to be read', () => {
    const service = built(built(competing(), 1, { coverage: 85 }), 2, { coverage: 95 });
    expect(service.line).toBe('release.deploying');
    expect(service.asks).toEqual(['publish', 'deploy']);
    expect(service.ask('deploy')).toMatchObject({ commit: 'c2', record: service.context.change?.record });
    expect(service.context.change).toMatchObject({ commit: 'c2', builder: 's2', coverage: 95, attempt: 1 });
    expect(service.context.contest).toMatchObject({
      end: 'chosen',
      choice: {
        ticket: 't-3-2',
        text: 'build 2 of s2 goes before build 1 of s1: coverage 95 %, against coverage 85 %',
      },
      entries: [{ commit: 'c1', settled: 'verified' }, { commit: 'c2' }],
    });
  });

  it('that has no tests gets them from somebody else', () => {
    const service = built(built(competing(), 1, { tests: 'none' }), 2, { build: 'failed' });
    expect(service.line).toBe('test.writing');
    expect(service.ask('openTicket')).toMatchObject({ kind: 'write-tests', base: 'c1', avoid: ['s1'] });
  });

  it('whose tests fail is fixed, and that counts an attempt', () => {
    const service = built(built(competing(), 1, { tests: 'failed' }), 2, { build: 'failed' });
    expect(service.line).toBe('test.fixing');
    expect(service.ask('openTicket')).toMatchObject({ kind: 'fix', base: 'c1', feedback: ['build 1 broke'] });
    expect(service.context.change?.attempt).toBe(2);
  });

  it('is built on where all of them failed, and that counts an attempt', () => {
    const service = built(built(competing(), 1, { build: 'failed' }), 2, { build: 'failed' });
    expect(service.line).toBe('build.awaiting');
    expect(service.ask('openTicket')).toMatchObject({
      kind: 'build',
      base: 'c1',
      feedback: ['build 1 broke'],
    });
    expect(service.context.change?.attempt).toBe(2);
  });

  it.each([
    ['attempts', 'attempts-used-up'],
    ['poison', 'poison-ticket'],
    ['budget', 'budget'],
  ])('is nowhere when all are given up (%s), and a retry begins anew', (why, code) => {
    const one = exhausted(held(competing(), 1, 's1'), 1, why);
    const service = exhausted(held(one, 2, 's1'), 2, why);
    expect([service.line, service.context.block?.code]).toEqual(['blocked', code]);
    expect(service.context.block?.text).toBe('None of the 2 builds came to anything: no');
    const again = service.when({ type: 'ServiceRetried' });
    expect([again.line, openTicketsOf(again.context)]).toEqual(['build.competing', ['t-8-1', 't-8-2']]);
  });
});

describe('builds that nobody can take', () => {
  const waits = () => built(competing(), 1);

  it('are waited for a stated time once the others are done, then the others decide', () => {
    expect(waits().line).toBe('build.competing');
    expect(waits().effects.at(-1)).toMatchObject({ type: 'startTimer', timer: 'contest', afterMs: 600_000 });
    const service = waits().timer('contest');
    expect(service.line).toBe('release.deploying');
    expect(service.asks).toEqual(['cancelTicket', 'publish', 'deploy']);
    expect(entry(service, 2)).toMatchObject({
      settled: 'nobody',
      reasons: ['no session could take it within 10 minutes of the others being done'],
    });
  });

  it('are waited for no longer once somebody takes them', () => {
    const taken = held(waits(), 2, 's2');
    expect(taken.ask('cancelTimer').timer).toBe('contest');
    expect(taken.timer('contest').ignored).toBe(true);
  });

  it('are waited for anew after a pause', () => {
    const paused = waits().when({ type: 'ServicePaused' }).timer('contest');
    expect([paused.line, paused.asks]).toEqual(['build.competing', ['startTimer']]);
    expect(paused.when({ type: 'ServiceResumed' }).timer('contest').line).toBe('release.deploying');
  });

  it('are waited for no longer when it is a gate that cannot judge them, however often it is asked again', () => {
    const looked = submitted(held(waits(), 2, 's2'), 2, 's2', 'c2');
    const unclear = (service: Service) => verdict(service, 2, 'inconclusive', { fault: 'environment' });
    const stuck = unclear(unclear(unclear(looked)));
    expect(stuck.asks).toContain('startTimer');
    const until = stuck.context.contest?.patienceUntil;
    expect(until).toEqual(expect.any(Number));
    const asked = stuck.timer('contest-recheck');
    expect([asked.asks, asked.context.contest?.patienceUntil]).toEqual([['verify'], until]);
    const again = unclear(unclear(unclear(asked)));
    expect(again.context.contest?.patienceUntil).toBe(until);
    const over = asked.timer('contest');
    expect([over.line, over.context.change?.commit]).toEqual(['release.deploying', 'c1']);
    expect(over.effects).toContainEqual(expect.objectContaining({ type: 'cancelTicket', ticket: 't-3-2' }));
    expect(entry(over, 2).reasons[0]).toBe(
      'no gate could judge it within 10 minutes of the others being done',
    );
  });

  it('are waited for without end where nothing is there to go on with', () => {
    expect(exhausted(held(competing(), 1, 's1'), 1).context.contest?.patienceUntil).toBeNull();
  });
});

describe('several builds that something comes between', () => {
  it('give way to a newer spec at once when nobody has begun', () => {
    const service = competing().when(specSeen('B'));
    expect(service.line).toBe('build.competing');
    expect(service.asks).toEqual(['cancelTicket', 'cancelTicket', 'openTicket', 'openTicket']);
    expect(service.context).toMatchObject({ contest: { change: 2, end: null }, change: { spec: spec('B') } });
  });

  it('give way after quiet when somebody has', () => {
    const waits = held(competing(), 1, 's1').when(specSeen('B'));
    expect([waits.line, waits.asks]).toEqual(['build.competing', ['startTimer']]);
    expect(waits.timer('supersede').asks).toContain('cancelTicket');
    expect(waits.timer('supersede').context.change?.n).toBe(2);
  });

  it('give way as soon as they are over, unless the best has passed its tests', () => {
    const newer = (service: Service) => held(service, 2, 's2').when(specSeen('B'));
    const failed = exhausted(newer(built(competing(), 1, { tests: 'none' })), 2);
    expect([failed.line, failed.context.change?.n]).toEqual(['build.competing', 2]);
    expect(exhausted(newer(built(competing(), 1)), 2).line).toBe('release.deploying');
  });

  it('stop with the spec they are made from', () => {
    expect(competing().when({ type: 'SpecVanished' }).asks).toEqual([
      'cancelTicket',
      'cancelTicket',
      'openTicket',
    ]);
  });

  it('all stop when one of them shows that the spec contradicts itself', () => {
    const two = held(held(competing(), 1, 's1'), 2, 's2');
    const { ticket } = entry(two, 2);
    const service = two.when({ type: 'TicketContradicted', ticket, session: 's2', clauses: ['§1', '§2'] });
    expect([service.line, service.context.block?.code]).toEqual(['blocked', 'contradictory-spec']);
    expect(service.effects).toContainEqual(
      expect.objectContaining({ type: 'cancelTicket', ticket: 't-3-1' }),
    );
    expect(held(service, 1, 's1').ignored).toBe(true);
    expect(service.when({ type: 'ServiceRetried' }).line).toBe('build.competing');
  });

  it('all stop when the service is retired, and go on when its directory is only away', () => {
    const one = held(competing(), 1, 's1');
    expect(one.when({ type: 'DirectoryVanished' }).line).toBe('build.competing');
    const retired = one.when({ type: 'ServiceRetired' });
    expect([retired.line, retired.context.contest?.end]).toEqual(['blocked', 'dropped']);
    expect(retired.asks.filter((ask) => ask === 'cancelTicket')).toHaveLength(2);
  });
});

describe('a merge of several builds', () => {
  const merging = () => built(built(competing(2, { merge: true }), 1, { coverage: 85 }), 2, { coverage: 90 });
  const merged = (coverage: number) => built(merging(), 3, { coverage });

  it('starts from the best, with the others to read', () => {
    const service = merging();
    expect(service.line).toBe('build.competing');
    expect(service.ask('openTicket')).toMatchObject({
      kind: 'build',
      base: 'c2',
      beside: [{ name: 'build 1 of s1', commit: 'c1' }],
      feedback: [
        expect.stringContaining('You start from the best, build 2 of s2'),
        'build 2 of s2 goes before build 1 of s1: coverage 90 %, against coverage 85 %',
        expect.stringContaining('build 1 of s1: passed the test gate'),
      ],
    });
  });

  it('is kept when it is at least as good', () => {
    expect(merged(90).context.change).toMatchObject({ commit: 'c3', parent: 'c2', builder: 's3' });
    expect(merged(90).context.contest?.choice?.text).toBe(
      'the merged build of s3 is at least as good as build 2 of s2',
    );
  });

  it('is left aside when it is worse, or comes to nothing', () => {
    expect(merged(89).context.change).toMatchObject({ commit: 'c2', builder: 's2' });
    expect(exhausted(held(merging(), 3, 's1'), 3).context.change?.commit).toBe('c2');
    expect(merging().timer('contest').context.change?.commit).toBe('c2');
  });

  it('is asked for only where two builds hold', () => {
    const one = built(competing(2, { merge: true }), 1);
    expect(built(one, 2, { build: 'failed' }).line).toBe('release.deploying');
  });
});

describe('what several builds cost', () => {
  it('is known for each and for the change, and decides between equals', () => {
    const one = spent(spent(held(competing(), 1, 's1'), 1, 2, false), 1, 3);
    const two = spent(held(one, 2, 's2'), 2, 1);
    expect(two.context.spent.change).toEqual({ usd: 4, tokens: 20, ms: 2_000, unknown: 0 });
    const handedIn = submitted(submitted(two, 1, 's1', 'c1'), 2, 's2', 'c2');
    const gates = [1, 2].reduce((service, n) => verdict(service, n, 'passed', { hasTests: true }), handedIn);
    const done = [1, 2].reduce((service, n) => verdict(service, n, 'passed'), gates);
    expect(done.context.contest?.choice?.text).toBe(
      'build 2 of s2 goes before build 1 of s1: $1.00, against $3.00',
    );
  });

  it('is counted also for a build that was dropped', () => {
    const dropped = held(competing(), 1, 's1').when({ type: 'ServiceRetired' });
    const service = spent(dropped, 1, 5);
    expect([service.ignored, service.context.spent.service.usd]).toEqual([false, 5]);
  });
});
