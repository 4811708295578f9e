import { describe, expect, it } from 'vitest';
import type { RecordBrief } from '../../src/contracts/records.ts';
import { foldSubmissions } from '../../src/made/fold-submissions.ts';
import type { EventRow } from '../../src/store/store.port.ts';

const row = (seq: number, event: { type: string } & Readonly<Record<string, unknown>>): EventRow => ({
  ...{ seq, at: 10 * seq, stream: 'service/s1', version: 2, event },
  after: JSON.stringify(['build.verifying', 'none', 3, 'spec']),
});
const submitted = (seq: number, token: number, commit: string) =>
  row(seq, { type: 'TicketSubmitted', ticket: 't-1', token, session: 'ada', commit });
const edited = (seq: number, commit: string, source = true) =>
  row(seq, {
    ...{ type: 'TreeEdited', commit, files: ['BUILD/a.js'] },
    evidence: { source, tests: false, production: false },
  });
const record = (id: string, more: Partial<RecordBrief>): RecordBrief => ({
  ...{ id, gate: 'test', commit: 'c1', change: 3, ticket: null, session: null, parent: null, base: null },
  ...{ verdict: 'passed', reused: null, again: false, startedAt: 1, finishedAt: 2, ...more },
});
const fold = (rows: readonly EventRow[], records: readonly RecordBrief[] = []) =>
  foldSubmissions(rows, { records, releases: [], ticket: () => undefined });

describe('what was handed in', () => {
  it('is the newest first, with the change it was for, also where its ticket is forgotten', () => {
    const views = fold([submitted(5, 1, 'c1'), submitted(9, 2, 'c2')]);
    expect(views.map(({ seq, token, change, work, verdict }) => [seq, token, change, work, verdict])).toEqual(
      [
        [9, 2, 3, null, null],
        [5, 1, 3, null, null],
      ],
    );
  });

  it('has the verdict of the last gate that counted', () => {
    const records = [
      record('rec-again-9', { again: true, verdict: 'failed' }),
      record('rec-v-7', { verdict: 'flaky' }),
      record('rec-v-6', { gate: 'build', ticket: 't-1' }),
      record('rec-v-5', { ticket: 't-other', verdict: 'failed' }),
    ];
    const [view] = fold([submitted(5, 1, 'c1')], records);
    expect(view?.verdict).toBe('flaky');
    expect(view?.records.map(({ id }) => id)).toEqual(['rec-again-9', 'rec-v-7', 'rec-v-6']);
  });

  it('is an edit by hand once, compared with what served then, and none where there is no code', () => {
    const views = fold(
      [edited(4, 'empty', false), edited(5, 'c1'), edited(8, 'c1')],
      [record('rec-v-7', { base: 'served' })],
    );
    expect(views).toMatchObject([{ seq: 5, kind: 'hand-edit', commit: 'c1', change: 3, parent: 'served' }]);
  });
});
