#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageVersion, startAndon } from './app.ts';
import { runProgram } from './cli/program.ts';
import { loadConfig } from './config.ts';
import { armFaultPoint } from './fault-points.ts';
import { createLog } from './log.ts';
import { openLogFile } from './log-file.ts';
import { consumeDeliveries } from './work-queue/bullmq-delivery-consumer.ts';
import { workerRedis } from './work-queue/worker-redis.ts';
import { createReferenceDriver } from './worker/drivers/reference/reference-driver.ts';

const root = packageRoot(import.meta.dirname);
const version = await packageVersion(root);
const stop = new AbortController();
const hurry = new AbortController();
const sameWishMs = 1_500;
let askedAt = 0;
/** A command that gives back what it holds is waited for at the second wish, and not at the third. */
let hurries = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // Ctrl-C reaches this process from the terminal and again through npm: that is one wish. A later one means it.
    if (stop.signal.aborted && Date.now() - askedAt <= sameWishMs) return;
    if (stop.signal.aborted && (!hurries || hurry.signal.aborted)) process.exit(130);
    askedAt = Date.now();
    if (stop.signal.aborted) hurry.abort();
    stop.abort();
  });
}

const code = await runProgram(process.argv.slice(2), {
  io: {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    tty: process.stdout.isTTY === true,
  },
  config: () => {
    const config = loadConfig();
    armFaultPoint(config.crashAt);
    return config;
  },
  start: (config) =>
    startAndon({
      config,
      log: createLog(config.logLevel, openLogFile(join(config.home, 'andon.log'))),
      say: (line) => void process.stdout.write(`${line}\n`),
      root,
      entry: import.meta.filename,
      execArgv: process.execArgv,
      version,
      signal: stop.signal,
      onSuperseded: (why) => {
        process.stderr.write(`andon: ${why}\n`);
        process.exit(1);
      },
    }),
  drivers: { reference: () => createReferenceDriver() },
  consume: async (delivery, take) => {
    const connection = workerRedis(delivery.redis, loadConfig().workerRedisUrl);
    if (!connection) throw new TypeError('the coordinator named no Redis');
    return consumeDeliveries({
      connection,
      prefix: delivery.prefix,
      session: delivery.queue.replace(/^session-/, ''),
      take: async (each) => take(each),
      log: createLog('silent'),
    });
  },
  signal: stop.signal,
  hurry: () => {
    hurries = true;
    return hurry.signal;
  },
  self: [process.execPath, ...process.execArgv, import.meta.filename],
  version,
});
process.exit(code);

/** The nearest directory above with a package.json: the same from `src/` and from `dist/src/`. */
function packageRoot(from: string): string {
  if (existsSync(join(from, 'package.json')) || dirname(from) === from) return from;
  return packageRoot(dirname(from));
}
