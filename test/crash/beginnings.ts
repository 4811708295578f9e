import { cpSync } from 'node:fs';
import type { Line } from '../e2e/support/line.ts';
import { keepCoordinator, keepWorker, openLine } from './crash-home.ts';
import { type Beginning, makeFragile, scenarios } from './scenarios.ts';

/** Homes as they are after everything before was done, made once and copied for each case. */
export type Beginnings = {
  copyTo(line: Line, beginning: Beginning): Promise<void>;
  close(): Promise<void>;
};

export function createBeginnings(): Beginnings {
  const made = new Map<Beginning, Promise<Line>>();

  const make = (beginning: Beginning): Promise<Line> => {
    const before = made.get(beginning);
    if (before) return before;
    const line = beginning === 'shipped' ? makeShipped() : makeFragileLine();
    made.set(beginning, line);
    return line;
  };

  const makeShipped = async (): Promise<Line> => grown(openLine(), scenarios.ship.play);

  const makeFragileLine = async (): Promise<Line> => {
    const line = openLine();
    copy(await make('shipped'), line);
    return grown(line, makeFragile);
  };

  return {
    async copyTo(line, beginning) {
      if (beginning !== 'nothing') copy(await make(beginning), line);
    },
    async close() {
      for (const line of made.values()) await (await line).close();
    },
  };
}

/** Runs the line until `grow` is done, then stops it in order. */
async function grown(line: Line, grow: (line: Line) => Promise<void>): Promise<Line> {
  const coordinator = keepCoordinator(line);
  await coordinator.up;
  const worker = keepWorker(line, 'amy');
  await worker.up;
  await grow(line);
  await worker.stop();
  await coordinator.stop();
  return line;
}

function copy(from: Line, to: Line): void {
  for (const folder of ['home', 'services'] as const)
    cpSync(from[folder], to[folder], { recursive: true, preserveTimestamps: true });
}
