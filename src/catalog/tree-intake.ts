import { z } from 'zod';
import { treeHash } from '../contracts/tree-hash.ts';
import type { Clock } from '../coordinator/clock.port.ts';
import type { Coordinator } from '../coordinator/coordinator.port.ts';
import { faultPoint } from '../fault-points.ts';
import type { Store } from '../store/store.port.ts';
import type { Repositories } from '../workspace/workspace.port.ts';
import type { KnownFiles } from '../write-back/known-files.port.ts';
import type { Catalog, Sighting } from './catalog.port.ts';
import { editedPaths } from './edited-paths.ts';

export type TreeIntakeOptions = {
  readonly catalog: Catalog;
  readonly coordinator: Coordinator;
  readonly store: Store;
  readonly repositories: Repositories;
  readonly known: KnownFiles;
  readonly clock: Clock;
};

const listedFiles = 200;
const pendingIntake = z.object({ buildHash: z.string().nullable(), commit: z.string() });

/** Takes what people put into BUILD into the service's repository, and tells the coordinator. */
export class TreeIntake {
  readonly #with: TreeIntakeOptions;

  constructor(options: TreeIntakeOptions) {
    this.#with = options;
  }

  /**
   * Looks at BUILD file by file; edits are committed and told as `TreeEdited`. Returns the hash of what is known now.
   * `adopting` tells the service's evidence even where BUILD holds nothing new.
   */
  async take(service: string, sighting: Sighting, adopting: boolean): Promise<string | null> {
    const { catalog, coordinator, known, store } = this.#with;
    const files = await catalog.buildFiles(sighting.name);
    const edited = editedPaths(known.of(service), files);
    const buildHash = treeHash(files);
    if (edited.length === 0 && !adopting) return buildHash;
    const commit = await this.#commit(service, sighting, buildHash);
    const context = coordinator.service(service)?.context;
    if (context?.change?.commit !== commit && context?.pending.handEdit !== commit) {
      await coordinator.receive(`service/${service}`, {
        type: 'TreeEdited',
        commit,
        evidence: sighting.evidence,
        files: edited.slice(0, listedFiles),
      });
    }
    faultPoint('catalog.intake.told');
    known.take(service, commit, files);
    faultPoint('catalog.intake.taken');
    store.remove(`taking/${service}`);
    return buildHash;
  }

  /** The commit is noted before it is told, so that a crash between the two tells the same commit again. */
  async #commit(service: string, sighting: Sighting, buildHash: string | null): Promise<string> {
    const { clock, known, repositories, store } = this.#with;
    const key = `taking/${service}`;
    const noted = parse(store.get(key));
    if (noted !== null && noted.buildHash === buildHash && (await repositories.has(service, noted.commit))) {
      return noted.commit;
    }
    const parent = known.commit(service);
    const base = parent !== null && (await repositories.has(service, parent)) ? parent : null;
    const commit = await repositories.intake(service, sighting.directory, base, clock.now());
    store.put(key, JSON.stringify({ buildHash, commit }));
    faultPoint('catalog.intake.noted');
    return commit;
  }
}

function parse(text: string | undefined): z.infer<typeof pendingIntake> | null {
  if (text === undefined) return null;
  try {
    return pendingIntake.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
