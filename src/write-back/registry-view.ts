import type { ServiceView } from '../contracts/board.ts';
import { isJsonObject, type JsonObject, sameJson } from './json-document.ts';

const statusOf: Readonly<Record<ServiceView['column'], string>> = {
  SPEC: 'planned',
  BUILD: 'development',
  TEST: 'testing',
  PRODUCTION: 'production',
};

/** What a service counts as in the registry: one that serves is in production, whatever its next change does. */
function registryStatus(view: ServiceView): string {
  return view.release === undefined ? statusOf[view.column] : 'production';
}

/**
 * `SERVICE_REGISTRY.json` brought up to date: entries of services Andon knows get its fields, everything else in the
 * file stays. Returns `existing` itself when there is nothing to change. Pure.
 */
export function renderRegistry(
  existing: JsonObject | null,
  views: readonly ServiceView[],
  now: number,
): JsonObject {
  const before = existing ?? {};
  const entries: unknown[] = Array.isArray(before.services) ? before.services : [];
  const byName = new Map(views.map((view) => [view.name, view]));
  const services = entries.map((entry) => {
    const view = isJsonObject(entry) && typeof entry.name === 'string' ? byName.get(entry.name) : undefined;
    if (view === undefined || !isJsonObject(entry)) return entry;
    byName.delete(view.name);
    return { ...entry, ...fieldsOf(view, entry) };
  });
  for (const view of byName.values()) services.push({ ...freshFields(view), ...fieldsOf(view, {}) });
  const next: JsonObject = {
    registry_version: '1.0',
    ...before,
    total_services: services.length,
    services,
  };
  if (existing !== null && sameJson(next, existing)) return existing;
  return { ...next, last_updated: new Date(now).toISOString() };
}

function freshFields(view: ServiceView): JsonObject {
  return {
    name: view.name,
    description: '',
    tech_stack: [],
    dependencies: [],
    created_at: new Date(view.since).toISOString(),
    path_local: view.name,
    has_readme: true,
  };
}

function fieldsOf(view: ServiceView, entry: JsonObject): JsonObject {
  const status = entry.status === 'deprecated' ? 'deprecated' : registryStatus(view);
  const { release } = view;
  const moved = release !== undefined && entry.deployed_commit !== release.commit;
  return {
    status,
    phase: view.phase,
    has_spec: view.phase !== 'NEEDS_SPEC' && view.phase !== 'UNKNOWN',
    ...(view.session === undefined ? {} : { responsible_session: view.session }),
    ...(release === undefined
      ? {}
      : { url_local: release.url, version: release.version, deployed_commit: release.commit }),
    ...(moved ? { last_deployed: new Date(view.since).toISOString() } : {}),
  };
}
