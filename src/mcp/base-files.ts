import { lstatSync, readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AndonError } from '../errors.ts';
import type { McpDeps } from './mcp-deps.ts';

/** An agent reads them as tokens: more than this is fetched as a bundle, bytes. */
const shownBytes = 256 * 1024;
/** What is handed in as text goes through memory. */
const wholeBytes = 8 * 1024 * 1024;

export type BaseFiles = {
  readonly files: Readonly<Record<string, string>>;
  /** No plain text, or over the size. */
  readonly leftOut: readonly string[];
};

type Base = { readonly service: string; readonly base: string };
type Reading = Pick<McpDeps, 'repositories' | 'tempDir'>;

/** The files below `BUILD/` a ticket starts from, as far as they are text and within the size. */
export function shownBaseFiles(deps: Reading, from: Base): Promise<BaseFiles> {
  return readBase(deps, from, shownBytes);
}

/**
 * What is handed in with `changed` laid over the base and `removed` taken away. Throws `BAD_REQUEST` where the base holds
 * what cannot be handed in as text.
 */
export async function laidOver(
  deps: Reading,
  from: Base,
  changed: Readonly<Record<string, string>>,
  removed: readonly string[],
): Promise<Record<string, string>> {
  const { files, leftOut } = await readBase(deps, from, wholeBytes);
  const gone = new Set(removed);
  const lost = leftOut.filter((path) => !gone.has(path) && !Object.hasOwn(changed, path));
  if (lost.length > 0) {
    throw new AndonError(
      'BAD_REQUEST',
      `${lost.slice(0, 5).join(', ')} cannot be handed in as text. Hand in all of BUILD/ with tarball_base64, or name them in removed.`,
    );
  }
  const kept = Object.entries(files).filter(([path]) => !gone.has(path));
  return { ...Object.fromEntries(kept), ...changed };
}

async function readBase(deps: Reading, { service, base }: Base, mostBytes: number): Promise<BaseFiles> {
  const directory = await mkdtemp(join(deps.tempDir, 'mcp-'));
  try {
    await deps.repositories.export(service, base, directory, 'BUILD');
    const files: Record<string, string> = {};
    const leftOut: string[] = [];
    let bytes = 0;
    for (const path of pathsBelow(directory, '')) {
      const stats = lstatSync(join(directory, path));
      const isPlain = stats.isFile() && (stats.mode & 0o100) === 0 && bytes + stats.size <= mostBytes;
      const text = isPlain ? await readFile(join(directory, path), 'utf8') : '\0';
      if (/[\0\uFFFD]/.test(text)) leftOut.push(`BUILD/${path}`);
      else {
        bytes += stats.size;
        files[`BUILD/${path}`] = text;
      }
    }
    return { files, leftOut };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function pathsBelow(directory: string, prefix: string): string[] {
  return readdirSync(join(directory, prefix), { withFileTypes: true })
    .flatMap((entry) => {
      const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
      return entry.isDirectory() ? pathsBelow(directory, path) : [path];
    })
    .sort();
}
