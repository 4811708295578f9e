import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildFile } from './build-tree.ts';
import type { Evidence } from './evidence.ts';

const sourceEndings: ReadonlySet<string> = new Set(
  (
    'py js mjs cjs ts mts cts jsx tsx go rs java kt kts scala rb php c cc cpp h hpp cs fs swift ex exs erl clj lua dart ' +
    'zig hs ml pl r jl sh sql html css vue svelte'
  ).split(' '),
);

const testFile =
  /(?:^|\/)(?:test_[^/]*\.py|[^/]*_test\.(?:py|go|rb|exs)|[^/]*[._-](?:test|spec)\.[a-z]{2,4}|[^/]*Tests?\.(?:java|kt|cs))$/;
const testDirectory = /\/(?:tests?|__tests__|spec)\//;
/** Live in a test directory and test nothing. */
const besideTests = /(?:^|\/)(?:__init__\.py|conftest\.py|README[^/]*|\.gitkeep)$/i;

/** Whether the path holds tests, wherever the stack keeps them. */
export function isTestFile(path: string): boolean {
  if (besideTests.test(path)) return false;
  return testFile.test(path) || (testDirectory.test(path) && sourceEndings.has(endingOf(path)));
}

function isSourceFile(path: string): boolean {
  return sourceEndings.has(endingOf(path)) && !isTestFile(path) && !testDirectory.test(path);
}

function endingOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? '' : name.slice(dot + 1).toLowerCase();
}

/** Files under PRODUCTION that prove a deployment; an empty directory or log proves none. */
const productionFiles = ['release.json', 'deployed_config.json', 'deployment_log.md'] as const;

/** Whether PRODUCTION holds a trace of a deployment. */
export function hasProduction(directory: string): boolean {
  return productionFiles.some((name) => {
    const stats = lstatSync(join(directory, 'PRODUCTION', name), { throwIfNoEntry: false });
    return stats?.isFile() === true && stats.size > 0;
  });
}

/** What a service's files prove. Pure. */
export function evidenceOf(files: readonly BuildFile[], hasSpec: boolean, production: boolean): Evidence {
  const content = files.filter((file) => file.size > 0).map((file) => file.path);
  const source = content.some(isSourceFile);
  const tests = content.some(isTestFile);
  if (source || hasSpec || (!production && content.length === 0)) return { source, tests, production };
  const what = production ? 'PRODUCTION has content' : `BUILD holds ${content.slice(0, 3).join(', ')}`;
  return {
    source,
    tests,
    production,
    unknown: `${what}, but there is no SPEC.md and no source under BUILD: write the SPEC.md`,
  };
}
