import { specText } from '../e2e/support/spec-text.ts';

/** How good a piece of simulated work is; written into its source, where gates and probes find it. */
export type Quality = 'good' | 'fails its tests' | 'weakens its tests' | 'does not start' | 'falls ill';

const source = 'BUILD/src/main.js';
const suite = 'BUILD/tests/main.test.js';

/** So many builds of some of the specs, and whether they are merged. */
const several = ['redundancy: 2\n', 'redundancy: 4\n', 'redundancy: 2\nmerge: true\n'] as const;

/** The nth of a few complete specs: few, so that each is parsed once for all worlds. A quarter is built several times. */
export function completeSpec(n: number): string {
  const kind = n % 12;
  const text = specText('service', { greeting: `hello ${kind}` });
  return kind % 4 === 3 ? `---\n${several[(kind - 3) / 4]}---\n${text}` : text;
}

/** The same, to be let go to production by somebody. */
export function wantingApproval(spec: string): string {
  return spec.startsWith('---\n')
    ? spec.replace('---\n', '---\napproval: true\n')
    : `---\napproval: true\n---\n${spec}`;
}

export function brokenSpec(n: number): string {
  return specText('service', { greeting: `hello ${n % 12}`, without: ['Requirements', 'Success Criteria'] });
}

/** The files of a piece of work on top of what was there. */
export function work(
  before: Readonly<Record<string, string>>,
  n: string,
  quality: Quality,
  withTests: boolean,
): Record<string, string> {
  return {
    ...before,
    [source]: `// ${n}\n// ${quality}\n`,
    ...(withTests ? { [suite]: `// tests of ${n}\n` } : {}),
  };
}

export function qualityOf(files: { get(path: string): string | undefined }): Quality {
  const text = files.get(source) ?? '';
  return (
    (['fails its tests', 'weakens its tests', 'does not start', 'falls ill'] as const).find((each) =>
      text.includes(each),
    ) ?? 'good'
  );
}

export function hasTests(paths: readonly string[]): boolean {
  return paths.includes(suite);
}

export const sourcePath = source;
