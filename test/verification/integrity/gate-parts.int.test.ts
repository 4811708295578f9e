import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkIntegrity } from '../../../src/verification/integrity/check-integrity.ts';
import { layOverProtected } from '../../../src/verification/integrity/lay-over-protected.ts';
import { gateRooms, type Tree } from './gate-room.ts';

let rooms: Awaited<ReturnType<typeof gateRooms>>;
beforeAll(async () => {
  rooms = await gateRooms();
});
afterAll(() => rooms.close());

const main = 'export function total(prices) {\n  return prices.reduce((a, b) => a + b, 0);\n}\n';
const suite = `import assert from 'node:assert/strict';
import test from 'node:test';
import { total } from '../src/main.js';
test('adds', () => assert.equal(total([1, 2]), 3));
test('adds nothing', () => assert.equal(total([]), 0));
`;
const one = suite.replace(/test\('adds nothing'.*\n/, '');
const service = {
  'package.json': '{ "scripts": { "test": "node --test" } }',
  'src/main.js': main,
  'test/main.test.js': suite,
};
const checksOf = async (order: Parameters<typeof rooms.context>[0]) => {
  const context = await rooms.context(order);
  const checks = [...(await layOverProtected(context)), ...(await checkIntegrity(context))];
  return { context, checks, named: (name: string) => checks.find((check) => check.name === name) };
};

describe('integrity in the gate', () => {
  it('has nothing against a first build, and counts it', async () => {
    const { checks, named } = await checksOf({ build: service });
    expect(checks.flatMap((check) => check.reasons)).toEqual([]);
    expect(checks.map((check) => check.status)).toEqual(['passed', 'passed', 'passed', 'passed']);
    expect(named('integrity')?.facts).toMatchObject({ tests: 2, assertions: 2, skipped: 0 });
  });

  it('compares with what serves and with what the work started from, each weakening once', async () => {
    const weak = { ...service, 'test/main.test.js': one };
    for (const order of [
      { baseline: service },
      { parent: service },
      { baseline: service, parent: service },
    ]) {
      const { named } = await checksOf({ build: weak, ...order });
      expect(named('integrity')).toMatchObject({ status: 'failed', class: 'tampering' });
      expect(named('integrity')?.reasons).toEqual([
        'BUILD/test/main.test.js:5 "adds nothing": a test with 1 assertion, it is gone and nothing else says it',
      ]);
    }
  });

  it('does not miss a test that never ran', async () => {
    const baseTests = [{ id: 'test/main.test.js > adds', status: 'passed' as const, message: '' }];
    const weak = { ...service, 'test/main.test.js': one };
    const unknown = { ...service, 'test/main.test.js': suite.replace('adds nothing', 'is never collected') };
    const { named } = await checksOf({ build: weak, baseline: unknown, baseTests });
    expect(named('integrity')).toMatchObject({ status: 'passed' });
    const ran = [
      ...baseTests,
      { id: 'test/main.test.js > is never collected', status: 'passed' as const, message: '' },
    ];
    const missed = await checksOf({ build: weak, baseline: unknown, baseTests: ran });
    expect(missed.named('integrity')).toMatchObject({ status: 'failed' });
  });

  it('reads what was submitted, not what tests wrote since', async () => {
    const context = await rooms.context({
      build: { ...service, 'test/main.test.js': one },
      baseline: service,
    });
    await layOverProtected(context);
    await writeFile(join(context.room.build, 'test/written.test.js'), suite);
    expect((await checkIntegrity(context))[0]).toMatchObject({ name: 'integrity', status: 'failed' });
  });

  it('blames a script for a command that cannot fail, and nobody for one of the user', async () => {
    const plan = (argv: string[]) => ({
      runner: 'custom' as const,
      files: [],
      argv,
      report: { format: 'junit' as const, path: 'reports/junit.xml' },
      coverage: { format: 'lcov' as const, path: 'coverage/lcov.info' },
    });
    const bent = { ...service, 'package.json': '{\n  "scripts": { "test": "node --test || true" }\n}' };
    const theirs = await checksOf({ build: bent, plan: plan(['npm', 'test']) });
    expect(theirs.named('command')).toMatchObject({ status: 'failed', class: 'tampering' });
    expect(theirs.named('command')?.reasons[0]).toMatch(/^BUILD\/package\.json:2 "test": `\|\| true`/);
    const users = await checksOf({ build: service, plan: plan(['sh', '-c', 'npm test || true']) });
    expect(users.named('command')).toMatchObject({ status: 'inconclusive', class: 'gate' });
    expect((await checksOf({ build: service, plan: plan(['npm', 'test']) })).named('command')).toMatchObject({
      status: 'passed',
    });
  });
});

describe('the files of a submission', () => {
  it.each<[string, Tree, RegExp, string]>([
    [
      'bring their own runner',
      { 'node_modules/vitest/index.js': '' },
      /node_modules: brings its own vitest/,
      'tampering',
    ],
    [
      'bring their own pytest',
      { '.deps/pytest/__init__.py': '' },
      /\.deps: brings its own pytest/,
      'tampering',
    ],
    ['bring dependencies', { 'node_modules/express/index.js': '' }, /were not fetched/, 'work'],
    [
      'stand in for node',
      { 'bin/node': '#!/bin/sh\nexit 0\n' },
      /stands in for the program node/,
      'tampering',
    ],
    ['stand in for pytest', { 'pytest.py': '' }, /stands in for the module pytest/, 'tampering'],
    ['load themselves into Python', { 'src/sitecustomize.py': '' }, /before anything else/, 'tampering'],
    ['load themselves by a path file', { 'x.pth': 'import os' }, /before anything else/, 'tampering'],
    ['differ in case only', { 'src/Main.js': '' }, /letters' case only/, 'work'],
    [
      'hide tests behind a link',
      { 'real/a.test.js': suite, tests: { link: 'real' } },
      /tests: tests behind a link to real/,
      'work',
    ],
  ])('are told where they %s', async (_name, more, reason, kind) => {
    const { named } = await checksOf({ build: { ...service, ...more } });
    expect(named('files')).toMatchObject({
      status: 'failed',
      class: kind,
      reasons: [expect.stringMatching(reason)],
    });
  });

  it('may be links, monorepos, binaries and anything ordinary', async () => {
    const { named } = await checksOf({
      build: {
        ...service,
        'packages/a/src/index.js': main,
        'bin/shop.js': '',
        'public/app.js': '',
        current: { link: 'src' },
        'scripts/deploy.sh': '',
        'src/coverage/index.js': main,
      },
    });
    expect(named('files')).toMatchObject({ status: 'passed' });
  });
});

describe('protected files', () => {
  it('come from what serves, with or without the submission having them, and never through a link', async () => {
    const andonYaml = 'verification: { protected: [test/contract, "golden/*.json"] }';
    const baseline = { ...service, 'test/contract/a.test.js': suite, 'golden/a.json': '{"a":1}' };
    const build: Tree = {
      ...service,
      'test/contract/b.test.js': suite,
      golden: { link: 'src' },
      'test/contract/a.test.js': one,
    };
    const { context, named } = await checksOf({ build, baseline, andonYaml });
    const read = (path: string) => readFile(join(context.room.build, path), 'utf8');
    expect(await read('test/contract/a.test.js')).toBe(suite);
    expect(await read('test/contract/b.test.js')).toBe(suite);
    expect(await read('golden/a.json')).toBe('{"a":1}');
    await expect(stat(join(context.room.build, 'src/a.json'))).rejects.toThrow();
    expect(named('protected')).toMatchObject({ status: 'passed', facts: { laidOver: 2 } });
    expect(named('integrity')).toMatchObject({ status: 'passed' });
  });

  it('are laid over nothing without a baseline', async () => {
    const { context, named } = await checksOf({
      build: { ...service, 'vitest.config.js': 'export default { test: { include: ["a"] } };' },
      andonYaml: 'verification: { protected: [test] }',
    });
    expect(named('protected')).toMatchObject({ facts: { laidOver: 0 }, reasons: [] });
    expect(await readFile(join(context.room.build, 'test/main.test.js'), 'utf8')).toBe(suite);
  });

  it('keep a weakened configuration from counting, and say so', async () => {
    const config = (exclude: string) => `export default { test: { exclude: [${exclude}] } };\n`;
    const { context, named } = await checksOf({
      build: { ...service, 'vitest.config.js': config("'test/main.test.js'") },
      baseline: { ...service, 'vitest.config.js': config('') },
    });
    expect(await readFile(join(context.room.build, 'vitest.config.js'), 'utf8')).toBe(config(''));
    expect(named('protected')?.reasons).toEqual([
      expect.stringContaining('BUILD/vitest.config.js: the one that serves was used'),
    ]);
  });
});
