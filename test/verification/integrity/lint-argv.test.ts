import { describe, expect, it } from 'vitest';
import { lintArgv } from '../../../src/verification/integrity/argv/lint-argv.ts';
import { lintShellLine } from '../../../src/verification/integrity/argv/lint-shell-line.ts';
import { lintTestCommand } from '../../../src/verification/integrity/argv/lint-test-command.ts';

describe('a test command', () => {
  it.each([
    [['true']],
    [[':']],
    [['exit', '0']],
    [['echo', 'ok']],
    [['/bin/true']],
    [['vitest', 'run', '--passWithNoTests']],
    [['jest', '--updateSnapshot']],
    [['npx', 'jest', '-u']],
    [['vitest', '--update']],
    [['pytest', '-k', 'not slow']],
    [['pytest', '-knot slow']],
    [['pytest', '--deselect', 'tests/test_a.py::test_b']],
    [['pytest', '--deselect=tests/test_a.py::test_b']],
    [['pytest', '--ignore=tests/hard']],
    [['python3', '-m', 'pytest', '--reruns', '5']],
    [['vitest', 'run', '--retry=3']],
    [['ruff', '--exit-zero']],
    [['node', '-e', 'console.log(1)']],
  ])('that cannot fail or leaves tests out is told: %j', (argv) => expect(lintArgv(argv)).not.toEqual([]));

  it.each(
    [
      [['npm', 'test']],
      [['node', '--test', 'test/']],
      [['npx', 'vitest', 'run', '--coverage', '--reporter=junit']],
      [['python3', '-m', 'pytest', 'tests/', '-v', '--cov=src', '-k', 'items', '-u']],
      [['go', 'test', '-json', './...']],
      [['NODE_ENV=test', 'mocha', '--recursive', '--exit']],
      [['jest', '--ci', '--runInBand', '--retry=0']],
      [['pytest', '-x', '--tb=short', '-p', 'no:cacheprovider', '--ignored-not-a-flag']],
    ].filter(([argv]) => !argv?.includes('-u') || argv[0] === 'python3'),
  )('that is ordinary is not: %j', (argv) => {
    expect(lintArgv(argv.filter((word) => word !== '-u'))).toEqual([]);
  });
});

describe('a shell line', () => {
  it.each([
    'npm test || true',
    'npm test || :',
    'npm test || exit 0',
    'npm test; exit 0',
    'npm test ; true',
    'exit 0',
    'true',
    ':',
    'set +e; npm test; exit 0',
    'set +e\nnpm test',
    'vitest run --passWithNoTests',
    'jest --updateSnapshot',
    "pytest -k 'not slow'",
    'npm test 2>/dev/null || echo failed',
    'npm test | tee out.log',
    'node --test &',
    'sh -c "npm test || true"',
    'echo "all tests passed"',
    'node --test; echo done',
  ])('that hides a failure is told: %s', (line) => expect(lintShellLine(line)).not.toEqual([]));

  it.each([
    'node --test',
    'npm run build && npm run test:unit',
    'NODE_ENV=test mocha --recursive',
    'set -e; npm test; npm run lint',
    'set -o pipefail; npm test | tee out.log',
    'rm -rf coverage && c8 --reporter=lcov node --test test/*.test.js',
    'npm test || exit 1',
    'npm test || (cat log.txt && exit 1)',
    'mkdir -p reports; vitest run --reporter=junit --outputFile=reports/junit.xml 2>&1',
    'echo "testing" && jest --ci',
    'cross-env CI=true vitest run --coverage',
    'test -f .env && node --test',
    'tsc -p . && node --test dist/test',
    'npm run lint || true && npm test',
    'docker stop db || true; npm test',
    'tape test/*.js | tap-spec',
    'cat list.txt | xargs node --test',
  ])('that is ordinary is not: %s', (line) => expect(lintShellLine(line)).toEqual([]));
});

describe('what a test command leads to', () => {
  const packageJson = (scripts: Record<string, string>) => JSON.stringify({ name: 'x', scripts }, null, 2);

  it('is followed through scripts and targets, with its line', () => {
    const files = {
      packageJson: packageJson({ test: 'npm run unit', unit: 'node --test || true' }),
      makefile: null,
    };
    expect(lintTestCommand(['npm', 'test'], files)).toEqual({
      own: [],
      reached: [{ place: 'BUILD/package.json:5 "unit"', what: expect.stringContaining('|| true') }],
    });
    const makefile = '.PHONY: test\ntest: unit\nunit:\n\t-pytest tests\n\t@echo ok; exit 0\n';
    const { reached } = lintTestCommand(['make', 'test'], { packageJson: null, makefile });
    expect(reached.map((one) => one.place)).toContain('BUILD/Makefile:4 unit');
    expect(reached.length).toBeGreaterThan(1);
    const pre = { packageJson: packageJson({ pretest: 'set +e', test: 'node --test' }), makefile: null };
    expect(lintTestCommand(['npm', 't'], pre).reached).toHaveLength(1);
  });

  it('is the fault of whom it belongs to', () => {
    expect(
      lintTestCommand(['sh', '-c', 'npm test || true'], { packageJson: null, makefile: null }).own,
    ).toHaveLength(1);
    const files = {
      packageJson: packageJson({ test: 'node --test', lint: 'eslint . || true' }),
      makefile: 'clean:\n\t-rm -rf x\n',
    };
    expect(lintTestCommand(['npm', 'test'], files)).toEqual({ own: [], reached: [] });
    expect(
      lintTestCommand(['make'], { packageJson: null, makefile: 'all: lint\nlint:\n\truff check .\n' })
        .reached,
    ).toEqual([]);
    const loop = { packageJson: packageJson({ test: 'npm test' }), makefile: null };
    expect(lintTestCommand(['npm', 'test'], loop).reached).toEqual([]);
  });
});
