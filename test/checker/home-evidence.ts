import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createReleaseDirectories, type ReleaseFile } from '../../src/release/release-directories.ts';
import { createServingRecords } from '../../src/release/serving-records.ts';
import { readRecord } from '../../src/verification/record.ts';
import type { Observation } from './observation.ts';

/** What a home's files say was really done: by its gates before, by its releases before, and what serves after all. */
export type Evidence = {
  readonly before: readonly Observation[];
  readonly after: readonly Observation[];
  readonly releases: readonly ReleaseFile[];
};

/** Reads the records and releases of a home. Rejects when a record of its own cannot be read. */
export async function homeEvidence(home: string): Promise<Evidence> {
  const records = await verified(join(home, 'records'));
  const root = join(home, 'releases');
  const directories = createReleaseDirectories({ root, exportCommit: async () => {}, now: () => 0 });
  const serving = createServingRecords(root);
  const releases: ReleaseFile[] = [];
  const after: Observation[] = [];
  for (const service of await directories.services()) {
    releases.push(...(await directories.list(service)));
    const now = await serving.read(service);
    if (now) after.push({ what: 'serves', service, release: now.release, commit: now.commit });
  }
  const deployed = releases.flatMap(({ order, release, commit, record }): Observation[] => {
    const service = order.service.id;
    return [
      { what: 'deploy-began', service, release, commit, record },
      // That it settled before the next one began, the journal says.
      { what: 'deploy-ended', service, release },
    ];
  });
  return { before: [...records, ...deployed], after, releases };
}

async function verified(directory: string): Promise<Observation[]> {
  const found: Observation[] = [];
  for (const service of await namesIn(directory)) {
    for (const name of await namesIn(join(directory, service))) {
      if (!name.endsWith('.json')) continue;
      const record = await readRecord(directory, service, name.slice(0, -'.json'.length));
      if (!record)
        throw new Error(
          `the record ${name} of ${service} is not whole: ${await start(directory, service, name)}`,
        );
      const { id, gate, commit, result } = record;
      found.push({ what: 'verified', service, gate, commit, verdict: result.verdict, record: id });
    }
  }
  return found;
}

async function start(directory: string, service: string, name: string): Promise<string> {
  return (await readFile(join(directory, service, name), 'utf8').catch(() => '')).slice(0, 100);
}

async function namesIn(directory: string): Promise<string[]> {
  return readdir(directory).catch(() => []);
}
