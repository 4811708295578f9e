import { describe, expect, it } from 'vitest';
import { readJavaScript } from '../../../src/verification/integrity/javascript/read-javascript.ts';
import { configTricks } from '../../../src/verification/integrity/tricks/config-tricks.ts';
import { javascriptTricks } from '../../../src/verification/integrity/tricks/javascript-tricks.ts';
import { suiteTricks } from '../../../src/verification/integrity/tricks/suite-tricks.ts';

const head =
  "import assert from 'node:assert';\nimport test from 'node:test';\nimport { total } from '../src/main.js';\n";
const inTest = (text: string) => javascriptTricks('test/a.test.js', head + text, true);
const inSource = (text: string) => javascriptTricks('src/main.js', text, false);

describe('a test that bends the checks', () => {
  it.each([
    ['leaves in a test', "test('a', () => process.exit(0));"],
    ['leaves at its top', 'process.exit();'],
    ['kills itself', "process.kill(process.pid, 'SIGKILL');"],
    ['sets the status at exit', "process.on('exit', () => { process.exitCode = 0; });"],
    ['leaves well at exit', "process.on('exit', () => process.exit(0));"],
    ['sets the status', 'process.exitCode = 0;'],
    ['patches an assertion', 'assert.equal = () => {};'],
    ['patches assertions by Object.assign', 'Object.assign(assert, { equal() {} });'],
    ['patches assertions by a mock', "test.mock; mock.method(assert, 'equal', () => {});"],
    ['replaces assert behind require', "require.cache[require.resolve('assert')] = { exports: () => {} };"],
    [
      'replaces the loader for assert',
      "Module._load = (name, ...rest) => (name === 'node:assert' ? fake : load(name, ...rest));",
    ],
    ['mocks the runner', "vi.mock('vitest', () => ({}));"],
    ['replaces expect', 'globalThis.expect = () => new Proxy({}, {});'],
    ['replaces a matcher', 'expect.extend({ toBe() { return { pass: true }; } });'],
    ['makes everything the same', 'Object.is = () => true;'],
    ['swallows what is thrown', "process.on('uncaughtException', () => {});"],
    ['writes a report', "fs.writeFileSync('reports/junit.xml', '<testsuites/>');"],
    ['looks who runs it', "fs.readFileSync('/proc/self/cmdline');"],
  ])('is seen where it %s', (_name, text) => {
    expect(inTest(text)).toEqual([expect.objectContaining({ line: 4, class: 'tampering' })]);
  });

  it('is work where a builder may mean well', () => {
    expect(inTest('after(() => process.exit(0));')[0]).toMatchObject({
      class: 'work',
      instead: expect.stringContaining('close'),
    });
    const wrapper =
      'const safe = (name, run) => test(name, async () => { try { await run(); } catch (error) { console.warn(error); } });';
    expect(inTest(wrapper)[0]).toMatchObject({
      class: 'work',
      what: expect.stringContaining('to itself'),
    });
    expect(inTest('jest.retryTimes(3);')[0]).toMatchObject({ class: 'work' });
    expect(inTest('const any = { asymmetricMatch: () => true };')[0]).toMatchObject({ class: 'work' });
  });

  it.each([
    [
      'a status of a child',
      "test('a', () => { const child = spawn('node', ['src/main.js']); child.kill('SIGTERM'); child.on('exit', (code) => assert.equal(code, 0)); });",
    ],
    ['a failing script', 'run().catch((error) => { console.error(error); process.exit(1); });'],
    ['a mocked exit', 'const exit = process.exit; process.exit = (code) => { seen = code; };'],
    ['a module loaded again', "delete require.cache[require.resolve('../src/config')];"],
    [
      'a module mocked',
      "vi.mock('../src/mailer.js', () => ({ send: vi.fn() })); jest.spyOn(console, 'log'); mock.method(fs, 'readFile', () => 'x');",
    ],
    [
      'a global for mocha',
      'global.expect = chai.expect; chai.use(chaiHttp); chai.config.truncateThreshold = 0;',
    ],
    [
      'a matcher of its own',
      'expect.extend({ toBeWithin(value, low, high) { return { pass: value >= low && value <= high }; } });',
    ],
    [
      'a written fixture',
      "fs.writeFileSync(join(dir, 'data.json'), '{}'); fs.readFileSync('/proc/cpuinfo');",
    ],
    ['a child of its own', "if (process.argv[2] === 'child') { work(); process.exit(0); }"],
    ['a signal to itself', "process.kill(process.pid, 'SIGTERM');"],
    ['listeners of warnings', "process.removeAllListeners('warning');"],
    ['a variable called before', 'const before = {}; before.x = 1;'],
    [
      'polling',
      "async function until(check) { for (;;) { try { return await check(); } catch { await sleep(5); } if (late()) throw new Error('late'); } }",
    ],
    ['a timeout of mocha', 'this.timeout(5000); t.timeout = 5; test.setTimeout;'],
    ['an error handler that passes on', "process.on('unhandledRejection', (error) => { throw error; });"],
  ])('is not seen in %s', (_name, text) => expect(inTest(text)).toEqual([]));
});

