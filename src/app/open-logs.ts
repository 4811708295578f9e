import type { Config } from '../config.ts';
import type { Clock } from '../coordinator/clock.port.ts';
import type { Coordinator } from '../coordinator/coordinator.port.ts';
import type { Signals } from '../coordinator/signals.port.ts';
import type { Log } from '../log.ts';
import { FileLogBook } from '../logs/file-log-book.ts';
import type { LogBook } from '../logs/log-book.port.ts';
import type { HomeDirectories } from './home-directories.ts';
import { ServiceOutput } from './service-output.ts';

const bytesPerMegabyte = 1024 * 1024;

/** The logs of all services: every log signal is a line of one. */
export function openLogs(options: {
  config: Config;
  directories: HomeDirectories;
  signals: Signals;
  clock: Clock;
  log: Log;
}): LogBook {
  const { config, directories, clock, log } = options;
  const book = new FileLogBook({
    directory: directories.logs,
    keep: { lines: config.logs.lines, bytes: config.logs.megabytes * bytesPerMegabyte },
    clock,
    onProblem(why) {
      if (why === null) log.info('log lines of services are written again');
      else log.error({ problem: why }, 'log lines of services stay in memory');
    },
  });
  options.signals.on((signal) => {
    if (signal.kind === 'log') book.append(signal.service, signal.source, signal.line);
  });
  return book;
}

/** What releases print comes into their services' logs from now on. */
export function openServiceOutput(options: {
  directories: HomeDirectories;
  book: LogBook;
  secrets: { values(service: string): Promise<Readonly<Record<string, string>>> };
  coordinator: Coordinator;
}): ServiceOutput {
  const { directories, book, secrets, coordinator } = options;
  const output = new ServiceOutput({
    directory: directories.logs,
    secretsOf: async (service) => Object.values(await secrets.values(service)),
    append: (service, source, text) => book.append(service, source, text),
    *services() {
      for (const { context } of coordinator.services()) {
        if (context.live.release || context.live.candidate) yield context.id;
      }
    },
  });
  output.start();
  return output;
}
