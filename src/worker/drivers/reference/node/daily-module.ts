/** `src/daily.js`: one record for a day. */
export const dailyModule = `import { createHash } from 'node:crypto';

/**
 * The record of a day. The first to ask decides, and the choice is kept: records added later on that day change
 * nothing. Only when the chosen one was deleted another takes its place. Undefined when there are none.
 */
export function pickOfDay(store, resource, date) {
  const memory = resource.name + ' by day';
  const chosen = store.get(memory, date);
  const kept = chosen === undefined ? undefined : store.get(resource.name, chosen);
  if (kept) return kept;
  const records = store.all(resource.name);
  if (records.length === 0) return undefined;
  const picked = records[createHash('sha256').update(date).digest().readUInt32BE(0) % records.length];
  store.put(memory, date, picked[resource.key]);
  return picked;
}
`;
