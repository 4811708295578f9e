import type { Stack } from '../../stack/stack.ts';

/**
 * Loaded by every Node process of a measured run but the one of the tests: tests that start the service and stop it by a
 * signal would leave no figures of it, since V8 writes them when a process ends by itself. Ends by the signal as before.
 */
export const flushCoverage = `
const isRunner = process.execArgv.some((word) => word.startsWith('--test-reporter'));
if (!isRunner && process.env.NODE_V8_COVERAGE) {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
    process.on(signal, function flush() {
      require('node:v8').takeCoverage();
      if (process.listenerCount(signal) > 1) return;
      process.off(signal, flush);
      process.kill(process.pid, signal);
    });
  }
}
`;

/** The environment of a measured run: V8 writes into the folder `figures`; `flush` is the path of the program above. */
export function measuring(stack: Stack, figures: string, flush: string): Record<string, string> {
  const options = [stack.env.NODE_OPTIONS ?? '', `--require=${flush}`].join(' ').trim();
  return { NODE_V8_COVERAGE: figures, NODE_OPTIONS: options };
}
