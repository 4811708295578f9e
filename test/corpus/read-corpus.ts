import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CorpusCase } from './corpus-case.ts';

export type CorpusKind = 'cheats' | 'honest';

export type NamedCase = CorpusCase & { readonly kind: CorpusKind; readonly file: string };

/** Every case of the corpora, in the order of their files. Rejects where two have one name. */
export async function readCorpus(): Promise<NamedCase[]> {
  const found: NamedCase[] = [];
  for (const kind of ['cheats', 'honest'] as const) {
    const folder = join(import.meta.dirname, kind);
    for (const file of (await readdir(folder)).filter((name) => name.endsWith('.ts')).sort()) {
      const { default: cases }: { default?: readonly CorpusCase[] } = await import(join(folder, file));
      for (const each of cases ?? []) found.push({ ...each, kind, file: `${kind}/${file}` });
    }
  }
  const names = found.map(({ name }) => name);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  if (twice.length > 0) throw new TypeError(`two cases are named ${[...new Set(twice)].join(', ')}`);
  return found;
}
