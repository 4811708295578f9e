import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readJson } from './json-text.ts';
import type { SmallFiles } from './small-files.ts';
import { timeOf } from './time-of.ts';

/** What a session told everybody by a file. */
export type Broadcast = { readonly from: string; readonly at: number; readonly text: string };

const filesRead = 100;

/**
 * The newest of `messages/broadcast/<time>-<session>.json`. Many of these files are written by shell scripts and are no
 * valid JSON: then their name says who and when, and their text is what was said. Never rejects.
 */
export async function readBroadcasts(files: SmallFiles, folder: string): Promise<Broadcast[]> {
  const place = join(folder, 'messages', 'broadcast');
  const entries: Dirent[] = await readdir(place, { withFileTypes: true }).catch(() => []);
  const names = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map(({ name }) => name);
  const found: Broadcast[] = [];
  for (const name of names.sort().slice(-filesRead)) {
    const said = await files
      .read(join(place, name), (text, changedAt) => broadcastOf(name, text, changedAt))
      .catch(() => undefined);
    if (said) found.push(said);
  }
  return found;
}

function broadcastOf(name: string, text: string, changedAt: number): Broadcast {
  const read = readJson(text);
  const fields =
    read.ok && typeof read.value === 'object' && read.value !== null
      ? new Map<string, unknown>(Object.entries(read.value))
      : new Map<string, unknown>();
  const from = fields.get('from');
  return {
    from: typeof from === 'string' ? from : name.slice(20).replace(/\.json$/, ''),
    at: timeOf(fields.get('timestamp')) ?? timeOf(name.slice(0, 19)) ?? changedAt,
    text,
  };
}

/** Whether it says that the work on this service is complete. A claim as any other: the gates decide. */
export function saysComplete({ text }: Broadcast, service: string): boolean {
  if (!text.toLowerCase().includes(service.toLowerCase())) return false;
  if (/\b(?:not|in)(?: yet)? ?-?(?:complete|done|finished)/i.test(text)) return false;
  return /\b(?:completed?|done|finished)\b/i.test(text);
}
