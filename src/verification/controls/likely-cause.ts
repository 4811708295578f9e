import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filesUnder } from '../../stack/build-files.ts';

const looked = /\.(?:[cm]?[jt]sx?|py|go|cfg|ini|toml)$|(?:^|\/)package\.json$/;

/** What makes failing tests go unnoticed, the tell-tale ones first. */
const suspicious: readonly RegExp[] = [
  /pytest_runtest_makereport|pytest_runtest_logreport|pytest_report_teststatus|pytest_sessionfinish|pytest_runtest_call|pytest_pyfunc_call/,
  /pytest_collection_modifyitems|pytest_collection_finish|pytest_itemcollected|pytest_ignore_collect/,
  /\bexitstatus\s*=|\boutcome\s*=\s*["']passed|force_result|_pytest\b/,
  /process\.exitCode\s*=|process\.(?:reallyExit|exit)\b|\bos\._exit\b|\bsys\.exit\b|process\.on\(\s*["'](?:exit|beforeExit|uncaughtException|unhandledRejection)/,
  /\bassert(?:\.strict)?\.\w+\s*=[^=]|Object\.(?:assign|defineProperty|defineProperties)\(\s*(?:assert|globalThis|global|expect)\b/,
  /\bTestCase\.\w+\s*=[^=]|setattr\(\s*(?:unittest|pytest|TestCase)|\bunittest\.\w+\s*=[^=]/,
  /\b(?:globalThis|global)\.(?:it|test|expect|describe|assert)\s*=|Test\.prototype|Assertion\.prototype|overwriteMethod/,
  /process\.std(?:out|err)\.write\s*=|sys\.std(?:out|err)\s*=/,
  /require\.cache|Module\._load|Module\.prototype|\b(?:vi|jest)\.mock\(\s*["'](?:node:)?(?:assert|test)/,
  /\bos\.Exit\s*\(|recover\(\)/,
];

/** Lines of `BUILD/` that read as if they kept failures from being told, as `path:line \`text\``; at most three. */
export async function likelyCause(
  build: string,
  sources: readonly string[],
  first?: string,
): Promise<string[]> {
  const ours = new Set(sources);
  const files = (await filesUnder(build)).filter((path) => looked.test(path) && !ours.has(path));
  if (first) files.sort((a, b) => Number(b === first) - Number(a === first));
  const found: { text: string; rank: number }[] = [];
  for (const path of files) {
    const lines = (await readFile(join(build, path), 'utf8').catch(() => '')).split('\n');
    for (const [index, line] of lines.entries()) {
      const rank = suspicious.findIndex((pattern) => pattern.test(line));
      if (rank >= 0) found.push({ text: `${path}:${index + 1} \`${line.trim().slice(0, 120)}\``, rank });
    }
  }
  return found
    .sort((a, b) => a.rank - b.rank)
    .slice(0, 3)
    .map((one) => one.text);
}
