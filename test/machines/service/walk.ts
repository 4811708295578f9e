import { Service } from '../given.ts';
import { answers, type Case, happenings } from './service-events.ts';

export type Edge = { readonly from: Service; readonly case: Case; readonly to: Service };

/** Small limits make every bound reachable in a few steps. */
const limits = { attempts: 2, inconclusiveRetries: 1, restarts: 1 };

/**
 * What distinguishes two services for their future, without ids, hashes and times. Two that agree in this are walked on
 * from once: the first found, by a shortest path.
 */
function kindOf({ context, line, live }: Service): string {
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
    context.live.rung ?? '',
    context.live.restarts > 0 ? 'restarted' : '',
  ].join('|');
}

export type Walk = { readonly services: readonly Service[]; readonly edges: readonly Edge[] };

/** Every case tried on every kind of service found so far, breadth first, up to `most` kinds. */
export function walk(most: number): Walk {
  const first = Service.fresh(limits);
  const seen = new Set([kindOf(first)]);
  const services = [first];
  const edges: Edge[] = [];
  for (let index = 0; index < services.length; index += 1) {
    const from = services[index];
    if (!from) break;
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
