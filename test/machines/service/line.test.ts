import { describe, expect, it } from 'vitest';
import { serviceWants } from '../../../machines/service/wants.ts';
import { meaningOf } from '../../../machines/states.ts';
import {
  awaitingBuild,
  building,
  deploying,
  edited,
  proving,
  Service,
  shipAgain,
  shipped,
  shippedTwice,
  spec,
  specSeen,
  switching,
  verifyingBuild,
  verifyingTests,
} from '../given.ts';

describe('a spec', () => {
  it('starts a build at once when it is complete', () => {
    const service = awaitingBuild();
    expect([service.line, service.asks]).toEqual(['build.awaiting', ['cancelTimer', 'openTicket']]);
    expect(service.ask('openTicket')).toMatchObject({
      ticket: 't-2',
      kind: 'build',
      requires: [['builder']],
      spec: 'A',
      base: null,
      change: 1,
    });
  });

  it('is asked of an architect, with everything that is missing, when it is incomplete', () => {
    const service = Service.fresh().when(specSeen('A', { problems: ['no Purpose', 'no API'] }));
    expect(service.line).toBe('spec.incomplete');
    expect(service.ask('openTicket')).toMatchObject({
      kind: 'write-spec',
      requires: [['architect']],
      feedback: ['no Purpose', 'no API'],
    });
  });

  it('is asked of nobody where only its settings cannot be used: an architect writes SPEC.md alone', () => {
    const wrong = ['andon.yaml:2 redundancy must be a whole number'];
    const service = Service.fresh().when(specSeen('A', { problems: wrong }));
    expect([service.line, service.asks]).toEqual(['spec.incomplete', ['cancelTimer']]);
    const both = Service.fresh().when(specSeen('A', { problems: [...wrong, 'SPEC.md:1 no Purpose'] }));
    expect(both.ask('openTicket').feedback).toEqual(['SPEC.md:1 no Purpose']);
    expect(service.when(specSeen('A')).line).toBe('build.awaiting');
  });

  it('is asked of an architect where there is none, after a moment', () => {
    expect(Service.fresh().asks).toEqual(['startTimer']);
    expect(Service.fresh().timer('no-spec').ask('openTicket').kind).toBe('write-spec');
    expect(Service.fresh().when({ type: 'SpecVanished' }).ask('openTicket').kind).toBe('write-spec');
  });

  it('starts the build, and ends the architect’s ticket, once the user completes it', () => {
    const service = Service.fresh()
      .when(specSeen('A', { problems: ['no Purpose'] }))
      .when(specSeen('B'));
    expect([service.line, service.asks]).toEqual(['build.awaiting', ['cancelTicket', 'openTicket']]);
  });

  it('written by an architect is checked, accepted and published, and starts the build when it is seen', () => {
    const submitted = Service.fresh()
      .when(specSeen('A', { problems: ['no Purpose'] }))
      .held('arch')
      .submitted('c9', 'arch');
    expect(submitted.ask('verify')).toMatchObject({ gate: 'spec', commit: 'c9', session: 'arch' });
    const accepted = submitted.verdict('passed');
    expect([accepted.line, accepted.asks]).toEqual(['spec.publishing', ['acceptTicket', 'publish']]);
    expect(accepted.when(specSeen('B')).line).toBe('build.awaiting');
  });

  it('accepted from an architect is awaited in the tree: until it is seen there, it is asked to be published', () => {
    const accepted = Service.fresh()
      .when(specSeen('A', { problems: ['no Purpose'] }))
      .held('arch')
      .submitted('c9', 'arch')
      .verdict('passed');
    const wanted = serviceWants(accepted.snapshot);
    expect(wanted).toEqual([accepted.ask('publish')]);
    expect(wanted).toMatchObject([{ type: 'publish', commit: 'c9', what: 'spec' }]);
    expect(serviceWants(accepted.when(specSeen('B')).snapshot)).toEqual([]);
  });

  it('that was seen already is ignored', () => {
    expect(awaitingBuild('A').when(specSeen('A')).ignored).toBe(true);
  });

  it('supersedes at once while nobody holds the lease', () => {
    const service = awaitingBuild('A').when(specSeen('B'));
    expect([service.line, service.context.changes]).toEqual(['build.awaiting', 2]);
    expect(service.asks).toEqual(['cancelTicket', 'openTicket']);
  });

  it('waits for quiet while somebody holds the lease, then cancels their ticket', () => {
    const waiting = building().when(specSeen('B')).when(specSeen('C'));
    expect([waiting.line, waiting.context.changes]).toEqual(['build.working', 1]);
    expect(waiting.ask('startTimer')).toEqual({ type: 'startTimer', timer: 'supersede', afterMs: 30_000 });
    const next = waiting.timer('supersede');
    expect([next.line, next.context.change?.spec.hash]).toEqual(['build.awaiting', 'C']);
    expect(next.ask('cancelTicket').ticket).toBe('t-2');
  });

  it('put back to what is being built ends the wait', () => {
    const service = building().when(specSeen('B')).when(specSeen('A'));
    expect([service.context.pending.spec, service.asks]).toEqual([null, ['cancelTimer']]);
  });

  it('that waits is taken the moment the holder gives the ticket back', () => {
    const service = building().when(specSeen('B')).reopened();
    expect([service.line, service.context.change?.spec.hash]).toEqual(['build.awaiting', 'B']);
  });

  it('that waits is taken when more work would be asked for on the old one', () => {
    const service = verifyingBuild().when(specSeen('B')).verdict('passed', { hasTests: false });
    expect([service.line, service.context.changes]).toEqual(['build.awaiting', 2]);
    expect(service.asks.filter((type) => type === 'openTicket')).toHaveLength(1);
  });

  it.each([
    ['deploying', deploying],
    ['proving', proving],
    ['switching', switching],
  ])('never supersedes while %s; it is taken once that has settled', (_name, make) => {
    const waiting = make().when(specSeen('B')).timer('supersede');
    expect(waiting.context.changes).toBe(1);
    const settled =
      waiting.line === 'release.switching'
        ? waiting.release('ReleaseSwitched')
        : waiting.releaseFailed('work');
    expect([settled.line, settled.context.change?.spec.hash]).toEqual(['build.awaiting', 'B']);
  });

  it('that vanishes leaves what serves alone and asks for one', () => {
    const service = shipped().when({ type: 'SpecVanished' });
    expect([service.line, service.live]).toEqual(['spec.missing', 'healthy']);
    expect(service.when(specSeen('A')).line).toBe('shipped');
  });

  it('seen on a shipped service starts the next change from what serves', () => {
    const service = shipped().when(specSeen('B'));
    expect(service.ask('openTicket')).toMatchObject({ change: 2, base: 'c1' });
    expect(service.live).toBe('healthy');
  });
});

