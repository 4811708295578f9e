import { nameOf, openContest } from '../../machines/service/contest.ts';
import type { BuildEntry, Contest, ServiceContext } from '../../machines/service/service.context.ts';
import { meaningOf } from '../../machines/states.ts';
import type { ChangeSpan, SpanKind } from '../contracts/history.ts';

/** A service after an event: the two regions as the journal has them, the rest as its replay. */
export type Moment = { readonly context: ServiceContext; readonly line: string; readonly live: string };

/** What is going on in one lane; a span of it lasts until something else is. */
export type Going = Omit<ChangeSpan, 'from' | 'to'>;

const gates: Readonly<Record<string, string>> = {
  'spec.verifying': 'the spec is checked',
  'spec.publishing': 'the spec is written into SPEC.md',
  'build.verifying': 'the build is checked',
  'test.verifying': 'the tests run',
};
const releases: Readonly<Record<string, string>> = {
  'release.deploying': 'deploying',
  'release.proving': 'proving itself',
  'release.switching': 'taking over',
};
const work: Readonly<Record<string, string>> = {
  'write-spec': 'writing the spec',
  build: 'building',
  'write-tests': 'writing tests',
  fix: 'fixing',
};

/** What the line of a service is busy with, or waits for; nothing while its change serves. */
export function goingOn(moment: Moment): Going[] {
  const { context, line } = moment;
  if (line === 'shipped') return [];
  if (line === 'build.competing') return competing(context, line);
  const base = {
    lane: meaningOf({ line, context }).column,
    state: line,
    attempt: context.change?.attempt ?? 1,
  };
  const as = (kind: SpanKind, label: string): Going[] => [{ ...base, kind, label }];
  const gate = gates[line];
  if (gate !== undefined) return as('verifying', gate);
  const release = releases[line];
  if (release !== undefined) return as('deploying', release);
  if (line === 'blocked') return as('blocked', context.block?.text ?? 'blocked');
  if (line === 'unknown') return as('blocked', context.unknown ?? 'nothing can be made of the directory');
  const { ticket } = context;
  if (!ticket) return as('waiting', waitsFor(moment));
  const { id, session, kind } = ticket;
  if (session === null) return [{ ...base, kind: 'waiting', label: nobody(context, kind), ticket: id }];
  return [{ ...base, kind: 'working', label: work[kind] ?? kind, ticket: id, session }];
}

function waitsFor({ context, line }: Moment): string {
  if (context.paused) return 'paused';
  if (line === 'release.awaiting') return 'waits for the way to production';
  return line.startsWith('spec') ? 'waits for a spec' : 'waits';
}

function nobody({ paused }: ServiceContext, kind: string): string {
  return paused ? 'paused' : `nobody has the ${kind} ticket`;
}

/** Several builds: a lane for each. */
function competing(context: ServiceContext, state: string): Going[] {
  const contest = openContest(context);
  if (!contest) return [];
  return contest.entries.flatMap((entry, index) => {
    const what = entryDoing(contest, entry);
    if (what === null) return [];
    const { session, ticket } = entry;
    return [
      {
        lane: `BUILD ${index + 1}`,
        state,
        attempt: context.change?.attempt ?? 1,
        ticket,
        ...(session === null ? {} : { session }),
        ...what,
      },
    ];
  });
}

function entryDoing(contest: Contest, entry: BuildEntry): Pick<Going, 'kind' | 'label'> | null {
  if (entry.settled !== null) return null;
  if (entry.verification) {
    const what = entry.verification.gate === 'build' ? 'is checked' : 'runs its tests';
    return { kind: 'verifying', label: `${nameOf(contest, entry)} ${what}` };
  }
  if (entry.commit !== null) return { kind: 'blocked', label: 'no gate could judge it' };
  if (entry.session !== null)
    return { kind: 'working', label: entry.kind === 'merge' ? 'merging' : 'building' };
  return { kind: 'waiting', label: 'nobody has this build' };
}
