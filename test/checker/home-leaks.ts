import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { processesOf } from '../e2e/support/processes.ts';
import { until } from '../e2e/support/until.ts';
import type { JournalFold } from './journal-fold.ts';

/** Releases kept beside the newest: the one that serves, the one to go back to. */
const besideNewest = 2;

/** What an orderly stop should have left nothing of, one sentence each. */
export async function homeLeaks(home: string, fold: JournalFold): Promise<string[]> {
  const left = await until(
    'no process of the home is left',
    () => processesOf(home).length === 0 && ['none'],
    {
      withinMs: 5_000,
    },
  ).then(
    () => [],
    () => processesOf(home),
  );
  return [
    ...left.map(({ pid, command }) => `process ${pid} runs still: ${command}`),
    ...['run.json', 'writer.json']
      .filter((name) => existsSync(join(home, name)))
      .map((name) => `${name} is left`),
    ...['temp', join('workspaces', 'verify')].flatMap((folder) =>
      namesIn(join(home, folder))
        // Rooms of verifications that failed are kept for people for a while, and say so.
        .filter((name) => !existsSync(join(home, folder, name, 'kept')))
        .map((name) => `${join(folder, name)} is left`),
    ),
    ...['records', 'secrets', 'keys', '.'].flatMap((folder) =>
      namesIn(join(home, folder))
        .filter((name) => name.endsWith('.part'))
        .map((name) => `${join(folder, name)} is half-written`),
    ),
    ...strayReleases(home, fold),
  ];
}

function strayReleases(home: string, fold: JournalFold): string[] {
  const asked = new Map<string, Set<string>>();
  for (const { stream, effect } of fold.effects()) {
    if (effect.type !== 'deploy' || !('release' in effect)) continue;
    const service = stream.slice('service/'.length);
    asked.set(service, (asked.get(service) ?? new Set()).add(String(effect.release)));
  }
  return namesIn(join(home, 'releases')).flatMap((service) => {
    const known = fold.service(service);
    if (!known) return [`releases of ${service} are left, and there is no such service`];
    const kept = directoriesIn(join(home, 'releases', service));
    const found = kept
      .filter((release) => !asked.get(service)?.has(release))
      .map((release) => `release ${release} of ${service} is left, and nobody asked for it`);
    const most = known.context.limits.releasesKept + besideNewest;
    if (kept.length > most)
      found.push(`${kept.length} releases of ${service} are kept, ${most} at most should be`);
    return found;
  });
}

function namesIn(directory: string): string[] {
  return existsSync(directory) ? readdirSync(directory) : [];
}

function directoriesIn(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}