describe('content Andon did not make', () => {
  it('is adopted at the build gate when there never was a change', () => {
    const service = Service.fresh().when(edited('h1')).when(specSeen('A'));
    expect([service.line, service.context.change?.cause]).toEqual(['build.verifying', 'adoption']);
    expect(service.ask('verify')).toMatchObject({ gate: 'build', commit: 'h1', ticket: null });
  });

  it('is adopted also when the spec was seen first, and nobody has begun to build', () => {
    const service = awaitingBuild().when(edited('h1'));
    expect([service.line, service.context.change?.cause]).toEqual(['build.verifying', 'adoption']);
    expect(service.asks).toEqual(['cancelTicket', 'verify']);
  });

  it('that fails the build gate goes to a builder who starts from it', () => {
    const service = awaitingBuild().when(edited('h1')).verdict('failed');
    expect(service.line).toBe('build.awaiting');
    expect(service.ask('openTicket')).toMatchObject({ kind: 'build', base: 'h1', feedback: ['it broke'] });
  });

  it('edited by hand on an idle service is a change of its own', () => {
    const service = shipped().when(edited('h1'));
    expect([service.line, service.context.change?.cause]).toEqual(['build.verifying', 'hand-edit']);
  });

  it('edited by hand during a change waits, and goes before a spec', () => {
    const waiting = switching().when(specSeen('B')).when(edited('h1'));
    const service = waiting.release('ReleaseSwitched');
    expect(service.context.change).toMatchObject({ cause: 'hand-edit', commit: 'h1', spec: spec('A') });
    expect(service.context.pending.spec?.hash).toBe('B');
  });

  it('waits for the spec to be complete', () => {
    const service = shipped()
      .when(specSeen('B', { problems: ['no API'] }))
      .when(edited('h1'));
    expect(service.line).toBe('spec.incomplete');
    expect(service.when(specSeen('C')).context.change?.commit).toBe('h1');
  });

  it('nothing can be made of leads to unknown, with the reason, until there is something', () => {
    const service = Service.fresh().when(specSeen('A'), edited('h1', { unknown: 'tests lie elsewhere' }));
    expect([service.line, service.context.unknown]).toEqual(['unknown', 'tests lie elsewhere']);
    expect(service.when(edited('h2')).line).toBe('build.verifying');
    expect(service.when({ type: 'ServiceRetried' }).line).toBe('build.awaiting');
  });

  it('empty directories are nothing', () => {
    expect(awaitingBuild().when(edited('h1', { source: false })).ignored).toBe(true);
  });
});

