import { fsyncSync, openSync, writeSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { Cleanup } from './cleanup.ts';
import { percentile, rounded } from './figure.ts';

/** What the figures were measured on, and how busy it was: `diskSyncMs` is the median of a 4 KB write made durable. */
export async function machine(): Promise<object> {
  const cleanup = new Cleanup();
  try {
    const file = openSync(join(await cleanup.directory(), 'sync'), 'w');
    const page = Buffer.alloc(4_096, 1);
    const syncs = Array.from({ length: 50 }, () => {
      const from = performance.now();
      writeSync(file, page);
      fsyncSync(file);
      return performance.now() - from;
    });
    return {
      cores: cpus().length,
      cpu: cpus()[0]?.model ?? 'unknown',
      node: process.version,
      load: rounded(loadavg()[0] ?? 0),
      diskSyncMs: rounded(percentile(syncs, 0.5)),
    };
  } finally {
    await cleanup.close();
  }
}
