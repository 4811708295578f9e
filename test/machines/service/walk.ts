import { openContest } from '../../../machines/service/contest.ts';
import { rollbackTargets } from '../../../machines/service/facts.ts';
import { Service } from '../given.ts';
import { answers, type Case, happenings } from './service-events.ts';

export type Edge = { readonly from: Service; readonly case: Case; readonly to: Service };

/** Small limits make every bound reachable in a few steps. */
const limits = { attempts: 2, inconclusiveRetries: 1, restarts: 1 };

/**
 * What distinguishes two services for their future, without ids, hashes and times. Two that agree in this are walked on
 * from once: the first found, by a shortest path.
 */
function kindOf(service: Service): string {
  const { context, line, live } = service;
  const { ticket, change } = context;
  return [
    line,
    live,
    ticket?.session ? 'held' : '',
    context.pending.spec ? 'spec' : '',
    context.verification?.inconclusive ? 'asked again' : '',
    change && change.attempt >= limits.attempts ? 'last try' : '',
    context.block?.code ?? '',
    context.live.lastGood ? 'last good' : '',
    line === 'shipped' && rollbackTargets(context).length > 0 ? 'older' : '',
    context.live.asked ? 'asked' : '',
    needsWord(service) ? 'needs a word' : '',
    context.live.rung ?? '',
    context.live.restarts > 0 ? 'restarted' : '',
    isSeveral(service) ? 'several' : '',
    ...(openContest(context)?.entries ?? []).map((entry) =>
      [
        entry.kind,
        entry.session ? 'held' : '',
        entry.commit ? 'handed in' : '',
        entry.verification?.gate ?? '',
        entry.verification?.inconclusive ? 'asked again' : '',
        entry.unclear ? 'unclear' : '',
        entry.passed ?? '',
        entry.settled ?? '',
        entry.hasTests ? 'tests' : '',
      ].join(' '),
    ),
  ].join('|');
}

const several = {
  type: 'SettingsSeen',
  settings: { redundancy: 2, merge: true, budget: null },
} as const;
const withApproval = {
  type: 'SettingsSeen',
  settings: { redundancy: null, merge: false, budget: null, approval: true },
} as const;
const rootN = 2;

/** What is verified waits until somebody says that it may go to production. */
function needsWord({ context }: Service): boolean {
  return context.settings.approval === true;
}

/** Its next spec is built more than once. */
function isSeveral({ context }: Service): boolean {
  return context.settings.redundancy !== null;
}

/** Several builds are followed until they are over: what comes then is as after one, and walked from there. */
function isFollowed(service: Service): boolean {
  const { line, live, context } = service;
  // Until it is deployed a change is as any other; then nobody's word is asked any more.
  if (needsWord(service)) return live === 'none' && !/^release\.[^a]|^blocked|^unknown/.test(line);
  if (!isSeveral(service) || service.n === rootN) return true;
  return (
    live === 'none' &&
    (line === 'build.competing' || (line === 'blocked' && context.contest?.end === 'empty'))
  );
}

export type Walk = { readonly services: readonly Service[]; readonly edges: readonly Edge[] };

/** Every case tried on every kind of service found so far, breadth first, up to `most` kinds. */
export function walk(most: number): Walk {
  const roots = [
    Service.fresh(limits),
    Service.fresh(limits).when(several),
    Service.fresh(limits).when(withApproval),
  ];
  const seen = new Set(roots.map(kindOf));
  const services = [...roots];
  const edges: Edge[] = [];
  for (let index = 0; index < services.length; index += 1) {
    const from = services[index];
    if (!from) break;
    if (!isFollowed(from)) continue;
    for (const tried of [...answers, ...happenings]) {
      const to = from.when(tried.event(from, false));
      if (to.ignored) continue;
      edges.push({ from, case: tried, to });
      const kind = kindOf(to);
      if (seen.has(kind) || services.length >= most) continue;
      seen.add(kind);
      services.push(to);
    }
  }
  return { services, edges };
}
