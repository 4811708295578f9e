import { join } from 'node:path';
import { readReport } from '../evidence/read-limits.ts';

/** Options of a project that say how its tests are loaded, and not which of them are run or what counts. */
const kept = [
  /^--import-mode=(?:prepend|append|importlib)$/,
  /^--strict(?:-markers|-config)?$/,
  /^--asyncio-mode=\w+$/,
  /^--ds=[\w.]+$/,
  /^--reuse-db$/,
  /^--doctest-modules$/,
  /^--timeout=\d+$/,
];
const keptPairs = [/^--import-mode$/, /^--asyncio-mode$/, /^--ds$/];
const plugin = /^(?!no:)[\w.]+$/;
const quiet = new Set(['cacheprovider', 'terminal', 'junitxml', 'rerunfailures', 'flaky']);

/**
 * What of the service's own pytest configuration goes onto Andon's command line: `addopts` is replaced by those of its
 * words that weaken nothing, and the patterns of classes and functions only ever add to the usual ones.
 */
export async function pytestOptions(build: string): Promise<string[]> {
  const settings = await pytestSettings(build);
  const classes = [...new Set(['Test*', ...wordsOf(settings.get('python_classes'))])];
  const functions = [...new Set(['test*', ...wordsOf(settings.get('python_functions'))])];
  return [
    ...['-o', 'addopts='],
    ...['-o', `python_classes=${classes.join(' ')}`],
    ...['-o', `python_functions=${functions.join(' ')}`],
    ...harmless(wordsOf(settings.get('addopts'))),
  ];
}

/** The words of `addopts` that are kept. */
export function harmless(words: readonly string[]): string[] {
  const found: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const [word, next] = [words[at] ?? '', words[at + 1] ?? ''];
    if (kept.some((one) => one.test(word))) found.push(word);
    else if (keptPairs.some((one) => one.test(word)) && /^\w[\w.]*$/.test(next)) {
      found.push(word, next);
      at += 1;
    } else if (word === '-p' && plugin.test(next)) {
      if (!quiet.has(next)) found.push(word, next);
      at += 1;
    }
  }
  return found;
}

const files = [
  { name: 'pytest.ini', section: 'pytest' },
  { name: '.pytest.ini', section: 'pytest' },
  { name: 'pyproject.toml', section: 'tool.pytest.ini_options' },
  { name: 'tox.ini', section: 'pytest' },
  { name: 'setup.cfg', section: 'tool:pytest' },
];

async function pytestSettings(build: string): Promise<ReadonlyMap<string, string>> {
  for (const { name, section } of files) {
    const text = await readReport(join(build, name));
    const settings = sectionOf(text, section);
    if (settings) return settings;
  }
  return new Map();
}

/** The values of one section of an INI or TOML file, lists and strings as plain words; undefined without that section. */
export function sectionOf(text: string, section: string): ReadonlyMap<string, string> | undefined {
  const settings = new Map<string, string>();
  let isIn = false;
  let found = false;
  let key = '';
  for (const line of text.split(/\r?\n/)) {
    const heading = line.match(/^\s*\[([^\]]+)\]\s*(?:[#;].*)?$/)?.[1];
    const [, name, value = ''] = line.match(/^([A-Za-z_]\w*)\s*[=:]\s*(.*)$/) ?? [];
    if (heading !== undefined) {
      isIn = heading.trim() === section;
      found ||= isIn;
    } else if (isIn && name) {
      key = name;
      settings.set(key, value);
    } else if (isIn && key !== '' && !/^\s*[#;]/.test(line)) {
      settings.set(key, `${settings.get(key) ?? ''} ${line.trim()}`);
    }
  }
  return found ? settings : undefined;
}

function wordsOf(value: string | undefined): string[] {
  const plain = (value ?? '').replace(/["'[\],]/g, ' ');
  return plain.split(/\s+/).filter((word) => word !== '');
}