describe('a gate', () => {
  it('passed by the build goes on to the tests, and accepts and publishes the work', () => {
    const service = verifyingTests();
    expect(service.line).toBe('test.verifying');
    expect(service.asks).toEqual(['acceptTicket', 'publish', 'verify']);
  });

  it('passed by a build without tests asks a tester who is not the builder', () => {
    const service = verifyingBuild().verdict('passed', { hasTests: false });
    expect(service.line).toBe('test.writing');
    expect(service.ask('openTicket')).toMatchObject({
      kind: 'write-tests',
      requires: [['tester'], ['builder']],
      avoid: ['b1'],
    });
  });

  it('failed by the build opens the same ticket again with the reasons, and counts', () => {
    const service = verifyingBuild().verdict('failed');
    expect([service.line, service.context.change?.attempt]).toEqual(['build.awaiting', 2]);
    expect(service.ask('rejectTicket')).toMatchObject({ ticket: 't-2', feedback: ['it broke'] });
  });

  it('failed by the tests asks a fixer, else a tester, else a builder', () => {
    const service = verifyingTests().verdict('failed');
    expect(service.line).toBe('test.fixing');
    expect(service.ask('openTicket')).toMatchObject({
      kind: 'fix',
      requires: [['fixer'], ['tester'], ['builder']],
      base: 'c1',
      feedback: ['it broke'],
    });
  });

  it('failed by a fix rejects the fix', () => {
    const fixing = verifyingTests().verdict('failed').held('f1').submitted('c2', 'f1');
    expect(fixing.ask('verify')).toMatchObject({ gate: 'test', commit: 'c2' });
    const rejected = fixing.verdict('failed');
    expect([rejected.line, rejected.asks]).toEqual(['test.fixing', ['rejectTicket']]);
  });

  it('that ran zero tests is not passed', () => {
    const service = verifyingTests().verdict('failed', { hasTests: false });
    expect([service.line, service.ask('openTicket').kind]).toEqual(['test.writing', 'write-tests']);
  });

  it('passed by the tests deploys exactly that commit with its record', () => {
    const service = deploying();
    expect(service.line).toBe('release.deploying');
    expect(service.ask('deploy')).toMatchObject({ release: 'r-6', commit: 'c1', record: 'rec-v-5' });
  });

  it('with no verdict is asked again without blame, then stands with what is missing', () => {
    const once = verifyingBuild().verdict('inconclusive', { fault: 'environment' });
    expect([once.line, once.asks, once.context.change?.attempt]).toEqual(['build.verifying', ['verify'], 1]);
    const blocked = once.verdict('inconclusive').verdict('inconclusive', { fault: 'gate' });
    expect([blocked.line, blocked.context.block?.code]).toEqual(['blocked', 'gate-broken']);
    expect(blocked.ask('startTimer').timer).toBe('recheck');
    expect(blocked.context.ticket?.id).toBe('t-2');
    const again = blocked.timer('recheck');
    expect([again.line, again.asks]).toEqual(['build.verifying', ['cancelTimer', 'verify']]);
    expect(again.verdict('passed', { hasTests: true }).ask('acceptTicket').ticket).toBe('t-2');
  });

  it('ignores the verdict of a verification that is over', () => {
    const service = verifyingTests();
    const late = service.when({
      type: 'VerificationFinished',
      verification: 'v-4',
      verdict: 'failed',
      reasons: [],
    });
    expect(late.ignored).toBe(true);
  });
});

