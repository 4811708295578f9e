import { fork } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Cleanup } from './cleanup.ts';
import { atMost, type Figure } from './figure.ts';
import { fillHome } from './home-of.ts';

const many = 10_000;
const few = 100;

const measured = z.object({
  services: z.number(),
  openMs: z.number(),
  rssMb: z.number(),
  commits: z.number(),
  p50: z.number(),
  p99: z.number(),
  max: z.number(),
});

/** The same home with 100 and with 10,000 services, each opened by a process of its own. */
export async function manyServices(): Promise<Figure[]> {
  const cleanup = new Cleanup();
  try {
    const directory = await cleanup.directory();
    const fileOf = (services: number) => join(directory, `${services}.db`);
    for (const services of [few, many]) await fillHome(fileOf(services), services);
    // Taken in turns, so that what else the machine does falls on both.
    const small = [await measure(fileOf(few))];
    const large = [await measure(fileOf(many))];
    small.push(await measure(fileOf(few)));
    large.push(await measure(fileOf(many)));
    const warm = Math.max(...large.map((run) => run.openMs)) / 1_000;
    const rss = Math.max(...large.map((run) => run.rssMb));
    const least = (runs: typeof small, key: 'p50' | 'p99') => Math.min(...runs.map((run) => run[key]));
    const databaseMb = Math.round((await stat(fileOf(many))).size / 1e6);
    return [
      atMost('warm-start', warm, 's', 5, { services: many, databaseMb }),
      atMost('memory', rss, 'MB RSS', 500, { services: many }),
      atMost('commit-at-10000-against-100', least(large, 'p99') / least(small, 'p99'), 'ratio of p99', 1.5, {
        at100: { p50: least(small, 'p50'), p99: least(small, 'p99') },
        at10000: { p50: least(large, 'p50'), p99: least(large, 'p99') },
        unitOfDetails: 'ms',
      }),
    ];
  } finally {
    await cleanup.close();
  }
}

function measure(file: string): Promise<z.infer<typeof measured>> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'many-services-process.ts'), [file]);
    child.once('message', (message) => resolve(measured.parse(message)));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the measuring process ended with ${code}`)));
  });
}
