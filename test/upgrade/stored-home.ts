import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';
import { z } from 'zod';

const fixtures = join(import.meta.dirname, 'fixtures');

/** Every version a home of which is kept. */
export const storedVersions = readdirSync(fixtures).flatMap(
  (name) => /^home-(.+)\.json$/.exec(name)?.[1] ?? [],
);

/** Puts the database a version stored into a directory; the path of the file. */
export function placeStored(version: string, directory: string): string {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, 'andon.db');
  writeFileSync(file, gunzipSync(readFileSync(join(fixtures, `home-${version}.db.gz`))));
  return file;
}

/** The database a version stored, in a directory that goes with the test. */
export async function storedHome(version: string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'andon-upgrade-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return placeStored(version, directory);
}

/** Name → `<line> <live>` of every service in it. */
export function statesStored(version: string): Record<string, string> {
  const text = readFileSync(join(fixtures, `home-${version}.json`), 'utf8');
  return z.record(z.string(), z.string()).parse(JSON.parse(text));
}
