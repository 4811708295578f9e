import { mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** What waits while the disk takes nothing, bytes; past it the newest lines are lost, the process is not. */
const mostWaiting = 1 << 20;

/**
 * The log file at `path`, made with its directory; lines of one tick are written together, and at exit what waits. A
 * disk that takes no more, or a place that cannot be written, costs lines: it never ends or holds up the process, which
 * pino's own destination does (it throws, and at exit tries again for ever).
 */
export function openLogFile(path: string): { write(line: string): void } {
  const file = open(path);
  let waiting: Buffer[] = [];
  let bytes = 0;
  let soon = false;

  const flush = (): void => {
    soon = false;
    let rest = Buffer.concat(waiting);
    try {
      while (file !== undefined && rest.length > 0) rest = rest.subarray(writeSync(file, rest));
    } catch {
      // The next line tries it again.
    }
    waiting = rest.length > 0 ? [rest] : [];
    bytes = rest.length;
  };

  process.once('exit', flush);
  return {
    write(line) {
      const added = Buffer.from(line);
      if (file === undefined || bytes + added.length > mostWaiting) return;
      waiting.push(added);
      bytes += added.length;
      if (soon) return;
      soon = true;
      setImmediate(flush);
    },
  };
}

function open(path: string): number | undefined {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    return openSync(path, 'a', 0o600);
  } catch {
    // Whoever needs the place says what is wrong with it, better than a log could.
    return undefined;
  }
}
