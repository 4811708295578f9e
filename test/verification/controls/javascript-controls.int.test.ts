import { describe, expect, it } from 'vitest';
import { controlled, type Files, only } from './bench.ts';
import { nodeSources, serverTest, spawnTest, storeTest } from './services.ts';

const head = `import assert from 'node:assert';
import nodeTest from 'node:test';
import { Store } from '../src/store.js';
`;
const service = (test: string, more: Files = {}): Files => ({
  ...nodeSources,
  'test/a.test.js': head + test,
  ...more,
});
const canary = only('canary');
const stubs = only('stubs');
const linked = ['vitest', '@vitest/coverage-v8', 'vite'];
const vitest: Files = {
  'package.json':
    '{ "type": "module", "main": "src/main.js", "devDependencies": { "vitest": "^4.0.0", "@vitest/coverage-v8": "^4.0.0" } }',
  'package-lock.json': '{}',
};

describe('an honest suite', () => {
  it('holds every control: units, a server in the process, a server of its own', async () => {
    const { checks, broken, of } = await controlled(
      {
        ...nodeSources,
        'test/server.test.js': serverTest,
        'test/spawn.test.js': spawnTest,
        'test/store.test.js': storeTest,
      },
      { verification: { mutation: { mutants: 6 } } },
    );
    expect(broken).toEqual([]);
    expect(checks.map(({ name, status }) => [name, status])).toEqual([
      ['canary', 'passed'],
      ['stubs.throw', 'passed'],
      ['stubs.nothing', 'passed'],
      ['mutation', 'passed'],
    ]);
    expect(of('canary').facts).toMatchObject({ files: 3, canaries: 10 });
    expect(of('mutation').facts.score).toBeGreaterThanOrEqual(60);
  });

  it('holds them in CommonJS with a wrapper of its own and titles that differ from run to run', async () => {
    const { broken } = await controlled(
      {
        ...nodeSources,
        'package.json': '{ "name": "notes", "main": "src/main.js" }',
        'src/main.js':
          "'use strict'\nclass Sum extends Array { constructor() { super(); } total() { return this.reduce((a, b) => a + b, 0); } }\nmodule.exports = { Sum, sum: new Sum() };\n",
        'src/store.js': '',
        'test/a.test.js':
          "const assert = require('assert').strict;\nconst nodeTest = require('node:test');\nconst { Sum, sum } = require('../src/main');\nfunction test(name, body) { nodeTest(name, async () => { try { await body(new Sum()); } finally { sum.length = 0; } }); }\ntest('adds at ' + Math.random(), (one) => { one.push(2, 3); assert.equal(one.total(), 5); assert.equal(sum.total(), 0); });",
      },
      only('canary', 'stubs'),
    );
    expect(broken).toEqual([]);
  });

  it('holds them where it runs the service as a command, reads the tree and keeps data', async () => {
    const { broken } = await controlled(
      service(
        `import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
nodeTest('joins', () => assert.equal(String(execFileSync('node', ['src/cli.js', 'a', 'b'])), 'a-b\\n'));
nodeTest('is small', () => {
  assert.deepEqual(fs.readdirSync('src'), ['cli.js', 'main.js', 'store.js']);
  assert.equal(fs.readFileSync('src/cli.js', 'utf8').split('\\n').length, 3);
  assert.equal(JSON.parse(fs.readFileSync('package.json')).name, 'notes');
});
nodeTest('starts empty', () => {
  assert.deepEqual(fs.readdirSync(process.env.DATA_DIR), []);
  fs.writeFileSync(process.env.DATA_DIR + '/x', '1');
});`,
        {
          'src/cli.js':
            "const joined = (list) => list.join('-');\nconsole.log(joined(process.argv.slice(2)));\n",
        },
      ),
      only('canary', 'stubs'),
    );
    expect(broken).toEqual([]);
  });

  it('holds the canaries under Vitest, with its globals and in TypeScript', async () => {
    const { broken, of } = await controlled(
      {
        ...nodeSources,
        ...vitest,
        'vitest.config.js': 'export default { test: { globals: true, bail: 1 } };',
        'test/a.test.ts':
          "import { Store } from '../src/store.js';\ndescribe('a', () => { it('b', () => { const id: number = 1; expect(new Store().add('a').id).toBe(id); }); });",
        'test/b.test.js':
          "import { expect, test } from 'vitest';\nimport { Store } from '../src/store.js';\ntest('c', () => { expect(() => new Store().add('')).toThrow(TypeError); });",
      },
      { ...canary, linked },
    );
    expect(broken).toEqual([]);
    expect(of('canary').facts).toMatchObject({ files: 2, canaries: 4 });
  });
});

describe('a suite that does not tell failures', () => {
  it('is tampering when it patches the assertion library', async () => {
    const { of } = await controlled(
      service(
        "assert.equal = () => {};\nnodeTest('x', () => { assert.equal(new Store().add('a').id, 7); });",
      ),
      canary,
    );
    expect(of('canary')).toMatchObject({ status: 'failed', class: 'tampering' });
    expect(of('canary').reasons).toEqual([
      'test/a.test.js: of failing tests that Andon added, one that must fail (assert.equal(1, 2)) was reported as passed',
      'look at test/a.test.js:4 `assert.equal = () => {};`',
    ]);
  });

  it('is tampering when it swallows what its tests throw', async () => {
    const { of } = await controlled(
      service(
        "function test(name, body) { nodeTest(name, () => { try { body(); } catch {} }); }\ntest('x', () => assert.equal(new Store().add('a').id, 7));",
      ),
      canary,
    );
    expect(of('canary')).toMatchObject({ status: 'failed', class: 'tampering' });
    expect(of('canary').reasons[0]).toContain('registered by `test`) was reported as passed');
  });

  it.each([
    ['sets the exit code', "process.on('exit', () => { process.exitCode = 0; });"],
    ['leaves with its own exit code', "process.on('exit', () => process.reallyExit(0));"],
  ])('is tampering when it %s', async (_, trick) => {
    const { of } = await controlled(
      service(`${trick}\nnodeTest('x', () => assert.equal(new Store().add('a').id, 1));`),
      canary,
    );
    expect(of('canary')).toMatchObject({ status: 'failed', class: 'tampering' });
    expect(of('canary').reasons.join()).toContain('test/a.test.js:4 `process.on(');
  });
});

