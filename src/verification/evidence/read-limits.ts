import { open } from 'node:fs/promises';

/** Larger reports are not read: one of a hundred thousand tests has some 30 MB. */
const mostBytes = 64 * 1024 * 1024;

/** More tests than this in one report are no tests of a service. */
export const mostTests = 200_000;

/** The text of a report that a run left; empty when there is none, it is no regular file, or it is too large. */
export async function readReport(path: string): Promise<string> {
  try {
    const file = await open(path, 'r');
    try {
      const stats = await file.stat();
      return stats.isFile() && stats.size <= mostBytes ? await file.readFile('utf8') : '';
    } finally {
      await file.close();
    }
  } catch {
    return '';
  }
}

/** How deep brackets of JSON may nest: reports have a handful of levels. */
const deepest = 200;

/** What a JSON text says; undefined for what is none, and for one nested so deep that reading it would break. */
export function readJson(text: string): unknown {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 92) at += 1;
      else if (code === 34) inString = false;
    } else if (code === 34) inString = true;
    else if (code === 123 || code === 91) {
      depth += 1;
      if (depth > deepest) return undefined;
    } else if (code === 125 || code === 93) depth -= 1;
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
