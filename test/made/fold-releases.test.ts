import { describe, expect, it } from 'vitest';
import { foldReleases, type ReleaseFacts, type ServiceNow } from '../../src/made/fold-releases.ts';

type Told = { readonly type: string } & Readonly<Record<string, unknown>>;

const now: ServiceNow = { serving: null, underWay: null, held: [], at: 1_000 };
const passed = (record: string): Told => ({
  ...{ type: 'VerificationFinished', verification: 'v-1', verdict: 'passed', reasons: [] },
  ...{ record, digest: 'bytes' },
});
const started = (release: string): Told[] => [
  { type: 'ReleaseStarted', release },
  { type: 'ReleaseProved', release, version: `1.${release}` },
];
const switched = (release: string): Told => ({ type: 'ReleaseSwitched', release });
const failing = (release: string): Told => ({
  ...{ type: 'HealthFailed', release, reason: 'it answers 500', log: '', cause: 'service' },
});

/** The releases that this journal tells, one event every ten milliseconds. */
const fold = (told: readonly Told[], at: Partial<ServiceNow> = {}, facts: readonly ReleaseFacts[] = []) =>
  foldReleases(
    told.map((event, n) => ({
      ...{ seq: n + 1, at: 10 * (n + 1), stream: 'service/s1' as const, version: 2, event, after: null },
    })),
    new Map(facts.map((fact) => [fact.id, fact])),
    { ...now, ...at },
  );

describe('the releases that a journal tells', () => {
  it('are the newest first, each with when it served and why it stopped', () => {
    const views = fold(
      [
        passed('rec-1'),
        ...started('r-1'),
        switched('r-1'),
        passed('rec-2'),
        ...started('r-2'),
        switched('r-2'),
      ],
      { serving: 'r-2' },
    );
    expect(views).toMatchObject([
      {
        id: 'r-2',
        state: 'serving',
        record: 'rec-2',
        version: '1.r-2',
        served: [{ from: 80, to: null, ended: null }],
        servedMs: 920,
        healthy: 1,
      },
      { id: 'r-1', state: 'gone', record: 'rec-1', served: [{ from: 40, to: 80, ended: 'replaced by r-2' }] },
    ]);
  });

  it('serve again after a rollback, with what was wrong or who asked for it', () => {
    const begin = [...started('r-1'), switched('r-1'), ...started('r-2'), switched('r-2')];
    const back: Told = { type: 'RolledBack', from: 'r-2', to: 'r-1' };
    const [second, first] = fold([...begin, failing('r-2'), back], { serving: 'r-1' });
    expect(second?.served).toEqual([{ from: 60, to: 80, ended: 'rolled back to r-1: it answers 500' }]);
    expect(second?.healthy).toBe(0.5);
    expect(first?.served).toHaveLength(2);
    const asked: Told = { type: 'RollbackAsked', from: 'r-2', to: 'r-1', reason: 'too slow', by: 'operator' };
    const [people] = fold([...begin, asked, back], { serving: 'r-1' });
    expect(people?.served[0]?.ended).toBe('rolled back to r-1 by operator: too slow');
    const gaveUp: Told = { type: 'RollbackFailed', from: 'r-2', to: 'r-1', reason: 'gone', log: '' };
    const [ladder] = fold([...begin, asked, gaveUp, failing('r-2'), back], { serving: 'r-1' });
    expect(ladder?.served[0]?.ended).toBe('rolled back to r-1: it answers 500');
  });

  it('name the record where one alone can be meant', () => {
    const [contested] = fold([passed('rec-1'), passed('rec-2'), ...started('r-1')]);
    expect(contested).toMatchObject({ record: null });
    const failed: Told = {
      type: 'ReleaseFailed',
      release: 'r-1',
      fault: 'environment',
      reason: 'no port',
      log: '',
    };
    const again = fold([passed('rec-1'), ...started('r-1'), failed, ...started('r-2')], { underWay: 'r-2' });
    expect(again).toMatchObject([
      { id: 'r-2', record: 'rec-1', state: 'proving' },
      { id: 'r-1', record: 'rec-1', state: 'failed', reason: 'no port' },
    ]);
  });

  it('are held, kept or gone as the service and its files say', () => {
    const about = { version: '1', digest: 'bytes', change: 1, record: 'rec-1', at: 5, kept: true };
    const facts = ['r-1', 'r-2'].map((id) => ({ ...about, id, commit: id }));
    const told = [...started('r-0'), switched('r-0'), ...started('r-1'), switched('r-1')];
    const more = [...told, ...started('r-2'), switched('r-2')];
    const views = fold(more, { serving: null, held: ['r-2'] }, facts);
    expect(views.map(({ id, state }) => `${id} ${state}`)).toEqual(['r-2 held', 'r-1 kept', 'r-0 gone']);
    expect(views[0]?.served[0]).toMatchObject({ to: 1_000, ended: 'it was stopped' });
  });
});
