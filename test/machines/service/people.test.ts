import { describe, expect, it } from 'vitest';
import { meaningOf } from '../../../machines/states.ts';
import {
  awaitingBuild,
  building,
  deploying,
  proving,
  Service,
  shipped,
  shippedTwice,
  specSeen,
  verifyingBuild,
  verifyingTests,
} from '../given.ts';

const settings = { redundancy: null, merge: false, budget: null, approval: true };
const prioritised = (priority: number) => ({ type: 'ServicePrioritised', priority }) as const;
const approved = (change: number) => ({ type: 'ReleaseApproved', change, by: 'ada' }) as const;
const sentBack = (note = 'the quotes are too long') => ({ type: 'WorkSentBack', note, by: 'ada' }) as const;
/** Verified, and nobody has said yet that it may go to production. */
const awaitingWord = () =>
  Service.fresh()
    .when({ type: 'SettingsSeen', settings }, specSeen('A'))
    .held()
    .submitted('c1')
    .verdict('passed', { hasTests: true })
    .verdict('passed');

describe('priority', () => {
  it('is added to what a ticket has by itself, of every ticket that is opened from then on', () => {
    const service = Service.fresh().when(prioritised(40), specSeen('A'));
    expect(service.ask('openTicket')).toMatchObject({ kind: 'build', priority: 50 });
    expect(service.when(specSeen('B')).ask('openTicket').priority).toBe(50);
  });

  it('is heard at once by a ticket that is open, also by one that somebody holds', () => {
    expect(awaitingBuild().when(prioritised(-3)).effects).toEqual([
      { type: 'prioritiseTicket', ticket: 't-2', priority: 7 },
    ]);
    expect(building().when(prioritised(1)).effects).toHaveLength(1);
  });

  it('is heard by every build that is made side by side', () => {
    const service = Service.fresh({ redundancy: 2 }).when(specSeen('A'), prioritised(5));
    expect(service.effects).toEqual([
      { type: 'prioritiseTicket', ticket: 't-2-1', priority: 15 },
      { type: 'prioritiseTicket', ticket: 't-2-2', priority: 15 },
    ]);
  });

  it('goes back to that of the ticket with 0, and means nothing where it is what it was', () => {
    const service = awaitingBuild().when(prioritised(5));
    expect(service.when(prioritised(5)).ignored).toBe(true);
    expect(service.when(prioritised(0)).effects).toMatchObject([{ priority: 10 }]);
  });

  it('is nothing to a service that is retired', () => {
    expect(shipped().when({ type: 'ServiceRetired' }, prioritised(5)).ignored).toBe(true);
  });
});

describe('approval', () => {
  it('is waited for where the service wants it, and the release goes on with it', () => {
    const service = awaitingWord();
    expect([service.line, service.asks.includes('deploy')]).toEqual(['release.awaiting', false]);
    const { sentence } = meaningOf(service);
    expect(sentence).toContain('somebody has to let it go');
    const on = service.when(approved(1));
    expect([on.line, on.ask('deploy').commit]).toEqual(['release.deploying', 'c1']);
    expect(on.context.change?.approved).toMatchObject({ commit: 'c1', by: 'ada' });
  });

  it('is waited for where the home wants it and the service does not say otherwise', () => {
    const ready = (service: Service) =>
      service
        .when(specSeen('A'))
        .held()
        .submitted('c1')
        .verdict('passed', { hasTests: true })
        .verdict('passed');
    const home = Service.fresh({ approval: 1 });
    expect(ready(home).line).toBe('release.awaiting');
    const not = { type: 'SettingsSeen', settings: { ...settings, approval: false } } as const;
    expect(ready(home.when(not)).line).toBe('release.deploying');
  });

  it('is for the change that waits, and for no other', () => {
    expect(awaitingWord().when(approved(2)).ignored).toBe(true);
    expect(verifyingTests().when(approved(1)).ignored).toBe(true);
    expect(deploying().when(approved(1)).ignored).toBe(true);
  });

  it('is for one commit: what a fix changed needs another word', () => {
    const fixed = awaitingWord()
      .when(approved(1))
      .releaseFailed('work')
      .held('f1')
      .submitted('c2', 'f1')
      .verdict('passed');
    expect([fixed.line, fixed.context.change?.commit]).toEqual(['release.awaiting', 'c2']);
    expect(fixed.when(approved(1)).ask('deploy').commit).toBe('c2');
  });

  it('holds when the same commit is deployed again', () => {
    const blocked = awaitingWord().when(approved(1)).releaseFailed('environment');
    expect(blocked.when({ type: 'ServiceRetried' }).line).toBe('release.deploying');
  });

  it('is waited for no longer once the settings do not ask for it', () => {
    const not = { type: 'SettingsSeen', settings: { ...settings, approval: false } } as const;
    expect(awaitingWord().when(not).line).toBe('release.deploying');
  });

  it('is asked after the directory is back, and after a rollback', () => {
    const gone = awaitingWord().when({ type: 'DirectoryVanished' });
    expect(gone.when(approved(1)).ignored).toBe(true);
    expect(gone.when({ type: 'DirectoryReturned' }, approved(1)).line).toBe('release.deploying');
  });

  it('is not asked of a rollback of the ladder', () => {
    const two = shippedTwice().when({ type: 'SettingsSeen', settings });
    const failing = [1, 2, 3].reduce(
      (service) => service.timer('restart').restarted().health(false),
      two.health(false),
    );
    expect([failing.live, failing.asks.includes('rollBack')]).toEqual(['rollingBack', true]);
  });

  it('gives way to a newer spec', () => {
    const service = awaitingWord().when(specSeen('B'));
    expect([service.line, service.context.change?.n]).toEqual(['build.awaiting', 2]);
  });
});

