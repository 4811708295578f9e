import { describe, expect, it } from 'vitest';
import type { Act, Offer } from '../../src/contracts/acts.ts';
import { arrange } from '../../web/src/act/act-words.ts';
import { approveDeed, pauseDeed, prioritiseDeed, rollBackDeed } from '../../web/src/act/deeds.ts';
import { blocked, building, shipped } from '../browser/example-line.ts';
import { viewOf } from './view-of.ts';

const acts: Act[] = [
  ...(['pause', 'resume', 'retry', 'assign', 'prioritise', 'approve'] as const),
  ...(['send-back', 'roll-back', 'edit-spec', 'retire'] as const),
];

const offers = (...possible: Act[]): Offer[] =>
  acts.map((act) => ({
    act,
    allowed: possible.includes(act),
    why: possible.includes(act) ? null : `not ${act}`,
  }));
const names = (list: readonly Offer[]) => list.map(({ act }) => act);

describe('what is offered on a service', () => {
  it('has what unblocks it first, and always its pause', () => {
    const { near, far } = arrange(viewOf(blocked('a')), offers('pause', 'retry', 'edit-spec', 'retire'));
    expect(names(near)).toEqual(['retry', 'edit-spec', 'pause']);
    expect(names(far)).toContain('retire');
  });

  it('has approval first where a change waits for it', () => {
    const view = { ...viewOf(building('a')), approval: { change: 3 } };
    const { near } = arrange(view, offers('pause', 'approve', 'send-back', 'prioritise'));
    expect(names(near)).toEqual(['approve', 'send-back', 'pause']);
    expect(approveDeed(view).body).toEqual({ change: 3 });
  });

  it('keeps what is not possible, with its reason, away from the buttons', () => {
    const { near, far } = arrange(viewOf(shipped('a')), offers('pause', 'edit-spec'));
    expect(names(near)).toEqual(['edit-spec', 'pause']);
    expect(far.find(({ act }) => act === 'roll-back')?.why).toBe('not roll-back');
  });

  it('lets a paused service go on, and no act stands twice', () => {
    const { near, far } = arrange({ ...viewOf(blocked('a')), paused: true }, offers('resume', 'retry'));
    expect(names(near)).toEqual(['retry', 'resume']);
    const all = names([...near, ...far]);
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('what is done to a service', () => {
  it('is shown at once and can be taken back where that is foreseen', () => {
    const view = viewOf(building('a b'));
    const deed = pauseDeed(view);
    expect(deed.path).toBe('/api/services/a%20b/pause');
    expect(deed.undo?.path).toBe('/api/services/a%20b/resume');
    expect(deed.shows?.as(view).paused).toBe(true);
    const urgent = prioritiseDeed({ ...view, priority: 5 }, 100);
    expect(urgent.undo?.body).toEqual({ priority: 5 });
    expect(urgent.shows?.as(view).priority).toBe(100);
    expect(prioritiseDeed(view, 0).shows?.as({ ...view, priority: 5 })).not.toHaveProperty('priority');
  });

  it('is rolled forward again to undo a rollback, where it is known from what', () => {
    const view = viewOf(shipped('a'));
    const [to, from] = [
      { id: 'r1', version: 'v1' },
      { id: 'r2', version: 'v2' },
    ];
    expect(rollBackDeed(view, to, 'slow', from)).toMatchObject({
      body: { to: 'r1', reason: 'slow' },
      undo: { path: '/api/services/a/roll-back', body: { to: 'r2' } },
    });
    expect(rollBackDeed(view, to, '', null)).not.toHaveProperty('undo');
  });
});
