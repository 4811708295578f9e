import { join } from 'node:path';
import type { Repositories } from '../workspace/workspace.port.ts';
import type { GateContext } from './gate-context.ts';
import { createRandom } from './random.ts';
import type { RecordBook } from './record/record-book.ts';
import type { VerificationOrder } from './verification.port.ts';

export type GatherOptions = {
  readonly repositories: Pick<Repositories, 'export' | 'file'>;
  readonly records: Pick<RecordBook, 'read'>;
  /** Copies the user's hidden tests of a service into a directory; resolves to false where there are none. */
  readonly acceptance: (service: string, into: string) => Promise<boolean>;
};

type Gathered = Pick<
  GateContext,
  'spec' | 'baseSpec' | 'baseline' | 'parent' | 'baseTests' | 'acceptance' | 'random'
>;

/** What a submission is compared with, beside its room in `directory`: what serves, what the work started from, hidden tests. */
export async function gather(
  order: VerificationOrder,
  directory: string,
  seed: string,
  options: GatherOptions,
): Promise<Gathered> {
  const { repositories, records, acceptance } = options;
  const { service, commit, base, baseRecord, parent } = order;
  const exported = async (of: string | null, name: string): Promise<string | null> => {
    if (of === null) return null;
    await repositories.export(service.id, of, join(directory, name));
    return join(directory, name, 'BUILD');
  };
  const baseline = await exported(base, 'baseline');
  const known = baseRecord === null ? undefined : await records.read(service.id, baseRecord);
  const hidden = join(directory, 'acceptance');
  return {
    spec: (await repositories.file(service.id, commit, 'SPEC.md')) ?? '',
    baseSpec: base === null ? null : ((await repositories.file(service.id, base, 'SPEC.md')) ?? null),
    baseline,
    parent: parent !== null && parent === base ? baseline : await exported(parent, 'parent'),
    baseTests: known?.record.tests ?? null,
    acceptance: (await acceptance(service.id, hidden)) ? hidden : null,
    random: createRandom(seed),
  };
}
