import type { MachineKind, Snapshot } from '../../machines/step.ts';
import type { Step } from './step.ts';

/** A snapshot in the checker's words, read off the raw state so that no table of the product stands in between. */
export function seenAs(kind: MachineKind, snapshot: Snapshot): Step['after'] {
  const { value, context } = snapshot;
  // The casts hold because the kind decides the context.
  if (kind !== 'service') return { state: String(value), context } as Step['after'];
  const regions = typeof value === 'string' ? {} : value;
  const [directory, live] = split(regions.live);
  return {
    context,
    line: pathOf(regions.line),
    live: live ?? directory,
    directory: live === undefined ? null : directory,
  } as Step['after'];
}

function split(live: unknown): [string, string?] {
  if (typeof live !== 'object' || live === null) return [String(live)];
  const [entry] = Object.entries(live);
  return entry ? [entry[0], String(entry[1])] : [''];
}

function pathOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const [entry] = Object.entries(value);
  return entry ? `${entry[0]}.${pathOf(entry[1])}` : '';
}