describe('a blocked service', () => {
  const exhausted = () => building().exhausted('b1: it broke');

  it('says what failed and how to go on', () => {
    const { block } = exhausted().context;
    expect(block).toMatchObject({ code: 'attempts-used-up', details: ['b1: it broke'] });
    expect(block?.ways).toContain('Try again as it is: andon retry quotes');
  });

  it('tries again when it is told to, with its tries given back', () => {
    const service = exhausted().when({ type: 'ServiceRetried' });
    expect([service.line, service.context.change?.attempt]).toEqual(['build.awaiting', 1]);
  });

  it('starts a new change when the spec is edited', () => {
    expect(exhausted().when(specSeen('B')).context.changes).toBe(2);
  });

  it('starts a new change when the build is edited by hand', () => {
    expect(exhausted().when(edited('h1')).line).toBe('build.verifying');
  });

  it('goes on with what waited', () => {
    expect(building().when(specSeen('B')).exhausted('no').context.change?.spec.hash).toBe('B');
  });

  it('quotes the clauses that contradict each other', () => {
    const service = building().when({
      type: 'TicketContradicted',
      ticket: 't-2',
      session: 'b1',
      clauses: ['§1 says A', '§2 says not A'],
    });
    expect(service.context.block).toMatchObject({
      code: 'contradictory-spec',
      details: ['§1 says A', '§2 says not A'],
    });
  });
});

describe('an edit that waits for a spec', () => {
  const withoutSpec = () => Service.fresh().timer('no-spec').when(edited('h1'));

  it('keeps nobody writing specs for ever: tries that are used up end in a block', () => {
    const service = withoutSpec().exhausted('no idea');
    expect([service.line, service.context.ticket]).toEqual(['blocked', null]);
    expect(service.when(edited('h2'))).toMatchObject({ line: 'blocked' });
  });

  it('is taken up once the spec is there', () => {
    const service = withoutSpec().exhausted('no idea').when(specSeen('A'));
    expect([service.line, service.context.change?.commit]).toEqual(['build.verifying', 'h1']);
  });
});

