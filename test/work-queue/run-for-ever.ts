import { silentLog } from '../../src/log.ts';
import { consumeVerifications } from '../../src/work-queue/bullmq-verification-consumer.ts';

/** A verifier whose runs never end, until it is killed. */
consumeVerifications({
  connection: { path: process.argv[2] ?? '' },
  prefix: 'andon-test',
  name: 'home',
  verifier: { run: () => new Promise(() => undefined) },
  concurrency: 1,
  log: silentLog,
});
