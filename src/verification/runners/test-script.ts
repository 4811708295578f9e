import { join } from 'node:path';
import { z } from 'zod';
import { readJson, readReport } from '../evidence/read-limits.ts';

const manifest = z.looseObject({ scripts: z.record(z.string(), z.string()).optional() });

/**
 * The words with which the `test` script of `package.json` calls `program`, after its name; empty where it does not. They
 * are read, never run: what of them is used is for each runner to pick.
 */
export async function testScriptWords(build: string, program: string): Promise<string[]> {
  const parsed = manifest.safeParse(readJson(await readReport(join(build, 'package.json'))));
  const script = parsed.success ? (parsed.data.scripts?.test ?? '') : '';
  return wordsAfter(script, program);
}

/** The words of a script line that follow the name of a program, up to the next command. */
export function wordsAfter(script: string, program: string): string[] {
  const words = [...script.matchAll(/"([^"]*)"|'([^']*)'|(&&|\|\||[;|&]|[^\s;|&"']+)/g)].map(
    ([, double, single, plain]) => double ?? single ?? plain ?? '',
  );
  const name = new RegExp(`(?:^|/)_?${program}(?:\\.[cm]?js)?$`);
  const start = words.findIndex((word) => name.test(word));
  if (start === -1) return [];
  const after = words.slice(start + 1);
  const end = after.findIndex((word) => /^(?:&&|\|\||[;|&])$/.test(word));
  return end === -1 ? after : after.slice(0, end);
}

/** The `--config` that the script names, a path inside `BUILD/`, as one word; empty without one. */
export function configWord(words: readonly string[]): string[] {
  for (const [at, word] of words.entries()) {
    const path =
      word.match(/^--config=(.+)$/)?.[1] ?? (/^(?:--config|-c)$/.test(word) ? words[at + 1] : undefined);
    if (path && /^(?:\.\/)?[\w@][\w@./-]*$/.test(path) && !path.split('/').includes('..'))
      return [`--config=${path}`];
  }
  return [];
}
