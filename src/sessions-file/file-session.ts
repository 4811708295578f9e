import { canonical } from '../../machines/policy/capabilities.ts';
import { workNow } from './current-work.ts';
import { timeOf } from './time-of.ts';

/** A session as its file tells of it. */
export type FileSession = {
  /** As the file names it: its folder of messages has this name. */
  readonly id: string;
  /** As Andon names it. */
  readonly name: string;
  readonly capabilities: readonly string[];
  readonly active: boolean;
  /** What it says it works on; null: it is free. */
  readonly work: string | null;
  /** Last sign of life, epoch milliseconds; null where nothing in its files has a time. */
  readonly heard: number | null;
};

/** One entry of a file, before the files of a session are laid over each other. */
export type SessionEntry = {
  readonly id: string;
  readonly capabilities?: readonly string[];
  readonly active?: boolean;
  readonly work?: string | null;
  readonly heard: number | null;
};

/** What a session can do that does not say: the default of the per-session files. */
const defaultCapabilities = ['general-purpose', 'build', 'debug', 'deploy'];
const lists = ['sessions', 'claude_sessions', 'active_sessions'];
const times = [
  'last_heartbeat',
  'last_seen',
  'updated_at',
  'last_updated',
  'registered_at',
  'started_at',
  'timestamp',
];
const awake = /^(?:active|idle|busy|working|running|online|ready|available|completing)$/i;
const most = 500;

/**
 * The entries of a list of sessions: an object by number, a list, or one of these under `sessions`. What is no object is
 * passed over.
 */
export function entriesOf(document: unknown): SessionEntry[] {
  const named = fieldsOf(document);
  const inner = lists
    .map((name) => named?.get(name))
    .find((value) => typeof value === 'object' && value !== null);
  const list = inner ?? document;
  const pairs: [string, unknown][] = Array.isArray(list)
    ? list.map((entry, index) => [String(index + 1), entry])
    : [...(fieldsOf(list) ?? [])];
  return pairs.slice(0, most).flatMap(([key, entry]) => entryOf(entry, key) ?? []);
}

/** One session's own file; undefined where it is no object. `key` names it where it does not name itself. */
export function entryOf(value: unknown, key: string): SessionEntry | undefined {
  const fields = fieldsOf(value);
  if (!fields) return undefined;
  const id =
    textOf(fields.get('session_id')) ?? textOf(fields.get('id')) ?? textOf(fields.get('name')) ?? key;
  const capabilities = wordsOf(fields.get('capabilities') ?? fields.get('skills'));
  const status = textOf(fields.get('status'));
  const work = ['current_work', 'working_on', 'current_task'].find((name) => fields.has(name));
  const found = times.flatMap((name) => timeOf(fields.get(name)) ?? []);
  return {
    id: id.slice(0, 120),
    ...(capabilities.length > 0 ? { capabilities } : {}),
    ...(status === undefined ? {} : { active: awake.test(status) }),
    ...(work === undefined ? {} : { work: workNow(fields.get(work)) }),
    heard: found.length > 0 ? Math.max(...found) : null,
  };
}

/** The sessions of all entries: later entries of one id are laid over earlier ones, the newest sign of life counts. */
export function mergeEntries(entries: readonly SessionEntry[]): FileSession[] {
  const byName = new Map<string, FileSession>();
  for (const entry of entries) {
    const name = nameOf(entry.id);
    if (name === undefined) continue;
    const before = byName.get(name);
    byName.set(name, {
      id: before?.id ?? entry.id,
      name,
      capabilities: entry.capabilities ?? before?.capabilities ?? wordsOf(defaultCapabilities),
      active: entry.active ?? before?.active ?? true,
      work: entry.work === undefined ? (before?.work ?? null) : entry.work,
      heard: Math.max(entry.heard ?? 0, before?.heard ?? 0) || null,
    });
  }
  return [...byName.values()];
}

/** A name Andon can use for this id; undefined where nothing of it can be one. */
function nameOf(id: string): string | undefined {
  const name = id
    .trim()
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 63)
    .replace(/[^A-Za-z0-9]+$/, '');
  return name === '' ? undefined : name;
}

function wordsOf(value: unknown): string[] {
  const given = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : [];
  const words = given.map((word) =>
    canonical(
      String(word)
        .trim()
        .replace(/[\s_]+/g, '-'),
    ),
  );
  return [...new Set(words.filter((word) => /^[a-z][a-z0-9-]{0,40}$/.test(word)))].slice(0, 20);
}

function fieldsOf(value: unknown): Map<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return new Map(Object.entries(value));
}

function textOf(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
  return text === '' ? undefined : text;
}
