import { closeSync, mkdirSync, openSync } from 'node:fs';
import { appendFile, copyFile, open, readdir, rm, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { redact } from './redact.ts';

/**
 * What released services print: one file a release, held open by the service itself so that it outlives the
 * coordinator. Over the limit it is moved to `.1` and begun again.
 */
export interface ServiceLogs {
  /** A descriptor to hand to the process; close it once the process has it. */
  open(service: string, release: string): { fd: number; close(): void };
  /** A line of Andon's own among the service's. */
  note(service: string, release: string, line: string): Promise<void>;
  rotate(service: string, release: string): Promise<void>;
  /** The last `bytes` of it as plain text: secrets redacted, control characters removed. Empty when there is none. */
  tail(service: string, release: string, bytes: number): Promise<string>;
  /** Removes the logs of releases that are not `kept`, but for the `newest` of those. */
  prune(service: string, kept: ReadonlySet<string>, newest: number): Promise<void>;
}

export type ServiceLogsOptions = {
  readonly directory: string;
  readonly secretsOf: (service: string) => Promise<readonly string[]>;
  /** Size at which a log is rotated; two of this size are kept. */
  readonly maxBytes?: number;
};

/** Read before the part that is shown, so that a secret cut by its edge is still found whole. */
const margin = 64 * 1024;

export function createServiceLogs(options: ServiceLogsOptions): ServiceLogs {
  const maxBytes = options.maxBytes ?? 5 * 1024 * 1024;
  const fileOf = (service: string, release: string) => join(options.directory, service, `${release}.log`);

  return {
    open: (service, release) => {
      mkdirSync(join(options.directory, service), { recursive: true, mode: 0o700 });
      const fd = openSync(fileOf(service, release), 'a', 0o600);
      return { fd, close: () => closeSync(fd) };
    },
    note: async (service, release, line) => {
      mkdirSync(join(options.directory, service), { recursive: true, mode: 0o700 });
      await appendFile(fileOf(service, release), `andon: ${line}\n`, { mode: 0o600 });
    },
    rotate: async (service, release) => {
      const file = fileOf(service, release);
      const stats = await stat(file).catch(() => null);
      if (!stats || stats.size <= maxBytes) return;
      // The service keeps its descriptor (append mode), so the file is emptied in place, not renamed.
      if (stats.size <= 2 * maxBytes) await copyFile(file, `${file}.1`);
      else await copyEnd(file, `${file}.1`, stats.size, maxBytes);
      await truncate(file);
    },
    tail: async (service, release, bytes) => {
      const text = await endOf(fileOf(service, release), bytes + margin);
      const shown = plain(redact(text, await options.secretsOf(service)));
      return shown.length > bytes ? shown.slice(-bytes) : shown;
    },
    prune: async (service, kept, newest) => {
      const directory = join(options.directory, service);
      const names = (await readdir(directory).catch(() => [])).filter((name) => name.endsWith('.log'));
      const others = names.filter((name) => !kept.has(name.slice(0, -'.log'.length)));
      const aged = await Promise.all(
        others.map(async (name) => ({ name, at: (await stat(join(directory, name))).mtimeMs })),
      );
      for (const { name } of aged.sort((a, b) => b.at - a.at).slice(newest)) {
        await rm(join(directory, name), { force: true });
        await rm(join(directory, `${name}.1`), { force: true });
      }
    },
  };
}

async function endOf(file: string, bytes: number): Promise<string> {
  const handle = await open(file, 'r').catch(() => null);
  if (!handle) return '';
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, bytes);
    const buffer = Buffer.alloc(length);
    const { bytesRead } = await handle.read(buffer, 0, length, size - length);
    return buffer.subarray(0, bytesRead).toString('utf8');
  } finally {
    await handle.close();
  }
}

async function copyEnd(from: string, to: string, size: number, bytes: number): Promise<void> {
  const source = await open(from, 'r');
  try {
    const buffer = Buffer.alloc(bytes);
    const { bytesRead } = await source.read(buffer, 0, bytes, size - bytes);
    const target = await open(to, 'w', 0o600);
    try {
      await target.writeFile(buffer.subarray(0, bytesRead));
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/** Terminal sequences, control and bidi characters are the service's to print and nobody's to obey. */
function plain(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\n\t])[\p{Cc}\p{Bidi_Control}]/gu, '');
}
