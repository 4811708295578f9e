import type { ChangeHistory } from '../../../../src/contracts/history.ts';

/** The changes as they were at a moment: what came later is not there, what was under way is open. Null: now. */
export function cutAt(changes: readonly ChangeHistory[], at: number | null): readonly ChangeHistory[] {
  if (at === null) return changes;
  return changes
    .filter(({ started }) => started <= at)
    .map((change): ChangeHistory => {
      const spans = change.spans
        .filter(({ from }) => from <= at)
        .map((span) => (span.to !== null && span.to > at ? { ...span, to: null } : span));
      const isOver = change.ended !== null && change.ended <= at;
      if (isOver) return { ...change, spans };
      const attempts = Math.max(1, ...spans.map(({ attempt }) => attempt));
      return { ...change, spans, attempts, ended: null, outcome: 'open' };
    });
}
