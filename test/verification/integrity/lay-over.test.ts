import { describe, expect, it } from 'vitest';
import { laidOver } from '../../../src/verification/integrity/overlay/lay-over.ts';

const vitest = (inside: string) => `export default { test: { include: ['test/**/*.test.ts'], ${inside} } };`;
const jest = (inside: object) =>
  JSON.stringify({
    name: 'shop',
    scripts: { test: 'jest' },
    devDependencies: { jest: '^29' },
    jest: { coverageThreshold: { global: { lines: 80 } }, ...inside },
  });
const guard =
  'import pytest\n\n@pytest.fixture(autouse=True)\ndef no_leaks():\n    yield\n    assert not open_files()\n';

describe('what is laid over the configuration of a submission', () => {
  it.each([
    ['vitest.config.ts', vitest(''), vitest("exclude: ['test/hard.test.ts']")],
    ['vitest.config.ts', vitest(''), "export default { test: { include: ['test/easy.test.ts'] } };"],
    ['vitest.config.ts', vitest(''), vitest("testNamePattern: 'easy'")],
    [
      'vitest.config.ts',
      vitest('coverage: { thresholds: { lines: 80 } }'),
      vitest('coverage: { thresholds: { lines: 10 } }'),
    ],
    [
      'jest.config.js',
      "module.exports = { testMatch: ['**/*.test.js'] };",
      "module.exports = { testMatch: ['**/*.test.js'], testPathIgnorePatterns: ['hard'] };",
    ],
    ['.mocharc.json', '{ "spec": ["test"] }', '{ "spec": ["test/easy.js"] }'],
    ['.npmrc', 'engine-strict=true\n', 'node-options=--require ./x.js\n'],
    ['pytest.ini', '[pytest]\naddopts = -q\n', '[pytest]\naddopts = -q -k "not hard"\n'],
    ['pytest.ini', '[pytest]\ntestpaths = tests\n', '[pytest]\ntestpaths = tests/easy\n'],
    ['pytest.ini', '[pytest]\naddopts = --cov-fail-under=80\n', null],
    ['.coveragerc', '[report]\nfail_under = 80\n', '[report]\nfail_under = 10\n'],
    ['tests/conftest.py', guard, null],
    ['tests/conftest.py', guard, ''],
  ])('in %s it is the baseline: %s', (path, base, text) => {
    expect(laidOver(path, base, text)).toEqual({ text: base, why: expect.stringMatching(/./) });
  });

  it('in a file that says other things too it is only what is about tests', () => {
    const base = '[project]\nname = "a"\n\n[tool.pytest.ini_options]\naddopts = "-q"\n';
    const text =
      '[project]\nname = "a"\ndependencies = ["flask"]\n\n[tool.pytest.ini_options]\naddopts = "-q --deselect tests/test_a.py"\n';
    const over = laidOver('pyproject.toml', base, text)?.text;
    expect(over).toContain('flask');
    expect(over).toContain('addopts = "-q"\n');
    expect(over).not.toContain('deselect');
    const weaker = laidOver(
      'package.json',
      jest({}),
      JSON.stringify({
        scripts: { test: 'jest || true' },
        dependencies: { express: '5' },
        jest: { testPathIgnorePatterns: ['hard'] },
      }),
    );
    expect(JSON.parse(weaker?.text ?? '')).toEqual({
      scripts: { test: 'jest' },
      dependencies: { express: '5' },
      jest: { coverageThreshold: { global: { lines: 80 } } },
    });
    expect(weaker?.why).toMatch(/test script.*jest:/);
  });
});

describe('what of a submission stands', () => {
  it.each([
    ['vitest.config.ts', vitest(''), vitest('')],
    [
      'vitest.config.ts',
      vitest(''),
      vitest("globals: true, environment: 'node', setupFiles: ['./test/setup.ts'], alias: { '@': './src' }"),
    ],
    [
      'vitest.config.ts',
      vitest(''),
      "export default { test: { include: ['test/**/*.test.ts', 'src/**/*.test.ts'] } };",
    ],
    [
      'vitest.config.ts',
      vitest('coverage: { thresholds: { lines: 80 } }'),
      vitest('coverage: { thresholds: { lines: 90 } }'),
    ],
    ['vitest.config.ts', vitest(''), null],
    ['package.json', jest({}), jest({ testTimeout: 20_000 })],
    [
      'package.json',
      jest({}),
      JSON.stringify({ scripts: { test: 'vitest run' }, devDependencies: { vitest: '^4' } }),
    ],
    [
      'package.json',
      '{ "scripts": { "test": "node --test" } }',
      '{ "scripts": { "test": "node --test test/" }, "type": "module" }',
    ],
    [
      'pytest.ini',
      '[pytest]\naddopts = -q\n',
      '[pytest]\naddopts = -q --strict-markers\nasyncio_mode = auto\nmarkers =\n  slow: long\n',
    ],
    [
      'pyproject.toml',
      '[project]\nname = "a"\n',
      '[project]\nname = "b"\n[tool.pytest.ini_options]\nasyncio_mode = "auto"\n',
    ],
    ['tests/conftest.py', guard, `${guard}\n@pytest.fixture\ndef client():\n    return app()\n`],
    ['tests/conftest.py', 'import pytest\n@pytest.fixture\ndef client():\n    return 1\n', null],
    [
      'tests/conftest.py',
      'import pytest\n@pytest.fixture\ndef client():\n    return 1\n',
      'import pytest\n@pytest.fixture\ndef client():\n    return 2\n',
    ],
    ['jest.setup.js', 'a();', 'b();'],
    ['src/main.js', 'a', 'b'],
  ])('in %s: %s', (path, base, text) => expect(laidOver(path, base, text)).toBeNull());
});
