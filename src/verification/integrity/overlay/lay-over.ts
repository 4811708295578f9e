import { lintShellLine } from '../argv/lint-shell-line.ts';
import { iniFiles, isTestSection, sectionsOf } from '../sections.ts';
import { isRunnerConfig } from '../test-side.ts';
import { configWeaker } from './config-weaker.ts';

/** What becomes of one file: the text that is laid over, and why. */
export type LaidOver = { readonly text: string; readonly why: string };

/**
 * What is laid over a file that says how tests are run; null where the submission's may stand: it is the same, it was
 * extended, or it is no such file. `text` of the submission is null where it took the file away.
 */
export function laidOver(path: string, base: string, text: string | null): LaidOver | null {
  if (text === base) return null;
  const name = path.split('/').at(-1) ?? path;
  if (name === 'package.json') return text === null ? null : packageJson(base, text);
  if (name === '.npmrc') return text === null ? null : { text: base, why: 'it was changed' };
  if (name === 'conftest.py') return conftest(base, text);
  if (iniFiles.test(path)) return ini(path, base, text);
  if (!isRunnerConfig(path) || /[.-]setup|setup-?tests?|test-?setup/i.test(name)) return null;
  if (text === null) return null;
  const weaker = configWeaker(path, base, text);
  return weaker.length > 0 ? { text: base, why: weaker.join(', ') } : null;
}

/** Functions for every test, and hooks, that are gone without having been replaced. */
function conftest(base: string, text: string | null): LaidOver | null {
  if (text !== null && text.trim() !== '') {
    const lines = new Set(text.split('\n').map((line) => line.trim()));
    const isLess =
      base.split('\n').length > text.split('\n').length && [...lines].every((line) => base.includes(line));
    return isLess && guards(base) && !guards(text)
      ? { text: base, why: 'what it did for every test was removed' }
      : null;
  }
  return guards(base) ? { text: base, why: 'it was removed' } : null;
}

function guards(text: string): boolean {
  return /autouse\s*=\s*True|^def pytest_\w+/m.test(text);
}

function ini(path: string, base: string, text: string | null): LaidOver | null {
  const whole = /(?:^|\/)\.?pytest\.ini$|\.coveragerc$/.test(path);
  if (text === null) return whole ? { text: base, why: 'it was removed' } : null;
  const parts = (of: string) => sectionsOf(of).filter(({ heading }) => isTestSection(path, heading));
  const plain = (of: string) =>
    parts(of)
      .map((one) => one.lines.join('\n'))
      .join('\n');
  const gone = parts(base).filter(({ heading }) => !parts(text).some((one) => one.heading === heading));
  const weaker = configWeaker(path, plain(base), plain(text));
  if (gone.length > 0) weaker.push(`the section [${gone[0]?.heading}] is gone`);
  if (weaker.length === 0) return null;
  const others = sectionsOf(text).filter(({ heading }) => !isTestSection(path, heading));
  const joined = [
    ...others.map((one) => one.lines.join('\n')),
    ...parts(base).map((one) => one.lines.join('\n')),
  ].join('\n');
  return { text: whole ? base : joined, why: weaker.join(', ') };
}

const runnerSections = ['jest', 'vitest', 'mocha', 'ava', 'tap', 'nyc', 'c8', 'babel'];
type Json = Record<string, unknown>;

/** The test script where the new one is weaker, runner sections that say less. Everything else stays the submission's. */
function packageJson(base: string, text: string): LaidOver | null {
  const was = object(base);
  const is = object(text);
  if (!was || !is) return null;
  const why: string[] = [];
  const script = (of: Json) =>
    isObject(of.scripts) && typeof of.scripts.test === 'string' ? of.scripts.test : null;
  const [before, after] = [script(was), script(is)];
  if (
    before !== null &&
    before !== after &&
    (after === null || lintShellLine(after).length > lintShellLine(before).length)
  ) {
    is.scripts = { ...(isObject(is.scripts) ? is.scripts : {}), test: before };
    why.push('its test script was weakened');
  }
  for (const section of runnerSections) {
    if (was[section] === undefined || JSON.stringify(was[section]) === JSON.stringify(is[section])) continue;
    if (is[section] === undefined) {
      if (!stillUses(is, section)) continue;
      why.push(`its section ${section} is gone`);
    } else {
      const weaker = configWeaker(
        'package.json',
        JSON.stringify({ [section]: was[section] }),
        JSON.stringify({ [section]: is[section] }),
      );
      if (weaker.length === 0) continue;
      why.push(`${section}: ${weaker.join(', ')}`);
    }
    is[section] = was[section];
  }
  return why.length > 0 ? { text: `${JSON.stringify(is, null, 2)}\n`, why: why.join(', ') } : null;
}

function stillUses(document: Json, runner: string): boolean {
  const named = [document.dependencies, document.devDependencies].some(
    (one) => isObject(one) && runner in one,
  );
  return named && !isObject(document[runner]);
}

function object(text: string): Json | null {
  try {
    const document: unknown = JSON.parse(text);
    return isObject(document) ? document : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
