import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseSandbox } from '../../src/sandbox/choose-sandbox.ts';
import { findToolchain } from '../../src/sandbox/toolchain.ts';
import { cleanRoom, type Files, nodeService, pythonService } from './clean-room.ts';

let room: Awaited<ReturnType<typeof cleanRoom>>;
beforeAll(async () => {
  room = await cleanRoom();
});
afterAll(() => room.close());

const goodTest = nodeService['BUILD/test/main.test.js'] ?? '';
const withTest = (text: string) => ({ ...nodeService, 'BUILD/test/main.test.js': text });
const plus = (text: string) => withTest(`${goodTest}\n${text}`);

describe('the test gate on Node', () => {
  it('passes a suite that runs, passes and covers, and counts it live', async () => {
    const result = await room.verify('test', nodeService);
    expect(result).toMatchObject({
      verdict: 'passed',
      reasons: [],
      hasTests: true,
      tests: { passed: 2, failed: 0, skipped: 0, total: 2 },
    });
    expect(result.coverage).toBeGreaterThan(80);
    expect(result.progress.at(0)).toMatchObject({ phase: 'install' });
    expect(result.progress.at(1)).toMatchObject({ phase: 'test', passed: 0, total: 2 });
    const ticks = result.progress.filter(({ phase }) => phase === 'test');
    expect(ticks.at(-1)).toMatchObject({ passed: 2, total: 2 });
  });

  it('says that there are no tests', async () => {
    const { 'BUILD/test/main.test.js': _gone, ...files } = nodeService;
    expect(await room.verify('test', files)).toMatchObject({ verdict: 'failed', hasTests: false });
    const empty = await room.verify('test', withTest('console.log("ok 1 - pretended");'));
    expect(empty).toMatchObject({ verdict: 'failed', hasTests: false, tests: { total: 0 } });
  });

  it('names failing, skipped and planned tests, and passes none of them', async () => {
    const result = await room.verify(
      'test',
      plus("test('wrong', () => assert.equal(1, 2)); test.skip('later', () => {}); test.todo('planned');"),
    );
    expect(result).toMatchObject({
      verdict: 'failed',
      hasTests: true,
      tests: { passed: 2, failed: 1, skipped: 2, total: 5 },
    });
    expect(result.reasons.join('\n')).toMatch(/test\/main\.test\.js > wrong fails: 1 == 2/);
    expect(result.reasons.join('\n')).toMatch(/later is skipped/);
    expect(result.reasons.join('\n')).toMatch(/planned is skipped/);
    expect(await room.verify('test', plus("test.skip('later', () => {});"))).toMatchObject({
      verdict: 'failed',
    });
  });

  it.each([
    ['at the top', 'process.exit(0);'],
    ['inside a test', "test('leaves', () => process.exit(0));"],
    [
      'inside a later test',
      "test('leaves', async () => { await new Promise((r) => setTimeout(r, 50)); process.exit(0); });",
    ],
  ])('does not take process.exit(0) %s for a pass', async (_where, text) => {
    const result = await room.verify('test', plus(text));
    expect(result.verdict).toBe('failed');
    const beside = await room.verify('test', {
      ...nodeService,
      'BUILD/test/other.test.js': `import test from 'node:test';\n${text}`,
    });
    expect(beside.verdict).toBe('failed');
    expect(beside.reasons.join()).toContain('test/other.test.js');
  });

  it('fails a file that cannot be loaded, and one whose process fails after its tests', async () => {
    const syntax = await room.verify('test', withTest("import test from 'node:test'; test('x', ("));
    expect(syntax).toMatchObject({ verdict: 'failed', hasTests: true });
    expect(syntax.reasons[0]).toContain('SyntaxError');
    const after = await room.verify('test', plus("process.on('exit', () => { process.exitCode = 3; });"));
    expect(after.verdict).toBe('failed');
    expect(after.reasons[0]).toContain('although no test failed');
  });

  it('asks for more than the threshold of all source lines, also those never loaded, and not of the tests', async () => {
    const unused = Array.from({ length: 40 }, (_, n) => `export const v${n} = () => ${n};`).join('\n');
    const result = await room.verify('test', { ...nodeService, 'BUILD/src/never-loaded.js': unused });
    expect(result).toMatchObject({ verdict: 'failed', tests: { passed: 2, total: 2 } });
    expect(result.coverage).toBeLessThan(50);
    expect(result.reasons).toEqual([
      expect.stringMatching(/more than 80 % is asked for .*BUILD\/src\/never-loaded\.js 0 %/),
    ]);
    const padded = await room.verify('test', {
      ...nodeService,
      'BUILD/src/never-loaded.js': unused,
      'BUILD/test/padding.test.js': `import test from 'node:test';\n${'void 0;\n'.repeat(500)}test('pads', () => {});`,
    });
    expect(padded.coverage).toBe(result.coverage);
  });

  it('refuses tests that change what is verified', async () => {
    const result = await room.verify(
      'test',
      plus("import fs from 'node:fs'; fs.appendFileSync('src/main.js', '//');"),
    );
    expect(result.verdict).toBe('failed');
    expect(result.reasons.join('\n')).toMatch(/EROFS.*src\/main\.js|changed BUILD\/src\/main\.js/);
  });

  it('keeps a flood of output from hurting anyone', async () => {
    const flood = "const flood = () => process.stdout.write('x'.repeat(65536), flood); flood();";
    const result = await room.verify('test', plus(flood));
    expect(result.verdict).toBe('failed');
    expect(result.reasons.join()).toContain('more output');
  });

  it('has no network beyond its own loopback, where the machine can give it one', async () => {
    const text =
      "import net from 'node:net'; test('is alone', async () => { const error = await new Promise((r) => net.connect(9, '192.0.2.1').on('error', r).on('connect', () => r(null))); assert.equal(error.code, 'ENETUNREACH'); });";
    const alone = room.options.sandbox.tier !== 'process-group';
    const result = await room.verify('test', alone ? plus(text) : nodeService);
    expect(result.reasons).toEqual([]);
  });
});

