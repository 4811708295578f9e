import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { messageOf } from '../../src/errors.ts';
import { openLibsqlStore } from '../../src/store/libsql-store.ts';
import { batch, event } from './batch.ts';

/** Commits while the system refuses each write beyond a file size with an error of its own; prints what became of it. */
const file = join(process.argv[2] ?? '', 'andon.db');
const store = openLibsqlStore(file);
const limit = (bytes: string) =>
  execFileSync('/usr/bin/prlimit', ['--pid', String(process.pid), `--fsize=${bytes}:`]);
const answer = (seq: number) => store.commit(batch({ events: [event(seq)] })).then(() => 'done', messageOf);

await store.commit(batch({ events: [event(1)] }));
limit('4096');
const failed = await answer(2);
limit('1000000000');
const healed = await answer(2);
const meanwhile = { last: store.lastSeq(), events: store.events({}).length, problem: store.problem() };
store.close();
const again = openLibsqlStore(file);
const last = again.lastSeq();
await again.commit(batch({ events: [event(last + 1)] }));
process.stdout.write(JSON.stringify({ failed, healed, meanwhile, last, after: again.lastSeq() }));
again.close();
