import { describe, expect, it } from 'vitest';
import type { Change } from '../../machines/service/service.context.ts';
import {
  blockOf,
  openTicket,
  ScriptedLine,
  serviceState,
  servingContext,
  ticketState,
} from './scripted-line.ts';

function viewOf(state: ReturnType<typeof serviceState>, prepare: (line: ScriptedLine) => void = () => {}) {
  const line = new ScriptedLine();
  prepare(line);
  line.commit(state);
  return line.views().service(state.context.id);
}

/** A change whose newest commit has passed everything. */
function verified(n: number, commit: string): Change {
  const spec = { hash: 'h', problems: [], secrets: [], services: [] };
  const plain = { base: null, baseRecord: null, parent: null, digest: null, builder: 'b1', finding: null };
  const figures = { tests: null, coverage: null, mutation: null, record: 'rec', release: null };
  const open = { approved: null, shippedAt: null, attempt: 1, feedback: [], startedAt: 1 };
  return { n, cause: 'spec', spec, commit, ...plain, ...figures, ...open };
}

describe('the view of a service', () => {
  it('takes phase, column and sentence from the table of states', () => {
    expect(viewOf(serviceState('a', 'test.verifying'))).toMatchObject({
      phase: 'BUILD_COMPLETE',
      column: 'TEST',
      sentence: 'The tests are running in the clean room.',
    });
  });

  it('gives a block as its reason, with the ways out and the details', () => {
    const block = blockOf('Three attempts failed.', ['edit the spec'], ['test x fails']);
    expect(viewOf(serviceState('a', 'blocked', { block }))?.reason).toEqual({
      code: 'attempts-used-up',
      text: 'Three attempts failed.',
      ways: ['edit the spec'],
      details: ['test x fails'],
    });
  });

  it('lists everything an incomplete spec lacks', () => {
    const problems = ['SPEC.md:1 has no Purpose', 'SPEC.md:9 Dependencies is empty'];
    const spec = { hash: 'h', problems, secrets: [], services: [] };
    const view = viewOf(serviceState('a', 'spec.incomplete', { spec }));
    expect(view?.reason).toMatchObject({ code: 'spec-incomplete', details: problems });
    expect(view?.reason?.ways).toContain('Check it: andon spec lint SERVICES/a/SPEC.md');
  });

  it('names the file of the settings where it is them that cannot be used', () => {
    const spec = { hash: 'h', problems: ['andon.yaml:2 redundancy must be …'], secrets: [], services: [] };
    expect(viewOf(serviceState('a', 'spec.incomplete', { spec }))?.reason?.ways[0]).toBe(
      'Edit SERVICES/a/andon.yaml: nobody but you does',
    );
  });

  it('says of a change that waits for somebody’s word which it is, and how it is let go or sent back', () => {
    const settings = { redundancy: null, merge: false, budget: null, approval: true };
    const change = verified(4, 'abcdef0123456789');
    const waits = serviceState('a', 'release.awaiting', { settings, change });
    const view = viewOf(waits);
    expect(view?.approval).toEqual({ change: 4, commit: 'abcdef0123456789' });
    expect(view?.sentence).toBe('All tests pass; somebody has to let it go to production.');
    expect(view?.reason).toEqual({
      code: 'approval',
      text: 'Change 4 is verified, commit abcdef0; it goes to production once somebody approves it.',
      ways: ['Let it go to production: andon approve a', 'Ask for more work: andon send-back a <note>'],
    });
    const approved = { commit: 'abcdef0123456789', by: 'ada', at: 1 };
    const on = viewOf(serviceState('a', 'release.awaiting', { settings, change: { ...change, approved } }));
    expect([on?.approval, on?.reason]).toEqual([undefined, undefined]);
  });

  it('shows what kind of work waits, and what people said of its priority', () => {
    const view = viewOf(serviceState('a', 'build.working', { ticket: openTicket('t1', 'b1'), priority: -2 }));
    expect([view?.ticketKind, view?.priority]).toEqual(['build', -2]);
    expect(viewOf(serviceState('a'))).not.toHaveProperty('priority');
  });

  it('says why a ticket waits and how to join as the session it waits for', () => {
    const view = viewOf(serviceState('a', 'build.awaiting', { ticket: openTicket('t1') }), (line) => {
      line.commit(ticketState('t1', 'a'));
      line.whys.set('t1', ['No session with builder is registered.', 'Two tickets are before it.']);
    });
    expect(view?.reason).toEqual({
      code: 'waiting',
      text: 'No session with builder is registered.',
      ways: ['Join as one: andon worker --name <name> --capabilities builder --agent <driver>'],
      details: ['Two tickets are before it.'],
    });
  });

  it('lists the clauses a session handed back, and says that the spec may say them in another way', () => {
    const note = 'SPEC.md:9: a title; and a text (not understood); SPEC.md:12: a webhook (not understood)';
    const ticket = { ...openTicket('t1'), note };
    const view = viewOf(serviceState('a', 'build.awaiting', { ticket }), (line) => {
      const state = ticketState('t1', 'a');
      line.commit({ ...state, context: { ...state.context, excluded: ['builder-1'] } });
      line.whys.set('t1', ['builder-1 said it cannot do this']);
    });
    expect(view?.reason?.details).toEqual([
      'SPEC.md:9: a title; and a text (not understood)',
      'SPEC.md:12: a webhook (not understood)',
    ]);
    expect(view?.reason?.ways[0]).toMatch(/^Edit SERVICES\/a\/SPEC\.md/);
  });

  it('says what people should know of a ticket that waits', () => {
    const ticket = { ...openTicket('t1'), note: 'Its last session fell silent.' };
    expect(viewOf(serviceState('a', 'build.awaiting', { ticket }))?.reason).toMatchObject({
      code: 'waiting',
      text: 'Its last session fell silent.',
    });
  });

  it('has no reason while a session holds the ticket', () => {
    const view = viewOf(serviceState('a', 'build.working', { ticket: openTicket('t1', 's11') }), (line) =>
      line.whys.set('t1', ['stale']),
    );
    expect(view).toMatchObject({ session: 's11', ticket: 't1' });
    expect(view).not.toHaveProperty('reason');
  });

  it('shows progress only of the ticket that is open', () => {
    const ticket = openTicket('t2', 's11');
    const progress = { ticket: 't1', percent: 80, text: 'old' };
    const view = viewOf(serviceState('a', 'build.working', { ticket }), (line) =>
      line.latestSignals.set('id-a', { progress }),
    );
    expect(view).not.toHaveProperty('progress');
  });

  it('keeps progress between 0 and 100 and takes control characters out of its words', () => {
    const progress = { ticket: 't1', percent: 180, text: '\u001b[31mwriting\u001b[0m main' };
    const view = viewOf(serviceState('a', 'build.working', { ticket: openTicket('t1', 's') }), (line) =>
      line.latestSignals.set('id-a', { progress }),
    );
    expect(view).toMatchObject({ progress: 100, activity: 'writing main' });
  });

  it('counts the tests that run now before the ones of the last verdict', () => {
    const view = viewOf(serviceState('a', 'test.verifying'), (line) =>
      line.latestSignals.set('id-a', { tests: { passed: 12, total: 15 } }),
    );
    expect(view?.tests).toEqual({ passed: 12, total: 15 });
  });

  it('forgets what a gate said of itself once its verdict is there', () => {
    const latest = { tests: { passed: 12, total: 15 }, activity: 'test' };
    const view = viewOf(serviceState('a', 'shipped'), (line) => line.latestSignals.set('id-a', latest));
    expect(view).not.toHaveProperty('activity');
    expect(view).not.toHaveProperty('tests');
  });

  it('links the release through the gateway', () => {
    const view = viewOf(serviceState('a', 'shipped', { live: servingContext() }, 'present.healthy'));
    expect(view?.release).toEqual({
      commit: 'abcdef0123456789',
      url: 'http://localhost:8901/a/',
      version: 'v1',
    });
    expect(view?.live.health).toBe('healthy');
  });

  it.each([
    ['none', 'none'],
    ['present.healthy', 'healthy'],
    ['present.unhealthy', 'unhealthy'],
    ['present.restarting', 'recovering'],
    ['present.rollingBack', 'recovering'],
    ['present.down', 'down'],
    ['missing.healthy', 'missing'],
    ['missing.unhealthy', 'unhealthy'],
    ['missing.down', 'down'],
  ])('shows live state %s as %s', (live, health) => {
    expect(viewOf(serviceState('a', 'shipped', {}, live))?.live.health).toBe(health);
  });

  it('says that a directory vanished and that its release is still served', () => {
    const view = viewOf(serviceState('a', 'shipped', { live: servingContext() }, 'missing.healthy'));
    expect(view?.live).toMatchObject({ state: 'missing', health: 'missing' });
    expect(view?.reason).toMatchObject({ code: 'missing' });
  });

  it('gives what the probes said as the reason when production is down', () => {
    const live = { ...servingContext(), reason: 'GET /health answered 500 three times.' };
    expect(viewOf(serviceState('a', 'shipped', { live }, 'present.down'))?.reason).toMatchObject({
      code: 'down',
      text: 'GET /health answered 500 three times.',
    });
  });

  it('is gone once the service is retired', () => {
    const block = { ...blockOf('Retired.'), code: 'retired' as const };
    expect(viewOf(serviceState('a', 'blocked', { block }))).toBeUndefined();
  });
});
