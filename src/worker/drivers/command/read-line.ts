import { createHash } from 'node:crypto';
import type { FieldMap, LineRule } from '../../../contracts/agents.ts';
import { plainText } from '../../../contracts/plain-text.ts';
import type { AgentAct } from '../../driver.port.ts';

/** One thing a line of an agent says, by its field map. */
export type Heard =
  | { readonly type: 'act'; readonly act: AgentAct; readonly id: string | null }
  | { readonly type: 'session'; readonly session: string }
  | {
      readonly type: 'usage';
      readonly usd: number | null;
      readonly tokens: number | null;
      readonly add: boolean;
    }
  | { readonly type: 'error'; readonly text: string }
  | { readonly type: 'done'; readonly text: string }
  | { readonly type: 'limit'; readonly resetsAt: number | null };

const longestText = 2_000;
const longestSession = 200;
const mostElements = 200;

/** What a line says; undefined when it is not a JSON object, empty when no rule is for it. Never throws. */
export function readLine(line: string, map: FieldMap): Heard[] | undefined {
  if (!line.startsWith('{')) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  return map.flatMap((rule) => heardBy(rule, value));
}

function heardBy(rule: LineRule, line: unknown): Heard[] {
  if (!holds(rule.when, line)) return [];
  if (rule.each === undefined) return holds(rule.where, line) ? told(rule, line) : [];
  const list = valueAt(line, rule.each);
  const all = Array.isArray(list) ? list.slice(0, mostElements) : [];
  return all.filter((each) => holds(rule.where, each)).flatMap((each) => told(rule, each));
}

function told(rule: LineRule, value: unknown): Heard[] {
  const heard: Heard[] = [];
  if (rule.act) {
    const text = textAt(value, rule.text);
    const fingerprint = `${rule.act} ${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
    const running = rule.running === undefined ? {} : { running: rule.running };
    const id = rule.id ? textAt(value, [rule.id]).slice(0, longestSession) : null;
    if (text || id)
      heard.push({ type: 'act', act: { kind: rule.act, fingerprint, text: capped(text), ...running }, id });
  }
  if (rule.session) {
    const session = valueAt(value, rule.session);
    // It comes back as an argument: nothing that could be read as an option.
    if (typeof session === 'string' && /^[\w][\w.:-]*$/.test(session) && session.length <= longestSession)
      heard.push({ type: 'session', session });
  }
  if (rule.usage) {
    const { usd, tokens = [], add = false } = rule.usage;
    const counts = tokens.map((path) => numberAt(value, path)).filter((count) => count !== null);
    const sum = counts.length > 0 ? counts.reduce((all, count) => all + count, 0) : null;
    heard.push({ type: 'usage', usd: usd ? numberAt(value, usd) : null, tokens: sum, add });
  }
  if (rule.error) heard.push({ type: 'error', text: capped(textAt(value, rule.error)) });
  if (rule.done) heard.push({ type: 'done', text: capped(textAt(value, rule.done)) });
  if (rule.limit) {
    const at = rule.limit.resetsAt ? valueAt(value, rule.limit.resetsAt) : undefined;
    heard.push({ type: 'limit', resetsAt: timeOf(at) });
  }
  return heard;
}

function holds(condition: LineRule['when'], value: unknown): boolean {
  return Object.entries(condition ?? {}).every(([path, wanted]) => {
    const found = valueAt(value, path) ?? null;
    return Array.isArray(wanted) ? wanted.some((one) => one === found) : wanted === found;
  });
}

function valueAt(value: unknown, path: string): unknown {
  let at = value;
  for (const name of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined;
    at = Reflect.get(at, name);
  }
  return at;
}

function textAt(value: unknown, paths: readonly string[] = []): string {
  return paths
    .map((path) => valueAt(value, path))
    .filter((found) => found !== undefined && found !== null && found !== '')
    .map((found) => (typeof found === 'string' ? found : JSON.stringify(found)))
    .join(' ');
}

function numberAt(value: unknown, path: string): number | null {
  const found = valueAt(value, path);
  return typeof found === 'number' && Number.isFinite(found) && found >= 0 ? found : null;
}

function capped(text: string): string {
  return plainText(text.slice(0, longestText)).trim();
}

/** Epoch milliseconds of a time given as seconds, milliseconds or a date; null when it is none of these. */
export function timeOf(value: unknown): number | null {
  if (typeof value === 'string' && !/^\d+(\.\d+)?$/.test(value.trim())) {
    const at = Date.parse(value);
    return Number.isFinite(at) && at > 0 ? at : null;
  }
  const number = typeof value === 'string' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number) || number <= 0) return null;
  const at = number < 1e11 ? number * 1_000 : number;
  return at < 8.64e15 ? Math.round(at) : null;
}
