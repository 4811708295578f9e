import type { Sighting } from './catalog.port.ts';

/** What the catalog remembers of a service between looks. */
export type KnownService = {
  readonly id: string;
  readonly name: string;
  readonly inode: number | null;
  readonly specHash: string | null;
  /** Of its own `andon.yaml`; null without one. */
  readonly settingsHash: string | null;
  readonly buildHash: string | null;
  /** Whether BUILD and PRODUCTION have been weighed once; after that only BUILD's changes count. */
  readonly adopted: boolean;
  /** False once its directory was concluded to be gone. */
  readonly present: boolean;
};

export type Conclusion =
  | { readonly type: 'new'; readonly sighting: Sighting }
  | { readonly type: 'renamed'; readonly id: string; readonly sighting: Sighting }
  | { readonly type: 'returned'; readonly id: string; readonly sighting: Sighting }
  | { readonly type: 'settings-changed'; readonly id: string; readonly sighting: Sighting }
  | { readonly type: 'spec-changed'; readonly id: string; readonly sighting: Sighting }
  | { readonly type: 'spec-vanished'; readonly id: string; readonly sighting: Sighting }
  | { readonly type: 'tree-differs'; readonly id: string; readonly sighting: Sighting }
  | { readonly type: 'vanished'; readonly id: string }
  | { readonly type: 'problem'; readonly name: string; readonly text: string }
  | { readonly type: 'suspended'; readonly text: string };

export type ConcludeOptions = {
  /** The sightings are all there are: only then does absence mean anything. */
  readonly complete: boolean;
  /** Where the sightings are not complete: names known not to be there now, which may have been renamed. */
  readonly gone?: ReadonlySet<string>;
  /** More than this share of the services gone at once is not believed. */
  readonly vanishShare: number;
};

/** Fewer than this many gone at once are believed whatever share they are, unless they are all there were. */
const believed = 2;

/**
 * What sightings mean for the services known. Pure. A directory that appears where a known one went (the same inode, or
 * the same spec and content) is that service under a new name; one that is only a copy is a new service.
 */
export function conclude(
  known: readonly KnownService[],
  sightings: readonly Sighting[],
  options: ConcludeOptions,
): Conclusion[] {
  const conclusions: Conclusion[] = [];
  const byName = new Map(known.map((service) => [service.name, service]));
  const seen = new Set(sightings.map((sighting) => sighting.name));
  const folded = new Map(known.filter((one) => one.present).map((one) => [one.name.toLowerCase(), one.name]));
  const missing = known.filter(
    ({ name }) => !seen.has(name) && (options.complete || (options.gone?.has(name) ?? false)),
  );
  const taken = new Set<string>();
  for (const sighting of sightings) {
    const { name } = sighting;
    if (sighting.problem !== null) conclusions.push({ type: 'problem', name, text: sighting.problem });
    if (sighting.unreadable) continue;
    const service = byName.get(name);
    if (service !== undefined) {
      if (!service.present) conclusions.push({ type: 'returned', id: service.id, sighting });
      conclusions.push(...changes(service, sighting));
      continue;
    }
    const former = missing.find((one) => !taken.has(one.id) && isSame(one, sighting));
    const twin = folded.get(name.toLowerCase());
    if (former === undefined && twin !== undefined && twin !== name) {
      conclusions.push({
        type: 'problem',
        name,
        text: `${name} differs from ${twin} in case only: rename one of them`,
      });
      continue;
    }
    folded.set(name.toLowerCase(), name);
    if (former === undefined) {
      conclusions.push({ type: 'new', sighting });
      continue;
    }
    taken.add(former.id);
    conclusions.push({ type: 'renamed', id: former.id, sighting });
    if (!former.present) conclusions.push({ type: 'returned', id: former.id, sighting });
    conclusions.push(...changes(former, sighting));
  }
  if (!options.complete) return conclusions;
  const gone = missing.filter((service) => service.present && !taken.has(service.id));
  return [...conclusions, ...absence(gone, known.filter((service) => service.present).length, options)];
}

function changes(service: KnownService, sighting: Sighting): Conclusion[] {
  const found: Conclusion[] = [];
  const { id } = service;
  if ((sighting.settings?.hash ?? null) !== service.settingsHash) {
    found.push({ type: 'settings-changed', id, sighting });
  }
  if (sighting.spec === null) {
    if (service.specHash !== null) found.push({ type: 'spec-vanished', id, sighting });
  } else if (sighting.spec.hash !== service.specHash) {
    found.push({ type: 'spec-changed', id, sighting });
  }
  const content =
    sighting.buildHash !== null || sighting.evidence.production || sighting.evidence.unknown !== undefined;
  if (sighting.buildHash !== service.buildHash || (!service.adopted && content)) {
    found.push({ type: 'tree-differs', id, sighting });
  }
  return found;
}

/** File systems reuse inode numbers at once, so an inode alone proves nothing where there is content to compare. */
function isSame(service: KnownService, sighting: Sighting): boolean {
  const sameSpec = service.specHash === (sighting.spec?.hash ?? null);
  const sameBuild = service.buildHash === sighting.buildHash;
  if (service.inode !== sighting.inode) return sameSpec && sameBuild && service.specHash !== null;
  return (
    (sameSpec && service.specHash !== null) ||
    (sameBuild && service.buildHash !== null) ||
    (sameSpec && sameBuild)
  );
}

function absence(gone: readonly KnownService[], present: number, options: ConcludeOptions): Conclusion[] {
  const all = gone.length === present && present > 1;
  if (gone.length > options.vanishShare * present && (gone.length > believed || all)) {
    return [
      {
        type: 'suspended',
        text: `${gone.length} of ${present} services are gone from the services root at once: is it mounted? Nothing is concluded until they are back or retired (\`andon retire\`)`,
      },
    ];
  }
  return gone.map((service) => ({ type: 'vanished', id: service.id }));
}