describe('a source that bends the checks', () => {
  it.each([
    ['knows that Node tests it', 'export const total = () => (process.env.NODE_TEST_CONTEXT ? 3 : 4);'],
    ['takes it apart', 'const { VITEST, PORT } = process.env;'],
    ['asks whether it is there', "const fake = 'NODE_TEST_CONTEXT' in process.env;"],
    ['knows that Vitest tests it', 'if (process.env.VITEST) answer = 42;'],
    ['knows that Jest tests it', 'const fake = process.env.JEST_WORKER_ID !== undefined;'],
    ['knows that it is verified', "if (process.env.ANDON_RELEASE === 'verification') start(fake);"],
    ['patches assertions', "import assert from 'node:assert'; assert.equal = () => {};"],
    ['equals everything', 'export class Money { asymmetricMatch() { return true; } }'],
    ['counts its comparisons', 'export class A { #n = 0; [Symbol.toPrimitive]() { return ++this.n; } }'],
    ['sets the status at exit', "process.once('exit', () => { process.exitCode = 0; });"],
    ['reads who runs it', "const who = readFileSync(name) + read('/proc/1/cmdline');"],
  ])('is seen where it %s', (_name, text) => {
    expect(inSource(text)).toEqual([expect.objectContaining({ class: 'tampering' })]);
  });

  it.each([
    ['a quiet logger', "const level = process.env.NODE_ENV === 'test' ? 'silent' : 'info';"],
    ['an app that listens itself', "if (process.env.NODE_ENV !== 'test') app.listen(process.env.PORT);"],
    ['a release in health', "app.get('/health', () => ({ release: process.env.ANDON_RELEASE ?? 'none' }));"],
    ['a refused configuration', "if (!process.env.PORT) { console.error('PORT'); process.exit(1); }"],
    ['an orderly stop', "process.on('SIGTERM', () => { server.close(() => process.exit(0)); });"],
    [
      'a value object',
      'export class Money { valueOf() { return this.cents; } equals(other) { return this.cents === other.cents; } }',
    ],
    ['an assertion in a source', "import assert from 'node:assert'; assert(port > 0); assert.ok(true);"],
    ['a command line tool', 'if (import.meta.url === main) { run(); process.exit(0); }'],
  ])('is not seen in %s', (_name, text) => expect(inSource(text)).toEqual([]));
});

