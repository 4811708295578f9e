import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createReleaseDirectories, type ReleaseFile } from '../../src/release/release-directories.ts';
import { createServingRecords } from '../../src/release/serving-records.ts';
import { signatureOf } from '../../src/verification/record/signature.ts';
import { type PublicKeys, publicKeysIn } from '../../src/verification/record/signing-keys.ts';
import { parseRecord } from '../../src/verification/record.ts';
import type { Observation } from './observation.ts';

/** What a home's files say was really done: by its gates before, by its releases before, and what serves after all. */
export type Evidence = {
  readonly before: readonly Observation[];
  readonly after: readonly Observation[];
  readonly releases: readonly ReleaseFile[];
};

/** Reads the records and releases of a home. Rejects when a record of its own cannot be read. */
export async function homeEvidence(home: string): Promise<Evidence> {
  const records = await verified(join(home, 'records'), publicKeysIn(join(home, 'keys')));
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

async function verified(directory: string, keys: PublicKeys): Promise<Observation[]> {
  const found: Observation[] = [];
  for (const service of await namesIn(directory)) {
    for (const name of await namesIn(join(directory, service))) {
      if (!name.endsWith('.json')) continue;
      const text = await readFile(join(directory, service, name), 'utf8');
      const value = parsed(text);
      const record = parseRecord(value);
      if (!record) throw new Error(`the record ${name} of ${service} is not whole: ${text.slice(0, 100)}`);
      const { id, gate, result } = record;
      const signature = signatureOf(value, keys);
      // Whose signature does not hold says nothing of any commit.
      const commit = signature === 'valid' ? record.commit : signature;
      found.push({ what: 'verified', service, gate, commit, verdict: result.verdict, record: id });
    }
  }
  return found;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function namesIn(directory: string): Promise<string[]> {
  return readdir(directory).catch(() => []);
}