describe('work that is sent back', () => {
  it('becomes a fix of the commit, with the note first, and its tries begin anew', () => {
    const service = awaitingWord().when(sentBack());
    expect(service.line).toBe('test.fixing');
    expect(service.ask('openTicket')).toMatchObject({
      kind: 'fix',
      base: 'c1',
      feedback: ['the quotes are too long'],
    });
    expect(service.context.change).toMatchObject({ commit: 'c1', attempt: 1 });
  });

  it('takes the approval back with it', () => {
    const again = awaitingWord()
      .when(approved(1))
      .releaseFailed('environment')
      .when(sentBack())
      .held('f1')
      .submitted('c1', 'f1')
      .verdict('passed');
    expect(again.line).toBe('release.awaiting');
  });

  it('begins again what is blocked, from what was handed in last', () => {
    const failing = verifyingTests().verdict('failed').exhausted('no fix found');
    expect(failing.line).toBe('blocked');
    const service = failing.when(sentBack('try the other library'));
    expect([service.line, service.context.block]).toEqual(['test.fixing', null]);
    expect(service.ask('openTicket').feedback).toEqual(['try the other library', 'it broke']);
  });

  it('goes through the build gate where it never passed it', () => {
    const service = verifyingBuild().verdict('failed').exhausted('no').when(sentBack());
    expect([service.line, service.ask('openTicket').kind]).toEqual(['build.awaiting', 'build']);
    expect(service.ask('openTicket')).toMatchObject({ base: 'c1', feedback: [sentBack().note, 'it broke'] });
  });

  it('ends the ticket that a broken gate could not judge', () => {
    const waits = [1, 2, 3].reduce(
      (service) => service.verdict('inconclusive', { fault: 'gate' }),
      verifyingBuild(),
    );
    const service = waits.when(sentBack());
    expect(service.asks).toEqual(expect.arrayContaining(['cancelTicket', 'openTicket']));
    expect(service.context.verification).toBeNull();
  });

  it.each([
    ['nothing was handed in', () => awaitingBuild()],
    ['somebody is at work', () => building()],
    ['a gate judges it', () => verifyingTests()],
    ['it is deployed', () => deploying()],
    ['it is proved', () => proving()],
    ['it is in production', () => shipped()],
    ['it is retired', () => shipped().when({ type: 'ServiceRetired' })],
    [
      'the spec is what stands',
      () =>
        shipped()
          .when(specSeen('B', { problems: ['SPEC.md:1 no Purpose'] }))
          .exhausted('no'),
    ],
  ])('is none while %s', (_why, service) => {
    expect(service().when(sentBack()).ignored).toBe(true);
  });
});
