import { z } from 'zod';

const traced = z.object({
  traceEvents: z.array(
    z.looseObject({
      name: z.string(),
      ph: z.string(),
      pid: z.number(),
      tid: z.number(),
      ts: z.number().optional(),
      dur: z.number().optional(),
      args: z.unknown(),
    }),
  ),
});

export const traceCategories = [
  'devtools.timeline',
  'disabled-by-default-devtools.timeline.frame',
  'toplevel',
];

/** Milliseconds from one main frame to the next in a recorded trace, of the page's thread that has the most of them. */
export function framesOfTrace(json: string): number[] {
  const { traceEvents } = traced.parse(JSON.parse(json));
  const threads = new Map<string, number[]>();
  for (const { name, pid, tid, ts } of traceEvents) {
    if (name !== 'BeginMainThreadFrame' || ts === undefined) continue;
    const key = `${pid}/${tid}`;
    threads.set(key, [...(threads.get(key) ?? []), ts]);
  }
  const [most = []] = [...threads.values()].sort((a, b) => b.length - a.length);
  most.sort((a, b) => a - b);
  return most.slice(1).map((ts, index) => (ts - (most[index] ?? ts)) / 1_000);
}