describe('a release', () => {
  it('that lacks a secret waits for that secret by name', () => {
    const blocked = Service.fresh()
      .when(specSeen('A', { secrets: ['API_KEY'] }))
      .held()
      .submitted('c1')
      .verdict('passed', { hasTests: true })
      .verdict('passed')
      .releaseFailed('secret', 'API_KEY is not set');
    expect(blocked.context.block?.code).toBe('secret-missing');
    expect(blocked.when({ type: 'SecretSet', name: 'OTHER' }).ignored).toBe(true);
    const again = blocked.when({ type: 'SecretSet', name: 'API_KEY' });
    expect([again.line, again.ask('deploy').commit]).toEqual(['release.deploying', 'c1']);
  });

  it('that the machine cannot run blames nobody, and is tried again by itself', () => {
    const blocked = proving().releaseFailed('environment', 'no free port');
    expect(blocked.context.block?.code).toBe('environment');
    expect(blocked.context.live.held).toEqual([]);
    expect(blocked.timer('recheck').line).toBe('release.deploying');
  });

  it('whose record is no good is verified again by itself, or when somebody says so, and blames nobody', () => {
    const blocked = deploying().releaseFailed('record', 'not deployed: it is not signed');
    expect([blocked.line, blocked.context.block?.code, blocked.context.live.held]).toEqual([
      'blocked',
      'record-refused',
      [],
    ]);
    for (const again of [blocked.timer('recheck'), blocked.when({ type: 'ServiceRetried' })]) {
      expect([again.line, again.context.change?.attempt]).toEqual(['test.verifying', 1]);
      expect(again.ask('verify')).toMatchObject({ gate: 'test', commit: 'c1' });
      const deployed = again.verdict('passed');
      expect([deployed.line, deployed.ask('deploy').commit]).toEqual(['release.deploying', 'c1']);
      expect(deployed.ask('deploy').record).not.toBe('rec-v-5');
    }
  });

  it('that fails by itself is held and goes to a fixer with its log', () => {
    const service = proving().releaseFailed('work');
    expect([service.line, service.context.live.held]).toEqual(['test.fixing', ['c1']]);
    expect(service.ask('openTicket')).toMatchObject({
      kind: 'fix',
      base: 'c1',
      feedback: ['it did not start', 'a log'],
    });
  });

  it('of the very bytes that failed is not deployed again under another commit', () => {
    const failed = verifyingTests()
      .verdict('passed', { digest: 'sha-1' })
      .releaseFailed('work')
      .held('f1')
      .submitted('c2', 'f1')
      .verdict('passed', { digest: 'sha-1' });
    expect([failed.line, failed.asks.includes('deploy')]).toEqual(['test.fixing', false]);
  });

  it('of a held commit is not deployed again', () => {
    const service = proving().releaseFailed('work').held('f1').submitted('c1', 'f1').verdict('passed');
    expect([service.line, service.asks.includes('deploy')]).toEqual(['test.fixing', false]);
  });

  it('that fails too often stands, with its tries named', () => {
    const failing = (service: Service, commit: string) =>
      service.held('f1').submitted(commit, 'f1').verdict('passed').releaseFailed('work');
    const blocked = failing(failing(proving().releaseFailed('work'), 'c2'), 'c3');
    expect(blocked.context.block?.code).toBe('release-failed');
  });

  it('serves only after the live region switched to it', () => {
    const service = switching();
    expect([service.live, service.asks]).toEqual(['none', ['switchRelease']]);
    expect(service.release('ReleaseSwitched').live).toBe('healthy');
  });

  const switchFailed = (fault: 'work' | 'environment') => {
    const service = shipped()
      .when(specSeen('B'))
      .held()
      .submitted('c2')
      .verdict('passed', { hasTests: true })
      .verdict('passed')
      .release('ReleaseProved');
    return service.when({
      type: 'SwitchFailed',
      release: service.context.change?.release ?? '',
      fault,
      reason: 'a reason',
      log: '',
      serving: service.context.live.release?.id ?? null,
    });
  };

  it('whose switch failed leaves serving what served', () => {
    const failed = switchFailed('work');
    expect([failed.line, failed.live]).toEqual(['test.fixing', 'healthy']);
    expect(failed.context.live.release?.commit).toBe('c1');
    expect(failed.context.live.held).toEqual(['c2']);
  });

  it('whose switch failed for a reason of the machine is not held, costs nobody a fix, and is tried again', () => {
    const failed = switchFailed('environment');
    expect([failed.line, failed.live, failed.context.block?.code]).toEqual([
      'blocked',
      'healthy',
      'environment',
    ]);
    expect(failed.context.live.held).toEqual([]);
    expect(failed.when({ type: 'TimerFired', timer: 'recheck' }).line).toBe('release.deploying');
  });

  it('remembers the healthy release before it as the one to go back to', () => {
    expect(shippedTwice().context.live.lastGood?.commit).toBe('c1');
  });

  it('is put into the directory that was away when it was accepted, once that is back', () => {
    const away = verifyingTests().when({ type: 'DirectoryVanished' });
    expect(away.when({ type: 'DirectoryReturned' }).ask('publish')).toMatchObject({
      commit: 'c1',
      what: 'build',
    });
    const tested = away.verdict('passed').when({ type: 'DirectoryReturned' });
    expect(tested.ask('publish')).toMatchObject({ commit: 'c1', what: 'build' });
  });

  it('that nobody has accepted is not put into a directory that comes back', () => {
    const back = verifyingBuild().when({ type: 'DirectoryVanished' }).when({ type: 'DirectoryReturned' });
    expect(back.asks).not.toContain('publish');
  });

  it('waits for the directory that vanished', () => {
    const service = verifyingTests().when({ type: 'DirectoryVanished' }).verdict('passed');
    expect(service.line).toBe('release.awaiting');
    expect(service.when({ type: 'DirectoryReturned' }).line).toBe('release.deploying');
  });
});