describe('the test gate when time or the machine is against it', () => {
  it('ends a hanging suite and says so', async () => {
    const short = await cleanRoom({ times: { testsMs: 2_000 } });
    const result = await short.verify(
      'test',
      plus("test('hangs', () => new Promise(() => setInterval(() => {}, 1000)));"),
    );
    expect(result.verdict).toBe('failed');
    expect(result.reasons.join()).toContain('did not end in its time');
    await short.close();
  });

  it('concludes nothing when it is stopped', async () => {
    const stop = new AbortController();
    const slow = plus("test('slow', () => new Promise((r) => setTimeout(r, 60000)));");
    const onProgress = ({ phase }: { phase: string }) => phase === 'test' && stop.abort();
    const result = await room.verify('test', slow, stop.signal, onProgress);
    expect(result).toMatchObject({ verdict: 'inconclusive', fault: 'environment' });
    expect(result.record).toBeUndefined();
  });
});

describe('the test gate on Python', () => {
  /** What the gate says where pytest is there, and that it says so where it is not. */
  async function expectPython(files: Files, expected: Record<string, unknown>, reason = /^/) {
    const result = await room.verify('test', files);
    const missing = { verdict: 'inconclusive', fault: 'environment' };
    expect(result).toMatchObject(room.hasPytest ? expected : missing);
    if (room.hasPytest) expect(result.reasons.join('\n')).toMatch(reason);
  }
  const withPython = (text: string) => ({ ...pythonService, 'BUILD/tests/test_main.py': text });

  it('passes a suite that runs, passes and covers', async () => {
    const tests = { passed: 3, failed: 0, skipped: 0, total: 3 };
    await expectPython(pythonService, { verdict: 'passed', reasons: [], tests });
  });

  it('says of a suite without a test that it has none', async () => {
    await expectPython(withPython('X = 1\n'), { verdict: 'failed', hasTests: false });
  });

  it('names what fails and what is skipped', async () => {
    const text = 'import pytest\ndef test_a():\n    assert 1 == 2\n@pytest.mark.skip\ndef test_b(): pass\n';
    const tests = { passed: 0, failed: 1, skipped: 1 };
    await expectPython(
      withPython(text),
      { verdict: 'failed', hasTests: true, tests },
      /test_a fails: assert 1 == 2/,
    );
  });

  it('fails a suite that cannot be collected, and is not without tests', async () => {
    await expectPython(
      withPython('import nowhere\ndef test_a(): pass\n'),
      { verdict: 'failed', hasTests: true },
      /nowhere/,
    );
    const files = { ...pythonService, 'BUILD/tests/conftest.py': 'import nowhere\n' };
    await expectPython(files, { verdict: 'failed', hasTests: true }, /nowhere/);
  });

  it('counts a module that coverage leaves out as not covered', async () => {
    const unused = Array.from({ length: 30 }, (_, n) => `v${n} = ${n}`).join('\n');
    const files = { ...pythonService, 'BUILD/src/deep/down/extra.py': unused };
    await expectPython(files, { verdict: 'failed' }, /BUILD\/src\/deep\/down\/extra\.py 0 %/);
  });

  it('says how to get pytest where it is missing', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'andon-python-'));
    const toolchain = await findToolchain({ path: process.env.PATH ?? '/usr/bin:/bin' });
    const python3 = join(folder, 'python3');
    // Without its packages: the standard library alone.
    await writeFile(python3, `#!/bin/sh\nexec ${toolchain.programs.python3 ?? 'python3'} -S "$@"\n`, {
      mode: 0o755,
    });
    const { sandbox } = await chooseSandbox({
      toolchain: {
        ...toolchain,
        programs: { ...toolchain.programs, ...(toolchain.programs.python3 ? { python3 } : {}) },
        readable: [...toolchain.readable, folder],
      },
      hidden: [],
    });
    const bare = await cleanRoom({ sandbox });
    const result = await bare.verify('test', pythonService);
    expect(result).toMatchObject({ verdict: 'inconclusive', fault: 'environment' });
    expect(result.reasons[0]).toMatch(/pytest and pytest-cov are missing|python3 is not on this machine/);
    expect(result.record).toBeUndefined();
    await bare.close();
    await rm(folder, { recursive: true });
  });
});

describe('a home that is reached through a link', () => {
  it('has its services covered as any other', async () => {
    const scratch = await realpath(await mkdtemp(join(tmpdir(), 'andon-link-')));
    await mkdir(join(scratch, 'home'));
    await symlink(join(scratch, 'home'), join(scratch, 'link'));
    const linked = await cleanRoom({ workspaces: join(scratch, 'link', 'verify') });
    try {
      const result = await linked.verify('test', nodeService);
      expect(result.reasons).toEqual([]);
      expect(result.coverage).toBeGreaterThan(80);
    } finally {
      await linked.close();
      await rm(scratch, { recursive: true, force: true });
    }
  });
});
