import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { normaliseSpec } from '../contracts/spec-text.ts';
import { contentHash } from '../contracts/tree-hash.ts';
import { isIgnoredDirectory, isServiceName } from '../contracts/tree-rules.ts';
import { AndonError, messageOf } from '../errors.ts';

type Present =
  | { readonly type: 'file'; readonly hash: string; readonly bytes: Uint8Array; readonly mode: number }
  | { readonly type: 'absent' }
  | { readonly type: 'foreign'; readonly reason: string };

/** The services root, read and written without following a link. */
export type SpecFilesDeps = {
  readonly root: string;
  readonly present: (root: string, path: string) => Promise<Present>;
  /** False where what stands there is none of `expected` (hashes of bytes; null: nothing). */
  readonly replace: (
    root: string,
    path: string,
    bytes: Uint8Array,
    expected: readonly (string | null)[],
    as: { readonly mode: number; readonly durable: boolean },
  ) => Promise<boolean>;
  /** The largest spec there is, bytes. */
  readonly sizeLimit: number;
};

/** A spec on the disk: its text and hash as the catalog takes them, and the bytes it is made of. */
export type SpecFile = {
  /** Below the services root. */
  readonly path: string;
  readonly text: string;
  readonly hash: string | null;
  readonly bytesHash: string | null;
  readonly mode: number;
};

const names = ['SPEC.md', 'SPECS.md'];
const usualMode = 0o644;

/** Undefined where there is no directory of this name. Rejects with `SPEC_REFUSED` for one that is not a service's, or not read. */
export async function readSpecFile(deps: SpecFilesDeps, name: string): Promise<SpecFile | undefined> {
  mustBeName(name);
  const directory = lstatSync(join(deps.root, name), { throwIfNoEntry: false });
  if (!directory) return undefined;
  if (!directory.isDirectory())
    throw refused(`${name} is not a directory of its own: Andon follows no links`);
  for (const file of names) {
    const path = `${name}/${file}`;
    const size = lstatSync(join(deps.root, path), { throwIfNoEntry: false })?.size ?? 0;
    if (size > deps.sizeLimit)
      throw refused(`${path} is larger than ${deps.sizeLimit / 1024} KB: shorten it with an editor`);
    const found = await deps.present(deps.root, path);
    if (found.type === 'foreign') throw refused(`${path} ${found.reason}: put a text file there`);
    if (found.type === 'absent') continue;
    const text = decoded(path, found.bytes);
    return { path, text, hash: contentHash(text), bytesHash: found.hash, mode: found.mode };
  }
  return { path: `${name}/SPEC.md`, text: '', hash: null, bytesHash: null, mode: usualMode };
}

/** See `Specs.write`. Resolves with where it stands now and its hash. */
export async function writeSpecFile(
  deps: SpecFilesDeps,
  name: string,
  text: string,
  ifHash: string | null,
): Promise<{ readonly path: string; readonly hash: string }> {
  const bytes = new TextEncoder().encode(normaliseSpec(text));
  if (bytes.length > deps.sizeLimit)
    throw refused(`the spec is larger than ${deps.sizeLimit / 1024} KB: shorten it`);
  if (text.includes('\0')) throw refused('the spec holds a zero byte: it is not a text');
  const there = await readSpecFile(deps, name);
  const { path = `${name}/SPEC.md`, hash = null, bytesHash = null, mode = usualMode } = there ?? {};
  if (hash !== ifHash) throw changed(path, hash);
  const done = await deps
    .replace(deps.root, path, bytes, [bytesHash], { mode, durable: true })
    .catch((error: unknown) => {
      throw new AndonError(
        'NOT_WRITTEN',
        `${path} could not be written, and is as it was: ${messageOf(error)}. Look at the disk and its rights, then save again.`,
      );
    });
  if (!done) throw changed(path, 'another');
  return { path, hash: contentHash(bytes) };
}

function mustBeName(name: string): void {
  if (isServiceName(name) && !isIgnoredDirectory(name)) return;
  throw refused(
    `“${name.slice(0, 80)}” cannot be a service’s name: use letters, digits, dot, dash and underscore, at most 63, beginning with a letter or digit`,
  );
}

function decoded(path: string, bytes: Uint8Array): string {
  try {
    return normaliseSpec(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw refused(`${path} is not valid UTF-8: save it as UTF-8 with an editor`);
  }
}

function refused(why: string): AndonError {
  return new AndonError('SPEC_REFUSED', `${why}.`);
}

function changed(path: string, now: string | null): AndonError {
  const what = now === null ? 'is not there any more' : 'holds another text by now';
  return new AndonError(
    'SPEC_CHANGED',
    `${path} ${what}; nothing was written. Look at what is there, then save again.`,
    { hash: now === 'another' ? null : now },
  );
}
