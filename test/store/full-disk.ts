import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { AndonError } from '../../src/errors.ts';
import { openLibsqlStore } from '../../src/store/libsql-store.ts';
import { batch, event } from './batch.ts';
import { fillUp } from './fill-up.ts';

/** Commits on a disk that fills up and gets room again; prints what became of it. */
const directory = process.argv[2] ?? '';
const problems: (string | null)[] = [];
const store = openLibsqlStore(join(directory, 'andon.db'), { onProblem: (text) => problems.push(text) });
const large = (seq: number) =>
  batch({
    events: [{ ...event(seq), event: { type: 'SpecChanged', text: 'x'.repeat(20_000) } as { type: string } }],
    snapshots: [{ stream: 'service/a', version: 1, seq, snapshot: { seq }, final: false }],
    outbox: [{ id: `e-${seq}-0`, stream: 'service/a', effect: { type: 'Notify' } }],
    timers: [{ stream: 'service/a', timer: 'quiet', dueAt: seq }],
  });
const codeOf = async (work: () => unknown): Promise<string> => {
  try {
    await work();
    return 'done';
  } catch (error) {
    return error instanceof AndonError ? error.code : String(error);
  }
};

await store.commit(large(1));
const makeRoom = fillUp(directory, 8_192);
const refused = [
  await codeOf(() => store.commit(large(2))),
  await codeOf(() => store.commit(large(2))),
  await codeOf(() => store.put('a', 'x'.repeat(20_000))),
];
const meanwhile = {
  last: store.lastSeq(),
  events: store.events({}).length,
  snapshot: store.snapshot('service/a')?.seq,
  effects: store.owedEffects().length,
  timer: store.timers()[0]?.dueAt,
  fact: store.get('a') ?? null,
};
const problem = store.problem();
makeRoom();
// Nobody writes: the store itself finds that there is room again.
while (store.problem() !== null) await wait(20);
const after = await codeOf(() => store.commit(large(2)));
store.close();
const again = openLibsqlStore(join(directory, 'andon.db'));
process.stdout.write(
  JSON.stringify({ refused, meanwhile, problem, problems: problems.length, after, last: again.lastSeq() }),
);
again.close();
