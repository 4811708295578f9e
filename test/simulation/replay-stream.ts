import { replay, type Snapshot } from '../../machines/step.ts';
import { kindOf } from '../../src/coordinator/memory-machines.ts';
import type { Store, StreamId } from '../../src/store/store.port.ts';

/** The state of one stream made again from its journal alone. */
export function replayStream(store: Store, stream: StreamId): Snapshot {
  const rows = store.events({ stream });
  const [opened, ...rest] = rows;
  if (!opened) throw new Error(`${stream} has no events`);
  const input = (opened.event as { input?: Record<string, unknown> }).input ?? {};
  return replay(
    kindOf(stream),
    input,
    { at: opened.at, ref: String(opened.seq) },
    rest.map((row) => ({ event: row.event, stamp: { at: row.at, ref: String(row.seq) } })),
  );
}
