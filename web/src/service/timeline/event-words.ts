import { plainText } from '../../../../src/contracts/plain-text.ts';
import { spaced } from '../spaced.ts';

export type JournalEvent = { readonly type: string; readonly [field: string]: unknown };

const MOST = 240;
/** Long, or told elsewhere: in the JSON alone. */
const untold: ReadonlySet<string> = new Set([
  'type',
  'token',
  'log',
  'limits',
  'settings',
  'files',
  'digest',
]);
/** Sentences that say themselves what they are. */
const bare: ReadonlySet<string> = new Set(['reason', 'text', 'note']);
const commits: ReadonlySet<string> = new Set(['commit', 'from', 'to', 'release', 'record', 'verification']);

/** What an event says, in one line: the words first, then names and figures. */
export function eventWords(event: JournalEvent): string {
  const said = Object.entries(event)
    .map(([key, value]) => fieldWords(key, value))
    .filter((text) => text !== '');
  const text = plainText(said.join(' · '));
  return text.length > MOST ? `${text.slice(0, MOST)} …` : text;
}

function fieldWords(name: string, value: unknown): string {
  if (untold.has(name) || value === '') return '';
  const key = spaced(name).toLowerCase();
  if (typeof value === 'string') {
    if (bare.has(name)) return value;
    return `${key} ${commits.has(key) && value.length > 16 ? `${value.slice(0, 12)}…` : value}`;
  }
  if (typeof value === 'number') return `${key} ${Math.round(value * 100) / 100}`;
  if (typeof value === 'boolean') return value ? key : '';
  if (Array.isArray(value)) return value.length === 0 ? '' : `${value.map(wordOf).join('; ')}`;
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .map(([inner, each]) => fieldWords(inner, each))
    .filter((text) => text !== '')
    .join(', ');
}

function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
