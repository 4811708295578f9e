import { basename } from 'node:path';
import type { ServiceSettings } from '../../machines/service/service.events.ts';
import { faultPoint } from '../fault-points.ts';
import { type OwnSettings, readOwnSettings } from '../stack/own-settings.ts';
import { andonYamlName } from './andon-yaml-file.ts';
import type { Sighting } from './catalog.port.ts';
import type { CatalogMemory } from './catalog-memory.ts';
import type { Conclusion } from './conclude.ts';
import { type ParsedSpec, problemLines } from './spec/parsed-spec.ts';
import { SpecCache } from './spec/spec-cache.ts';
import { TreeIntake, type TreeIntakeOptions } from './tree-intake.ts';

export type TellerOptions = TreeIntakeOptions & {
  /** Parses specs; the default one knows the built-in synonyms. */
  readonly specs?: SpecCache;
};

/** Tells the coordinator what was concluded of one service, and remembers it once it is durable. */
export class Teller {
  readonly #with: TellerOptions;
  readonly #memory: CatalogMemory;
  readonly #tree: TreeIntake;
  readonly #specs: SpecCache;

  constructor(options: TellerOptions, memory: CatalogMemory) {
    this.#with = options;
    this.#memory = memory;
    this.#tree = new TreeIntake(options);
    this.#specs = options.specs ?? new SpecCache();
  }

  /** Resolves when the fact is durable and remembered; absence and problems are not told from here. */
  async tell(conclusion: Conclusion): Promise<void> {
    const { coordinator } = this.#with;
    switch (conclusion.type) {
      case 'new': {
        const id = await coordinator.addService(conclusion.sighting.name);
        faultPoint('catalog.service.added');
        this.#remember(id, conclusion.sighting);
        await this.#settingsSeen(id, conclusion.sighting);
        if (conclusion.sighting.spec !== null) await this.#specSeen(id, conclusion.sighting);
        return this.#treeDiffers(id, conclusion.sighting);
      }
      case 'renamed':
        await coordinator.receive(`service/${conclusion.id}`, {
          type: 'ServiceRenamed',
          name: conclusion.sighting.name,
        });
        return this.#remember(conclusion.id, conclusion.sighting);
      case 'returned':
        await coordinator.receive(`service/${conclusion.id}`, { type: 'DirectoryReturned' });
        return this.#remember(conclusion.id, conclusion.sighting);
      case 'settings-changed':
      case 'spec-changed':
        // What is said of how it is built holds for the change that the spec begins; either file may say it.
        await this.#settingsSeen(conclusion.id, conclusion.sighting);
        return this.#specSeen(conclusion.id, conclusion.sighting);
      case 'spec-vanished':
        await coordinator.receive(`service/${conclusion.id}`, { type: 'SpecVanished' });
        return this.#memory.update(conclusion.id, { specHash: null });
      case 'tree-differs':
        return this.#treeDiffers(conclusion.id, conclusion.sighting);
      case 'vanished':
      case 'problem':
      case 'suspended':
        return;
    }
  }

  async #settingsSeen(id: string, sighting: Sighting): Promise<void> {
    const { coordinator } = this.#with;
    const { settings } = ownSettings(sighting);
    const parsed = this.#parsed(sighting.spec);
    const told: ServiceSettings = {
      redundancy: settings.redundancy ?? parsed?.settings.redundancy ?? null,
      merge: settings.merge ?? parsed?.settings.merge ?? false,
      budget: settings.budget ?? null,
      approval: settings.approval ?? parsed?.settings.approval ?? null,
    };
    if (JSON.stringify(told) !== JSON.stringify(coordinator.service(id)?.context.settings)) {
      await coordinator.receive(`service/${id}`, { type: 'SettingsSeen', settings: told });
    }
    this.#memory.update(id, { settingsHash: sighting.settings?.hash ?? null });
  }

  #parsed(spec: Sighting['spec']): ParsedSpec | null {
    if (spec === null || spec.refused !== undefined) return null;
    return this.#specs.parse(spec.hash, spec.text, basename(spec.path));
  }

  async #specSeen(id: string, sighting: Sighting): Promise<void> {
    const { name, spec, inode } = sighting;
    if (spec === null) return;
    const { coordinator, store } = this.#with;
    const file = basename(spec.path);
    const key = `spec/${spec.hash}`;
    if (store.get(key) === undefined) store.put(key, spec.text);
    faultPoint('catalog.spec.stored');
    const parsed = this.#parsed(spec);
    await coordinator.receive(`service/${id}`, {
      type: 'SpecSeen',
      spec: {
        hash: spec.hash,
        problems: [
          ...ownSettings(sighting).problems,
          ...(parsed === null ? [`${file}:1 ${spec.refused}`] : problemLines(parsed)),
        ],
        secrets: [...(parsed?.secrets ?? [])],
        services: (parsed?.services ?? []).filter((service) => service !== name),
      },
    });
    faultPoint('catalog.spec.told');
    this.#memory.update(id, { name, inode, specHash: spec.hash });
  }

  async #treeDiffers(id: string, sighting: Sighting): Promise<void> {
    const { evidence, buildHash } = sighting;
    const content = buildHash !== null || evidence.production || evidence.unknown !== undefined;
    const adopting = content && !(this.#memory.named(sighting.name)?.adopted ?? false);
    const taken = await this.#tree.take(id, sighting, adopting);
    this.#memory.update(id, { buildHash: taken, adopted: true });
  }

  #remember(id: string, { name, inode }: Sighting): void {
    this.#memory.update(id, { name, inode });
  }
}

/** What its `andon.yaml` says, and what of it cannot be used: `andon.yaml:3 sentence`. */
function ownSettings({ settings: file }: Sighting): { settings: OwnSettings; problems: string[] } {
  if (file === undefined) return { settings: {}, problems: [] };
  if (file.refused !== undefined) return { settings: {}, problems: [`${andonYamlName}:1 ${file.refused}`] };
  const { settings, problems } = readOwnSettings(file.text);
  return { settings, problems: problems.map(({ line, text }) => `${andonYamlName}:${line} ${text}`) };
}
