import { writeSync } from 'node:fs';
import { openLibsqlStore } from '../../src/store/libsql-store.ts';

/** Commits one event after another and prints each number once its commit has resolved. Runs until killed. */
const store = openLibsqlStore(process.argv[2] ?? '');
for (let seq = store.lastSeq() + 1; ; seq++) {
  const stream = 'service/a' as const;
  await store.commit({
    events: [{ seq, at: seq, stream, version: 1, event: { type: 'SpecChanged' }, after: null }],
    snapshots: [{ stream, version: 1, seq, snapshot: { seq }, final: false }],
    outbox: [{ id: `e-${seq}-0`, stream, effect: { type: 'Notify' } }],
    timers: [{ stream, timer: 'quiet', dueAt: seq }],
    cancelledTimers: [],
  });
  writeSync(1, `${seq}\n`);
}
