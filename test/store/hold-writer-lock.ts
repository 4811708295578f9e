import { acquireWriterLock } from '../../src/store/writer-lock.ts';

/** Takes the writer's lock of a home, says so, and keeps it until killed or told to let go. */
const home = process.argv[2] ?? '';
const lock = await acquireWriterLock(home, {
  onWaiting: (writer) => process.stdout.write(`waiting ${writer?.pid ?? 'unknown'}\n`),
});
process.stdout.write('held\n');
process.stdin.once('data', async () => {
  await lock.release();
  process.stdout.write('released\n');
});
