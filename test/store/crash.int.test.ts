import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openLibsqlStore } from '../../src/store/libsql-store.ts';
import { startChild } from './child.ts';
import { temporaryDirectory } from './temporary-directory.ts';

it('loses nothing it acknowledged, and keeps no half commit, when the process is killed', async () => {
  const file = join(await temporaryDirectory(), 'andon.db');
  let acknowledged = 0;
  for (const enough of [20, 200, 600]) {
    const child = startChild(new URL('./commit-forever.ts', import.meta.url), file);
    const before = acknowledged;
    await expect
      .poll(() => Number(child.lines().at(-1) ?? 0), { timeout: 30_000, interval: 5 })
      .toBeGreaterThan(before + enough);
    await child.kill();
    acknowledged = Number(child.lines().at(-1));

    const store = openLibsqlStore(file);
    const last = store.lastSeq();
    // One more than acknowledged may be there: it was durable when the kill came before its line was printed.
    expect([acknowledged, acknowledged + 1]).toContain(last);
    expect(store.events({})).toHaveLength(last);
    expect(store.snapshot('service/a')).toMatchObject({ seq: last, snapshot: { seq: last } });
    expect(store.owedEffects()).toHaveLength(last);
    expect(store.timers()).toEqual([{ stream: 'service/a', timer: 'quiet', dueAt: last }]);
    store.close();
  }
});
