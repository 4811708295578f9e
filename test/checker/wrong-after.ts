import { afterOf } from '../../machines/after.ts';
import type { MachineKind, Snapshot } from '../../machines/step.ts';
import type { EventRow } from '../../src/store/store.port.ts';

/** What is wrong with what a row says its machine was in after it, or null; rows of older databases say nothing. */
export function wrongAfter(
  kind: MachineKind,
  { stream, seq, after }: EventRow,
  made: Snapshot,
): string | null {
  if (after === null) return null;
  const right = afterOf(kind, made);
  return after === right ? null : `row ${seq} leaves ${stream} in ${right}, and the journal says ${after}`;
}
