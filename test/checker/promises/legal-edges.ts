import type { ServiceStep } from '../step.ts';
import type { Judge, LinePromise } from '../watch.ts';
import { type LineState, lineEdges } from './line-edges.ts';
import { type LiveState, liveEdges } from './live-edges.ts';

/** Facts for which a change may begin; what waited for its turn began with one of them. */
const beginnings: ReadonlySet<string> = new Set(['SpecSeen', 'TreeEdited', 'HealthFailed', 'ServiceRetried']);

/** A service moves along the edges of the design only, each by one of the facts that may cause it. */
export const legalEdges: LinePromise = {
  name: 'legal edges only',
  watch: (judge) => ({
    step(step) {
      if (step.kind !== 'service' || step.before === null) return;
      judgeLine(step, judge);
      judgeLive(step, judge);
      judgeChange(step, judge);
    },
  }),
};

function judgeLine({ id, event, before, after }: ServiceStep, judge: Judge): void {
  if (before === null || before.line === after.line) return;
  // States of an unknown name have no row, and so no legal edge.
  const allowed = lineEdges[before.line as LineState]?.[event.type] ?? [];
  const retired = event.type === 'ServiceRetired' && after.line === 'blocked';
  judge(
    retired || allowed.includes(after.line as LineState),
    () => `${id} goes from ${before.line} to ${after.line} by ${event.type}`,
  );
  const serves = after.context.live.release;
  judge(
    after.line !== 'shipped' || (serves !== null && serves.id === after.context.change?.release),
    () =>
      `${id} counts as shipped while ${serves?.id ?? 'nothing'} serves, not ${after.context.change?.release}`,
  );
}

function judgeLive({ id, event, before, after }: ServiceStep, judge: Judge): void {
  if (before === null || before.live === after.live) return;
  const allowed = liveEdges[before.live as LiveState]?.[event.type] ?? [];
  const retired = event.type === 'ServiceRetired' && after.live === 'none';
  judge(
    retired || allowed.includes(after.live as LiveState),
    () => `what serves ${id} goes from ${before.live} to ${after.live} by ${event.type}`,
  );
}

/** Changes are numbered without a gap, and none begins out of nothing. */
function judgeChange({ id, event, before, after }: ServiceStep, judge: Judge): void {
  if (before === null) return;
  const grown = after.context.changes - before.context.changes;
  if (grown === 0) return;
  const { incident, handEdit, spec } = before.context.pending;
  const waited = incident !== null || handEdit !== null || spec !== null;
  judge(
    grown === 1 && after.context.change?.n === after.context.changes,
    () => `${id} goes from change ${before.context.changes} to ${after.context.change?.n}`,
  );
  judge(
    waited || beginnings.has(event.type),
    () => `${id} begins a change by ${event.type}, and nothing waited`,
  );
}
