import type { ChangeHistory, ChangeSpan, SpanKind } from '../../../../src/contracts/history.ts';

/** In the order of the legend; the sign stands for it where colour does not. */
export const spanKinds: Readonly<Record<SpanKind, { readonly word: string; readonly sign: string }>> = {
  waiting: { word: 'waiting', sign: '…' },
  working: { word: 'working', sign: '▶' },
  verifying: { word: 'verifying', sign: '✓' },
  deploying: { word: 'deploying', sign: '⬆' },
  blocked: { word: 'blocked', sign: '■' },
};

const causes: Readonly<Record<NonNullable<ChangeHistory['cause']>, string>> = {
  spec: 'a new spec',
  incident: 'an incident',
  'hand-edit': 'an edit by hand',
  adoption: 'what was found in the directory',
};

const outcomes: Readonly<Record<ChangeHistory['outcome'], string>> = {
  open: 'under way',
  shipped: 'in production',
  dropped: 'something newer took its place',
  retired: 'retired',
};

/** `Change 3 · a new spec · in production` */
export function changeTitle({ n, cause, outcome }: ChangeHistory): string {
  const why = cause === null ? 'its spec is awaited' : causes[cause];
  return `Change ${n} · ${why} · ${outcomes[outcome]}`;
}

/** Lanes in the order of the line; those of several builds after the column they stand in. */
export function lanesOf(spans: readonly ChangeSpan[]): string[] {
  const columns = ['SPEC', 'BUILD', 'TEST', 'PRODUCTION'];
  const place = (lane: string) =>
    columns.indexOf(lane.split(' ')[0] ?? lane) * 10 + Number(lane.split(' ')[1] ?? 0);
  return [...new Set(spans.map(({ lane }) => lane))].sort((a, b) => place(a) - place(b));
}

/** How long each kind lasted in all, the longest first; what runs side by side counts once for each. */
export function totalsOf(spans: readonly ChangeSpan[], now: number): { kind: SpanKind; ms: number }[] {
  const sums = new Map<SpanKind, number>();
  for (const { kind, from, to } of spans) sums.set(kind, (sums.get(kind) ?? 0) + (to ?? now) - from);
  return [...sums].map(([kind, ms]) => ({ kind, ms })).sort((a, b) => b.ms - a.ms);
}
