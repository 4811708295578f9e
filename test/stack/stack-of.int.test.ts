import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stackOf } from '../../src/stack/stack-of.ts';

let build: string;
beforeEach(async () => {
  build = await mkdtemp(join(tmpdir(), 'andon-stack-'));
});
afterEach(() => rm(build, { recursive: true, force: true }));

async function put(files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries({ Dockerfile: '', '.env.example': '', ...files })) {
    await mkdir(dirname(join(build, name)), { recursive: true });
    await writeFile(join(build, name), text);
  }
}

describe('the stack of a service', () => {
  it('is Node by its package.json, started by its start script, its main, or its usual entry', async () => {
    await put({ 'package.json': '{}', 'src/server.js': '', 'x.js': '' });
    expect(await stackOf(build)).toMatchObject({
      name: 'node',
      start: ['node', 'src/server.js'],
      install: null,
      test: null,
    });
    await put({ 'package.json': '{ "main": "x.js" }' });
    expect(await stackOf(build)).toMatchObject({ start: ['node', 'x.js'] });
    await put({ 'package.json': '{ "main": "x.js", "scripts": { "start": "node ./src/server.js" } }' });
    expect(await stackOf(build)).toMatchObject({ start: ['node', './src/server.js'] });
    await put({ 'package.json': '{ "main": "x.js", "scripts": { "start": "rm -rf / && node a.js" } }' });
    expect(await stackOf(build)).toMatchObject({ start: ['node', 'x.js'] });
  });

  it('installs Node dependencies from the lockfile, which has to be there, without their scripts', async () => {
    await put({ 'package.json': '{ "dependencies": { "a": "1" } }', 'index.js': '' });
    expect(await stackOf(build)).toEqual({ missing: ['BUILD/package-lock.json is missing'] });
    await put({ 'pnpm-lock.yaml': '' });
    expect(await stackOf(build)).toEqual({
      missing: [
        expect.stringMatching(/^BUILD\/package-lock\.json is missing: .* does not read pnpm-lock\.yaml;/),
      ],
    });
    const pnpm = 'stack:\n  install: [pnpm, install, --frozen-lockfile]\n';
    expect(await stackOf(build, pnpm)).toMatchObject({ install: ['pnpm', 'install', '--frozen-lockfile'] });
    await put({ 'package-lock.json': '{}' });
    expect(await stackOf(build)).toMatchObject({
      install: expect.arrayContaining(['ci', '--ignore-scripts']),
    });
  });

  it('knows tests by name, and in a test folder by what they call', async () => {
    await put({
      'package.json': '{}',
      'index.js': '',
      'test/a.test.js': '',
      'test/spec.js': "import test from 'node:test'; test('a', () => {});",
      'test/helper.js': "import { after } from 'node:test'; export const latest = (x) => after(x);",
      'tests/b-test.mjs': '',
      'test/test-helpers.js': 'export const it = 1;',
      'test/fixtures/c.test.js': '',
      'src/helpers/d.spec.js': '',
      'src/latest.js': '',
      'node_modules/x/x.test.js': '',
    });
    expect(await stackOf(build)).toMatchObject({
      test: {
        runner: 'node',
        files: ['src/helpers/d.spec.js', 'test/a.test.js', 'test/spec.js', 'tests/b-test.mjs'],
      },
    });
  });

  it.each(['vitest', 'jest', 'mocha'])('is tested by %s where package.json depends on it', async (runner) => {
    const manifest = { devDependencies: { [runner]: '^1.0.0' } };
    await put({
      'package.json': JSON.stringify(manifest),
      'package-lock.json': '{}',
      'index.js': '',
      'test/a.test.ts': "it('a', () => {});",
      'src/__tests__/b.js': "describe('b', () => {});",
      'test/helpers/c.js': "it('is no test', () => {});",
      'test/helper.js': 'export const x = 1;',
      'e2e/page.spec.js': "import { test } from '@playwright/test'; test('a', () => {});",
    });
    const files = ['src/__tests__/b.js', 'test/a.test.ts'];
    expect(await stackOf(build)).toMatchObject({ test: { runner, files, distrust: null } });
    await put({
      'test/a.test.ts': '',
      'src/__tests__/b.js': '',
      'test/a.test.js': "import test from 'node:test'; test('a', () => {});",
    });
    expect(await stackOf(build)).toMatchObject({ test: { runner: 'node', files: ['test/a.test.js'] } });
  });

  it('takes the runner that the test script names where there are several', async () => {
    const manifest = { devDependencies: { vitest: '1', mocha: '1' }, scripts: { test: 'c8 mocha --exit' } };
    await put({
      'package.json': JSON.stringify(manifest),
      'package-lock.json': '{}',
      'index.js': '',
      'a.test.js': "it('a')",
    });
    expect(await stackOf(build)).toMatchObject({ test: { runner: 'mocha' } });
  });

  it.each([
    ['file:./fake', {}],
    ['npm:other@1.0.0', {}],
    ['git+https://example.org/jest.git', {}],
    ['^29.0.0', { 'node_modules/jest': { resolved: 'fake', link: true } }],
    [
      '^29.0.0',
      { 'node_modules/jest': { resolved: 'https://registry.example.org/other/-/other-1.0.0.tgz' } },
    ],
  ])(
    'trusts no runner that package.json takes from %s or its lock file from elsewhere',
    async (version, packages) => {
      await put({
        'package.json': JSON.stringify({ devDependencies: { jest: version } }),
        'package-lock.json': JSON.stringify({ packages }),
        'index.js': '',
        'a.test.js': "it('a', () => {});",
      });
      expect(await stackOf(build)).toMatchObject({
        test: { distrust: expect.stringContaining('takes jest from') },
      });
      const resolved = 'https://registry.example.org/jest/-/jest-29.7.0.tgz';
      await put({
        'package.json': JSON.stringify({ devDependencies: { jest: '^29.0.0' } }),
        'package-lock.json': JSON.stringify({
          packages: { 'node_modules/jest': { version: '29.7.0', resolved } },
        }),
      });
      expect(await stackOf(build)).toMatchObject({ test: { distrust: null } });
    },
  );

  it('finds what starts a monorepo, and installs its links where nothing comes from a registry', async () => {
    await put({
      'package.json':
        '{ "workspaces": ["packages/*"], "scripts": { "start": "npm start --workspace=@x/api" } }',
      'packages/api/package.json':
        '{ "name": "@x/api", "dependencies": { "@x/lib": "*" }, "scripts": { "start": "node src/server.js" } }',
      'packages/api/src/server.js': '',
      'packages/lib/package.json': '{ "name": "@x/lib", "main": "index.js" }',
      'packages/lib/index.js': '',
    });
    expect(await stackOf(build)).toMatchObject({
      start: ['node', 'packages/api/src/server.js'],
      install: expect.arrayContaining(['install', '--no-package-lock', '--ignore-scripts']),
    });
    await put({ 'package.json': '{ "workspaces": ["packages/*"] }' });
    expect(await stackOf(build)).toMatchObject({ start: ['node', 'packages/api/src/server.js'] });
  });

  it('is Python by its requirements, which are installed when there are any', async () => {
    await put({ 'requirements.txt': '# none\n', 'src/main.py': '' });
    expect(await stackOf(build)).toMatchObject({
      name: 'python',
      install: null,
      start: ['python3', 'src/main.py'],
      test: null,
    });
    await put({
      'requirements.txt': 'flask==3.0\n',
      'tests/test_a.py': 'def test_a(): pass',
      'tests/unit/b_test.py': 'class Test: pass',
    });
    expect(await stackOf(build)).toMatchObject({
      install: expect.arrayContaining(['--target', '.deps']),
      env: { PYTHONPATH: '.deps' },
      test: { runner: 'pytest', files: ['tests/test_a.py', 'tests/unit/b_test.py'] },
    });
  });

  it('is Go by its module', async () => {
    await put({ 'go.mod': 'module a', 'main_test.go': '' });
    expect(await stackOf(build)).toMatchObject({
      name: 'go',
      start: ['.bin/service'],
      test: { runner: 'go' },
    });
  });

  it('is what the user’s andon.yaml says, in full or in part', async () => {
    const yaml =
      'stack:\n  start: [ruby, app.rb]\n  required: [app.rb]\n  test: { argv: [rake], junit: r.xml, lcov: c.info }\n';
    expect(await stackOf(build, yaml)).toEqual({ missing: ['BUILD/app.rb is missing'] });
    await put({ 'app.rb': '' });
    expect(await stackOf(build, yaml)).toMatchObject({
      name: 'custom',
      start: ['ruby', 'app.rb'],
      test: {
        runner: 'custom',
        argv: ['rake'],
        report: { format: 'junit', path: 'r.xml' },
        coverage: { format: 'lcov', path: 'c.info' },
      },
    });
    await put({ 'package.json': '{}', 'index.js': '' });
    expect(await stackOf(build, 'stack: { env: { A: b } }')).toMatchObject({ name: 'node', env: { A: 'b' } });
    expect(await stackOf(build, 'other: true')).toMatchObject({ name: 'node', env: {} });
  });

  it.each([
    'stack: [',
    'stack: { start: "node x" }',
    'stack: { required: [../SPEC.md] }',
    'stack: { strat: [x] }',
    'stack: { test: { argv: [x], lcov: a } }',
    'stack: { test: { argv: [x], tap: a, junit: b, lcov: c } }',
    'stack: { test: { argv: [x], tap: a } }',
    'stack: { test: { argv: [x], tap: a, cobertura: ../b } }',
  ])('refuses %j with what is wrong', async (yaml) => {
    await expect(stackOf(build, yaml)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('cannot be told of nothing', async () => {
    expect(await stackOf(join(build, 'none'))).toMatchObject({
      missing: [expect.stringContaining('no known stack')],
    });
  });
});
