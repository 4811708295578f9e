import { lintArgv } from './lint-argv.ts';
import { lintShellLine } from './lint-shell-line.ts';

/** Files of `BUILD/` that a test command may lead to; null where there is none. */
export type CommandFiles = { readonly packageJson: string | null; readonly makefile: string | null };

/** What bends a test command: in the command itself, which is the user's, and in what it leads to, which is the work's. */
export type CommandLint = {
  readonly own: readonly string[];
  readonly reached: readonly { readonly place: string; readonly what: string }[];
};

const deepest = 6;

/** Looks at a test command and every script of `package.json` or target of a Makefile it leads to. */
export function lintTestCommand(argv: readonly string[], files: CommandFiles): CommandLint {
  const scripts = scriptsOf(files.packageJson);
  const targets = targetsOf(files.makefile);
  const reached: { place: string; what: string }[] = [];
  const seen = new Set<string>();
  const follow = (words: readonly string[], depth: number) => {
    if (depth > deepest) return;
    for (const name of scriptNames(words)) {
      const script = scripts.get(name);
      if (!script || seen.has(`s ${name}`)) continue;
      seen.add(`s ${name}`);
      const place = `BUILD/package.json:${script.line} "${name}"`;
      for (const what of lintShellLine(script.text)) reached.push({ place, what });
      follow(script.text.split(/[\s;&|]+/), depth + 1);
    }
    for (const name of makeTargets(words)) {
      const target = name === '' ? [...targets.values()][0] : targets.get(name);
      if (!target || seen.has(`m ${name}`)) continue;
      seen.add(`m ${name}`);
      for (const { line, text } of target) {
        const place = `BUILD/Makefile:${line} ${name || 'the first target'}`;
        if (/^[@+]*-/.test(text))
          reached.push({ place, what: '`-` before a command goes on after its failure' });
        for (const what of lintShellLine(text.replace(/^[@+-]+/, ''))) reached.push({ place, what });
        follow(text.split(/[\s;&|]+/), depth + 1);
      }
    }
  };
  follow(
    argv.flatMap((word) => word.split(/[\s;&|]+/)),
    0,
  );
  return { own: lintArgv(argv, (line) => lintShellLine(line)), reached };
}

/** `npm test`, `npm run x`, `yarn x`, `pnpm run x`, `bun run x`, with what npm runs before and after. */
function scriptNames(words: readonly string[]): string[] {
  const names: string[] = [];
  for (const [index, word] of words.entries()) {
    if (!/(?:^|\/)(?:npm|yarn|pnpm|bun)$/.test(word)) continue;
    const rest = words.slice(index + 1).filter((one) => !one.startsWith('-'));
    const first = rest[0] ?? '';
    const name = /^(?:run|run-script|rum)$/.test(first)
      ? (rest[1] ?? '')
      : /^(?:t|tst)$/.test(first)
        ? 'test'
        : first;
    if (name !== '') names.push(`pre${name}`, name, `post${name}`);
  }
  return names;
}

function makeTargets(words: readonly string[]): string[] {
  const at = words.findIndex((word) => /(?:^|\/)g?make$/.test(word));
  if (at < 0) return [];
  const names = words.slice(at + 1).filter((word) => /^[\w.-]+$/.test(word) && !word.startsWith('-'));
  return names.length > 0 ? names : [''];
}

function scriptsOf(text: string | null): Map<string, { text: string; line: number }> {
  const found = new Map<string, { text: string; line: number }>();
  if (text === null) return found;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return found;
  }
  const scripts =
    typeof parsed === 'object' && parsed !== null && 'scripts' in parsed ? parsed.scripts : null;
  if (typeof scripts !== 'object' || scripts === null) return found;
  const lines = text.split('\n');
  const from = Math.max(
    0,
    lines.findIndex((line) => line.includes('"scripts"')),
  );
  for (const [name, value] of Object.entries(scripts)) {
    if (typeof value !== 'string') continue;
    const line = lines.findIndex(
      (one, index) => index >= from && one.includes(`"${name}"`) && one.includes(':'),
    );
    found.set(name, { text: value, line: Math.max(0, line) + 1 });
  }
  return found;
}

function targetsOf(text: string | null): Map<string, { line: number; text: string }[]> {
  const found = new Map<string, { line: number; text: string }[]>();
  let names: string[] = [];
  for (const [index, line] of (text ?? '').split('\n').entries()) {
    const [, heads, rest = ''] = line.match(/^([\w. -]+):(?!=)(.*)$/) ?? [];
    if (heads !== undefined) {
      names = heads
        .trim()
        .split(/\s+/)
        .filter((name) => name !== '.PHONY');
      for (const name of names)
        found.set(
          name,
          [{ line: index + 1, text: `make ${rest.replace(/[#;].*/, '').trim()}` }].filter(
            (one) => one.text !== 'make ',
          ),
        );
    } else if (line.startsWith('\t') && line.trim() !== '') {
      for (const name of names) found.get(name)?.push({ line: index + 1, text: line.trim() });
    } else if (line.trim() !== '' && !line.startsWith('#')) names = [];
  }
  return found;
}
