import { ChosenReleases } from '../chosen-releases.ts';
import type { ServiceStep } from '../step.ts';
import type { Judge, LinePromise } from '../watch.ts';
import { type LineState, lineEdges } from './line-edges.ts';
import { type LiveState, liveEdges } from './live-edges.ts';

/** Facts for which a change may begin; what waited for its turn began with one of them. */
const beginnings: ReadonlySet<string> = new Set(['SpecSeen', 'TreeEdited', 'HealthFailed', 'ServiceRetried']);

/** A service moves along the edges of the design only, each by one of the facts that may cause it. */
export const legalEdges: LinePromise = {
  name: 'legal edges only',
  watch: (judge) => {
    const chosen = new ChosenReleases();
    return {
      step(step) {
        chosen.take(step);
        if (step.kind !== 'service' || step.before === null) return;
        judgeLine(step, judge, chosen.of(step.id));
        judgeLive(step, judge);
        judgeChange(step, judge);
      },
    };
  },
};

function judgeLine(
  { id, event, before, after }: ServiceStep,
  judge: Judge,
  chosen: string | undefined,
): void {
  if (before === null || before.line === after.line) return;
  // States of an unknown name have no row, and so no legal edge.
  const allowed = lineEdges[before.line as LineState]?.[event.type] ?? [];
  const retired = event.type === 'ServiceRetired' && after.line === 'blocked';
  judge(
    retired || allowed.includes(after.line as LineState),
    () => `${id} goes from ${before.line} to ${after.line} by ${event.type}`,
  );
  const serves = after.context.live.release;
  const right = chosen ?? after.context.change?.release;
  judge(
    after.line !== 'shipped' || (serves !== null && serves.id === right),
    () => `${id} counts as shipped while ${serves?.id ?? 'nothing'} serves, not ${right}`,
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

/** Where a change starts on the line, by what caused it. */
const startOf = {
  incident: ['test.fixing'],
  'hand-edit': ['build.verifying'],
  adoption: ['build.verifying'],
  spec: ['build.awaiting', 'build.competing'],
} as const;

/** Without a new change these are entered only from their own part of the line, or after a block. */
const ownPart: Readonly<Record<string, RegExp>> = {
  'build.awaiting': /^(build|blocked)/,
  'build.verifying': /^(build|blocked)/,
  'build.competing': /^blocked/,
  'test.fixing': /^(test|release|blocked|build\.competing)/,
};

/** Changes are numbered without a gap, none begins out of nothing, and an incident goes first. */
function judgeChange({ id, event, before, after }: ServiceStep, judge: Judge): void {
  if (before === null) return;
  const { changes, change, spec } = after.context;
  const grown = changes - before.context.changes;
  if (before.line !== after.line) {
    judge(
      after.line !== 'spec.missing' || spec === null,
      () => `${id} is said to have no spec, and it has ${spec?.hash}`,
    );
    judge(
      after.line !== 'spec.incomplete' || (spec?.problems.length ?? 0) > 0,
      () => `the spec of ${id} is called incomplete and lacks nothing`,
    );
    const part = ownPart[after.line];
    judge(
      grown > 0 || part === undefined || part.test(before.line),
      () => `${id} goes from ${before.line} to ${after.line} without a change of its own`,
    );
  }
  if (grown === 0) return;
  const { incident, handEdit, spec: next } = before.context.pending;
  const waited = incident !== null || handEdit !== null || next !== null;
  judge(
    grown === 1 && change?.n === changes && startOf[change.cause].some((line) => line === after.line),
    () => `${id} goes from change ${changes - grown} to ${change?.n} (${change?.cause}) in ${after.line}`,
  );
  judge(
    waited || beginnings.has(event.type),
    () => `${id} begins a change by ${event.type}, and nothing waited`,
  );
  judge(
    incident === null || change?.cause === 'incident',
    () => `${id} begins a change for ${change?.cause} while an incident waits`,
  );
}
