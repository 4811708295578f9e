import { openContest } from './service/contest.ts';
import { needsApproval } from './service/facts.ts';
import type { Block, BuildEntry, ServiceContext } from './service/service.context.ts';

type MeaningContext = { readonly block: Block | null } & Partial<
  Pick<ServiceContext, 'contest' | 'ticket' | 'settings' | 'limits' | 'change'>
>;

/** What a state of the line means to people. Board, API, README, registry and CLI all read this one table. */
export type StateMeaning = { readonly phase: Phase; readonly column: Column; readonly sentence: string };

type Column = 'SPEC' | 'BUILD' | 'TEST' | 'PRODUCTION';
type Phase =
  | 'NEEDS_SPEC'
  | 'SPEC_INCOMPLETE'
  | 'READY_FOR_BUILD'
  | 'BUILD_IN_PROGRESS'
  | 'BUILD_COMPLETE'
  | 'NEEDS_TESTS'
  | 'TESTS_FAILING'
  | 'READY_FOR_DEPLOY'
  | 'PRODUCTION'
  | 'UNKNOWN';

const row = (phase: Phase, column: Column, sentence: string): StateMeaning => ({ phase, column, sentence });

export const lineStates = {
  'spec.missing': row('NEEDS_SPEC', 'SPEC', 'There is no SPEC.md yet; an architect is asked for one.'),
  'spec.incomplete': row(
    'SPEC_INCOMPLETE',
    'SPEC',
    'The spec lacks something; everything missing is listed.',
  ),
  'spec.verifying': row('SPEC_INCOMPLETE', 'SPEC', 'What the architect wrote is being checked.'),
  'spec.publishing': row('SPEC_INCOMPLETE', 'SPEC', 'The accepted spec is being written to SPEC.md.'),
  'build.awaiting': row('READY_FOR_BUILD', 'BUILD', 'The spec is complete; a builder is awaited.'),
  'build.working': row('BUILD_IN_PROGRESS', 'BUILD', 'A session is building it.'),
  'build.competing': row('BUILD_IN_PROGRESS', 'BUILD', 'Several sessions build it, each for itself.'),
  'build.verifying': row('BUILD_COMPLETE', 'BUILD', 'The build is being checked: structure, install, start.'),
  'test.writing': row('NEEDS_TESTS', 'TEST', 'There are no tests; a tester is to write them.'),
  'test.verifying': row('BUILD_COMPLETE', 'TEST', 'The tests are running in the clean room.'),
  'test.fixing': row('TESTS_FAILING', 'TEST', 'Something fails; a session is to fix it.'),
  'release.awaiting': row(
    'READY_FOR_DEPLOY',
    'TEST',
    'All tests pass; the way to production is not free yet.',
  ),
  'release.deploying': row('READY_FOR_DEPLOY', 'PRODUCTION', 'The release is being deployed.'),
  'release.proving': row('READY_FOR_DEPLOY', 'PRODUCTION', 'The release runs and has to pass its probes.'),
  'release.switching': row('READY_FOR_DEPLOY', 'PRODUCTION', 'The release is proved and takes over now.'),
  shipped: row('PRODUCTION', 'PRODUCTION', 'In production; waits for the next change.'),
  unknown: row('UNKNOWN', 'SPEC', 'Nothing can be made of what is in the directory.'),
} as const satisfies Record<string, StateMeaning>;

/** The meaning of a service's state; a blocked one stays where it stopped, and its sentence is the reason. */
export function meaningOf({ line, context }: { line: string; context: MeaningContext }): StateMeaning {
  if (line === 'build.competing') return competing(context);
  if (line === 'test.writing' && context.ticket?.separate === false) {
    return {
      ...plain(line),
      sentence: 'Its builder writes the tests, in a fresh context: there is no other tester.',
    };
  }
  if (line === 'release.awaiting' && isAwaitingApproval(context)) {
    return { ...plain(line), sentence: 'All tests pass; somebody has to let it go to production.' };
  }
  if (line !== 'blocked' || !context.block) return plain(line);
  return { ...plain(context.block.where), sentence: context.block.text };
}

function isAwaitingApproval({ settings, limits, change }: MeaningContext): boolean {
  return (
    settings !== undefined &&
    limits !== undefined &&
    needsApproval({ settings, limits, change: change ?? null })
  );
}

/** Nobody has begun, somebody builds, or what they built is looked at: the phase is that of an ordinary build. */
function competing(context: MeaningContext): StateMeaning {
  const entries = openContest({ contest: context.contest ?? null })?.entries ?? [];
  const count = (of: (entry: BuildEntry) => boolean) => entries.filter(of).length;
  const working = count(({ session, commit }) => session !== null && commit === null);
  const verifying = count(({ commit, settled }) => commit !== null && settled === null);
  const done = count(({ settled }) => settled !== null);
  const sentence = `${entries.length} builds side by side: ${working} at work, ${verifying} being checked, ${done} done.`;
  if (working === 0 && verifying === 0) return { ...plain('build.awaiting'), sentence };
  return { ...plain(working > 0 ? 'build.competing' : 'build.verifying'), sentence };
}

function plain(line: string): StateMeaning {
  // The states are open to the reader of an older database; an unknown one is shown as such, never hidden.
  const known: Readonly<Record<string, StateMeaning | undefined>> = lineStates;
  return (
    known[line] ?? row('UNKNOWN', 'SPEC', `The line is in a state this Andon has no words for: ${line}.`)
  );
}
