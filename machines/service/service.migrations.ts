import type { Migration } from '../migrate.ts';

/** Steps from each released version of the service machine to the next. */
export const serviceMigrations: readonly Migration[] = [holdWhatIsDown];

/** Version 2 holds bytes that ended down, so that they are not deployed again; version 1 did not. */
function holdWhatIsDown(stored: Parameters<Migration>[0]): ReturnType<Migration> {
  const { live } = stored.context;
  if (!isObject(live) || !isObject(live.release) || !Array.isArray(live.held)) return stored;
  const { commit } = live.release;
  if (!isDown(stored.value) || live.held.includes(commit)) return stored;
  return { ...stored, context: { ...stored.context, live: { ...live, held: [...live.held, commit] } } };
}

function isDown(value: unknown): boolean {
  const live = isObject(value) ? value.live : undefined;
  return isObject(live) && (live.present === 'down' || live.missing === 'down');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