describe('a suite that does not look at the service', () => {
  const copied = (nodeSources['src/store.js'] ?? '').replace('export ', '');
  it.each([
    ['asserts what is always true', head.concat("nodeTest('x', () => assert(true));")],
    [
      'catches everything',
      head.concat("nodeTest('x', () => { try { assert.equal(new Store().add('a').id, 7); } catch {} });"),
    ],
    ['tests a copy', storeTest.replace("import { Store } from '../src/store.js';", copied)],
  ])('is refused when it %s', async (_, test) => {
    const { of } = await controlled({ ...nodeSources, 'test/a.test.js': test }, stubs);
    expect(of('stubs.throw')).toMatchObject({ status: 'failed', class: 'work' });
    expect(of('stubs.nothing')).toMatchObject({ status: 'failed', class: 'work' });
    expect(of('stubs.throw').reasons[0]).toMatch(/src\/store\.js.* throws: they do not look at/);
    expect(of('stubs.throw').reasons[1]).toMatch(/^test\/a\.test\.js > .* still passed$/);
  });

  it('is refused when it only calls', async () => {
    const { broken } = await controlled(service("nodeTest('x', () => { new Store().add('a'); });"), stubs);
    expect(broken).toEqual(['stubs.nothing work']);
  });

  it('is refused when it notices few changes, with the lines it did not notice', async () => {
    const { of } = await controlled(
      service(
        "nodeTest('x', () => { const store = new Store(); assert.equal(typeof store.add('a'), 'object'); store.get(1); store.remove(1); store.count(); try { store.add(''); } catch {} });",
      ),
      { verification: { ...only('mutation').verification, mutation: { mutants: 40 } } },
    );
    expect(of('mutation')).toMatchObject({ status: 'failed', class: 'work' });
    expect(of('mutation').facts).toMatchObject({ run: 8 });
    expect(of('mutation').reasons.slice(1).join('\n')).toContain(
      'src/store.js:14 `return this.#notes.get(id) ?? null;` became `return null;` and no test noticed',
    );
  });
});

describe('a suite whose tests end now so, now so', () => {
  it('is flaky where they depend on the time zone, and says which', async () => {
    const { of, broken } = await controlled(
      service(
        "nodeTest('x', () => assert.equal(new Store().add('a').id, 1));\nnodeTest('dates', () => assert.doesNotMatch(process.env.TZ ?? '', /Pacific|Asia|America/));",
      ),
      canary,
    );
    expect(broken).toEqual(['flaky flaky']);
    expect(of('flaky').reasons[0]).toMatch(/^test\/a\.test\.js > dates was passed, and failed when/);
    expect(of('flaky').reasons[1]).toMatch(/^with TZ=\S+ alone it ends so as well/);
    expect(of('canary').status).toBe('passed');
  });
});

describe('how strictly the controls are taken', () => {
  it('is what the settings say, and what was changed less than a few lines is not judged', async () => {
    const { checks, of } = await controlled(
      { ...nodeSources, 'test/store.test.js': storeTest },
      {
        verification: { controls: { canary: 'off', stubs: 'off', parent: 'off', mutation: 'advisory' } },
        baseline: {
          ...nodeSources,
          'src/store.js': (nodeSources['src/store.js'] ?? '').replace('size;', 'size + 0;'),
        },
      },
    );
    expect(checks).toHaveLength(1);
    expect(of('mutation')).toMatchObject({ status: 'skipped', advisory: true, facts: { run: 1 } });
  });
});

describe('a change that repairs an incident', () => {
  const before = {
    ...nodeSources,
    'src/store.js': (nodeSources['src/store.js'] ?? '').replace('length > 20', 'length > 30'),
    'test/store.test.js': storeTest.replace(/.*repeat.*\n/g, ''),
  };
  const unrelated = "\nit('counts', () => assert.equal(new Store().count(), 0));\n";
  const telling =
    "\nit('refuses 21 letters', () => assert.throws(() => new Store().add('x'.repeat(21)), RangeError));\n";
  it('brings a test that fails on the commit before', async () => {
    const { of } = await controlled(
      { ...nodeSources, 'test/store.test.js': storeTest + telling },
      { ...only('parent'), parent: before },
    );
    expect(of('parent')).toMatchObject({ status: 'passed', facts: { newTests: 1 } });
  });
  it('is refused when its new tests pass there too', async () => {
    const { of } = await controlled(
      { ...nodeSources, 'test/store.test.js': storeTest.replace(/.*repeat.*\n/g, '') + unrelated },
      { ...only('parent'), parent: before },
    );
    expect(of('parent')).toMatchObject({ status: 'failed', class: 'work' });
    expect(of('parent').reasons[1]).toBe('test/store.test.js > counts passes on the commit before, too');
  });
  it('is told where it brings none', async () => {
    const { of } = await controlled(
      { ...before, 'src/store.js': nodeSources['src/store.js'] ?? '' },
      { ...only('parent'), parent: before },
    );
    expect(of('parent')).toMatchObject({ status: 'passed', facts: { newTests: 0 } });
    expect(of('parent').reasons).toHaveLength(1);
  });
});
