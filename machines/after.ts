import type { Change, ServiceContext } from './service/service.context.ts';
import { type MachineKind, type Snapshot, stateOf } from './step.ts';

/** What a service was in after an event: both regions, and the change on the line (0 and null before the first). */
export type ServiceAfter = {
  readonly line: string;
  readonly live: string;
  readonly change: number;
  readonly cause: Change['cause'] | null;
};

const causes: ReadonlySet<string> = new Set<Change['cause']>(['spec', 'incident', 'hand-edit', 'adoption']);

/**
 * What a machine is in, as the journal keeps it beside each event: of a service the JSON of `[line, live, change, cause]`,
 * of any other machine its state.
 */
export function afterOf(kind: MachineKind, snapshot: Snapshot): string {
  const state = stateOf(snapshot);
  if ('state' in state) return state.state;
  const change = kind === 'service' ? changeOf(snapshot) : null;
  return JSON.stringify([state.line, state.live, change?.n ?? 0, change?.cause ?? null]);
}

/** A service's state as the journal kept it; null for that of another machine, and where nothing was kept. */
export function readAfter(text: string | null): ServiceAfter | null {
  if (text === null || !text.startsWith('[')) return null;
  const kept: unknown = JSON.parse(text);
  if (!Array.isArray(kept)) return null;
  const [line, live, change, cause]: readonly unknown[] = kept;
  if (typeof line !== 'string' || typeof live !== 'string' || typeof change !== 'number') return null;
  return { line, live, change, cause: isCause(cause) ? cause : null };
}

// One cast: the context of a service machine is a service's.
function changeOf({ context }: Snapshot): Change | null {
  return (context as ServiceContext).change;
}

function isCause(value: unknown): value is Change['cause'] {
  return typeof value === 'string' && causes.has(value);
}
