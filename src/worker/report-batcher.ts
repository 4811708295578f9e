import type { DriverEvents } from './driver.port.ts';

const everyMs = 250;
const linesAtOnce = 300;
const bytesAtOnce = 150_000;
const linesKept = 5_000;
const lineLength = 4_000;

export type Reports = Pick<DriverEvents, 'progress' | 'log' | 'act'> & {
  /** Sends what is left; nothing is sent after it. */
  close(): Promise<void>;
};

/**
 * Gathers a driver's progress, acts and log lines and sends them a few times a second. They are signals: what cannot be sent
 * is dropped, and what is printed faster than it can be sent is cut in the middle, and says so.
 */
export function createReports(send: {
  progress(percent: number, text: string): Promise<void>;
  log(lines: string[]): Promise<void>;
}): Reports {
  const lines: string[] = [];
  let dropped = 0;
  let percent = 0;
  let progress: { percent: number; text: string } | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let sending: Promise<void> = Promise.resolve();

  const nextLines = (): string[] => {
    const batch: string[] = [];
    let bytes = 0;
    while (lines.length > 0 && batch.length < linesAtOnce && bytes < bytesAtOnce) {
      const line = lines.shift() ?? '';
      bytes += line.length * 3;
      batch.push(line);
    }
    if (lines.length === 0 && dropped > 0) {
      batch.push(`(${dropped} lines were printed too fast to be shown)`);
      dropped = 0;
    }
    return batch;
  };

  const flush = async (): Promise<void> => {
    const latest = progress;
    progress = undefined;
    if (latest) await send.progress(latest.percent, latest.text).catch(() => undefined);
    while (lines.length > 0 || dropped > 0) await send.log(nextLines()).catch(() => undefined);
  };

  const soon = (): void => {
    if (closed || timer) return;
    timer = setTimeout(() => {
      timer = undefined;
      sending = sending.then(flush);
    }, everyMs);
  };

  const log = (text: string): void => {
    if (closed) return;
    for (const line of text.split('\n')) {
      if (lines.length < linesKept) lines.push(line.slice(0, lineLength));
      else dropped += 1;
    }
    soon();
  };

  return {
    progress(value, text) {
      if (closed) return;
      percent = Math.min(100, Math.max(0, Math.round(value))) || 0;
      progress = { percent, text: text.slice(0, 300) };
      soon();
    },
    log,
    act({ kind, text }) {
      if (closed || kind === 'thought') return;
      log(text);
      if (kind === 'tool' || kind === 'edit') progress = { percent, text: text.slice(0, 300) };
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      sending = sending.then(flush);
      await sending;
    },
  };
}