describe('a retired service', () => {
  const retired = () => building().when({ type: 'ServiceRetired' });

  it('is stopped, and nobody works for it', () => {
    const service = shipped().when({ type: 'ServiceRetired' });
    expect([service.line, service.live, service.asks]).toEqual(['blocked', 'none', ['stopService']]);
    expect(retired().ask('cancelTicket').ticket).toBe('t-2');
  });

  it('revives when its directory returns with a spec', () => {
    const service = retired().when({ type: 'DirectoryReturned' }).when(specSeen('A'));
    expect([service.line, service.context.present]).toEqual(['build.awaiting', true]);
    expect(shipAgain(service, 'c5').live).toBe('healthy');
  });

  it('is built anew from the very spec it had shipped: nothing of it serves any more', () => {
    const service = shipped().when({ type: 'ServiceRetired' }).when(specSeen('A'));
    expect([service.line, service.live]).toEqual(['build.awaiting', 'none']);
    expect(shipAgain(service, 'c5')).toMatchObject({ line: 'shipped', live: 'healthy' });
  });
});

it('records a pause and still takes every fact', () => {
  const service = building().when({ type: 'ServicePaused' }).submitted('c1');
  expect([service.context.paused, service.line]).toEqual([true, 'build.verifying']);
});

describe('a tester', () => {
  const untested = () => verifyingBuild().verdict('passed', { hasTests: false });

  it('other than the builder is asked for, and is separate', () => {
    expect(untested().held('t1').context.ticket).toMatchObject({ session: 't1', separate: true });
  });

  it('that is the builder itself is marked so, and people read it until it gives the work back', () => {
    const same = untested().held('b1');
    expect(same.context.ticket?.separate).toBe(false);
    expect(meaningOf(same).sentence).toBe(
      'Its builder writes the tests, in a fresh context: there is no other tester.',
    );
    expect(same.reopened().context.ticket?.separate).toBe(true);
  });
});

describe('a ticket that ends without work', () => {
  it.each([
    ['attempts', 'attempts-used-up', 'Every try at the build ticket failed.'],
    ['poison', 'poison-ticket', 'The build ticket is set aside: one session after the other died of it.'],
    ['budget', 'budget', 'The build ticket has used up what it may cost.'],
  ])('blocks its service, by %s with a sentence, details and ways of its own', (why, code, text) => {
    const ticket = building().context.ticket?.id ?? '';
    const service = building().when({ type: 'TicketExhausted', ticket, reasons: ['one', 'two'], why });
    expect(service.context.block).toMatchObject({ code, text, details: ['one', 'two'], resume: 'build' });
    expect(service.context.block?.ways.some((way) => way.includes('andon retry quotes'))).toBe(true);
    expect(service.when({ type: 'ServiceRetried' }).line).toBe('build.awaiting');
  });
});
