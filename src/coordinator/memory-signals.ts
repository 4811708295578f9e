import type { Clock } from './clock.port.ts';
import type { LatestSignals, LogLine, Signal, Signals } from './signals.port.ts';

/** Log lines kept in memory per service; older ones are in the log files. */
const linesKept = 2_000;
const lineBytes = 4_000;

/** Signals in memory: the newest of each kind and the last lines, bounded per service. */
export class MemorySignals implements Signals {
  readonly #clock: Clock;
  readonly #listeners = new Set<(signal: Signal) => void>();
  readonly #latest = new Map<string, LatestSignals>();
  readonly #logs = new Map<string, { next: number; lines: LogLine[] }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  send(signal: Signal): void {
    const latest = this.#latest.get(signal.service) ?? {};
    switch (signal.kind) {
      case 'progress':
        this.#latest.set(signal.service, {
          ...latest,
          progress: {
            ticket: signal.ticket,
            percent: signal.percent,
            text: signal.text,
            at: this.#clock.now(),
          },
        });
        break;
      case 'tests':
        this.#latest.set(signal.service, {
          ...latest,
          tests: { passed: signal.passed, total: signal.total },
        });
        break;
      case 'activity':
        this.#latest.set(signal.service, { ...latest, activity: signal.text });
        break;
      case 'log':
        this.#keep(signal.service, signal.source, signal.line);
        break;
    }
    for (const listener of this.#listeners) listener(signal);
  }

  on(listener: (signal: Signal) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  latest(service: string): LatestSignals {
    return this.#latest.get(service) ?? {};
  }

  logs(service: string, after = 0): LogLine[] {
    return (this.#logs.get(service)?.lines ?? []).filter((line) => line.n > after);
  }

  #keep(service: string, source: string, line: string): void {
    const log = this.#logs.get(service) ?? { next: 1, lines: [] };
    log.lines.push({ n: log.next, at: this.#clock.now(), source, line: line.slice(0, lineBytes) });
    log.next += 1;
    if (log.lines.length > linesKept * 1.25) log.lines.splice(0, log.lines.length - linesKept);
    this.#logs.set(service, log);
  }
}