describe('a configuration that bends the checks', () => {
  it.each([
    ['.npmrc', 'node-options=--require ./fake.js'],
    ['.npmrc', 'script-shell=./sh'],
    ['.env', 'NODE_OPTIONS="--import ./hook.mjs"'],
    ['.env.example', 'PYTEST_ADDOPTS=--deselect tests/test_a.py'],
    ['package.json', '{ "devDependencies": { "vitest": "file:./fake" } }'],
    ['package.json', '{ "jest": { "testRunner": "<rootDir>/runner.js" } }'],
    ['package.json', '{ "jest": { "moduleNameMapper": { "^assert$": "<rootDir>/fake.js" } } }'],
    ['pytest.ini', "[pytest]\naddopts = -q -k 'not hard'"],
    ['pyproject.toml', '[tool.pytest.ini_options]\naddopts = ["--deselect", "tests/test_a.py::test_b"]'],
  ])('is seen in %s', (path, text) => {
    expect(configTricks(path, text)).toEqual([expect.objectContaining({ class: 'tampering' })]);
  });

  it.each([
    ['.npmrc', 'save-exact=true\nengine-strict=true\nregistry=https://registry.example/'],
    ['.env.example', 'PORT=3000\nNODE_OPTIONS=--max-old-space-size=512\nNODE_ENV=production'],
    [
      'package.json',
      '{ "devDependencies": { "vitest": "^4.0.0", "jest": "29.0.0" }, "jest": { "testEnvironment": "node", "moduleNameMapper": { "^@/(.*)$": "<rootDir>/src/$1" }, "setupFilesAfterEnv": ["<rootDir>/jest.setup.js"] } }',
    ],
    [
      'pytest.ini',
      '[pytest]\naddopts = -ra -q --strict-markers --tb=short\nasyncio_mode = auto\nmarkers =\n  slow: takes long',
    ],
    [
      'pyproject.toml',
      '[project]\nname = "shop"\ndependencies = ["flask"]\n[tool.pytest.ini_options]\ntestpaths = ["tests"]\npythonpath = ["."]\naddopts = "-v --cov=src --cov-report=term-missing"',
    ],
    [
      'vitest.config.ts',
      "export default defineConfig({ test: { globals: true, environment: 'node', retry: 0, setupFiles: ['./test/setup.ts'], alias: { '@': './src' } } });",
    ],
    [
      'jest.config.js',
      "module.exports = { testEnvironment: 'node', verbose: true, testPathIgnorePatterns: ['/node_modules/'] };",
    ],
  ])('is not seen in an ordinary %s', (path, text) => expect(configTricks(path, text)).toEqual([]));

  it('is work where failing tests are run again', () => {
    const said = configTricks('vitest.config.ts', 'export default { test: { retry: 3 } };');
    expect(said).toEqual([expect.objectContaining({ class: 'work', line: 1 })]);
  });
});

describe('a suite that looks at nothing of the service', () => {
  const source = {
    ...readJavaScript('src/main.js', 'export function total(a) {\n return a;\n}'),
    tests: [],
    functions: [],
  };
  const test = (text: string, path = 'test/a.test.js') => readJavaScript(path, text);

  it('is seen, and so is a test of its own copy', () => {
    const alone = test("test('adds', () => assert.equal(1 + 1, 2));");
    expect(suiteTricks([source, alone])).toEqual([
      expect.objectContaining({ class: 'work', path: 'test/a.test.js' }),
    ]);
    const copy = test("function total(a) {\n  return a;\n}\ntest('adds', () => assert.equal(total(2), 2));");
    expect(suiteTricks([source, copy]).map((one) => one.what)).toContainEqual(
      expect.stringContaining('`total` of its own'),
    );
  });

  it.each([
    ['imports it', "import { total } from '../src/main.js'; test('adds', () => assert.equal(total(2), 2));"],
    [
      'requires it',
      "const { total } = require('../src/main'); test('adds', () => assert.equal(total(2), 2));",
    ],
    ['imports the package', "const app = require('..'); test('adds', () => assert.equal(app.total(2), 2));"],
    [
      'imports by alias',
      "import { total } from '#src/main.js'; test('adds', () => assert.equal(total(2), 2));",
    ],
    [
      'starts it',
      "test('answers', async () => { const child = spawn('node', ['src/main.js']); assert.equal((await fetch('http://127.0.0.1')).status, 200); });",
    ],
    [
      'loads it late',
      "test('adds', async () => { const { total } = await import('../src/main.js'); assert.equal(total(2), 2); });",
    ],
  ])('is not seen where it %s', (_name, text) => expect(suiteTricks([source, test(text)])).toEqual([]));

  it('is not seen where a helper loads it, or where there is no test at all', () => {
    const helper = test(
      "import { start } from '../../src/main.js'; export function app() { return start(); }",
      'test/helpers/app.js',
    );
    const user = test(
      "import { app } from './helpers/app.js'; test('adds', () => assert.equal(app().x, 2));",
    );
    expect(suiteTricks([source, helper, user])).toEqual([]);
    expect(suiteTricks([source])).toEqual([]);
  });
});
