import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cleanRoom, nodeService, pythonService, unhealthyMain } from './clean-room.ts';

let room: Awaited<ReturnType<typeof cleanRoom>>;
beforeAll(async () => {
  room = await cleanRoom({ times: { installMs: 30_000, startMs: 1_500, testsMs: 30_000 } });
});
afterAll(() => room.close());

const without = (name: string) =>
  Object.fromEntries(Object.entries(nodeService).filter(([path]) => path !== name));

describe('the build gate', () => {
  it('passes a service that starts and answers its health', async () => {
    const result = await room.verify('build', nodeService);
    expect(result).toMatchObject({ verdict: 'passed', hasTests: true, reasons: [], record: 'rec-v-1' });
    expect(await readdir(room.options.workspaces)).toEqual([]);
  });

  it('passes a Python service, or says that there is no Python', async () => {
    const has = room.options.sandbox.which('python3') !== undefined;
    const expected = has
      ? { verdict: 'passed', hasTests: true }
      : { verdict: 'inconclusive', fault: 'environment' };
    expect(await room.verify('build', pythonService)).toMatchObject(expected);
  });

  it('says of a passing build without tests that it has none', async () => {
    expect(await room.verify('build', without('BUILD/test/main.test.js'))).toMatchObject({
      verdict: 'passed',
      hasTests: false,
    });
  });

  it('names every required file that is missing', async () => {
    const result = await room.verify('build', { 'SPEC.md': '', 'BUILD/requirements.txt': '' });
    expect(result.verdict).toBe('failed');
    expect(result.reasons).toEqual([
      'BUILD/src/main.py is missing',
      'BUILD/Dockerfile is missing',
      'BUILD/.env.example is missing',
    ]);
    expect((await room.verify('build', { 'SPEC.md': '' })).reasons[0]).toContain('shows no known stack');
    expect((await room.verify('build', without('BUILD/src/main.js'))).reasons).toEqual([
      'BUILD/src/main.js is missing',
    ]);
    const broken = await room.verify('build', { ...nodeService, 'BUILD/package.json': '{' });
    expect(broken.reasons[0]).toContain('package.json cannot be read');
  });

  it('finds secrets and never repeats them', async () => {
    const key = `AKIA${'Q'.repeat(16)}`;
    const result = await room.verify('build', {
      ...nodeService,
      'BUILD/src/key.js': `\n\nconst key = '${key}';`,
      'BUILD/.env': 'A=1',
    });
    expect(result.verdict).toBe('failed');
    expect(result.reasons).toEqual([
      expect.stringContaining('BUILD/.env must not be submitted'),
      expect.stringContaining('BUILD/src/key.js:3 holds an AWS access key'),
    ]);
    expect(JSON.stringify(result)).not.toContain(key);
  });

  it('fails what ends at once, with its last words', async () => {
    const result = await room.verify('build', {
      ...nodeService,
      'BUILD/src/main.js': "throw new Error('no luck');",
    });
    expect(result.verdict).toBe('failed');
    expect(result.reasons[0]).toContain('does not start');
    expect(result.reasons[0]).toContain('no luck');
  });

  it('fails what answers with another status, listens elsewhere, or not at all', async () => {
    const sick = await room.verify('build', { ...nodeService, 'BUILD/src/main.js': unhealthyMain });
    expect(sick.reasons[0]).toMatch(/does not answer 200[\s\S]*answered 503/);
    const silent = await room.verify('build', {
      ...nodeService,
      'BUILD/src/main.js': 'setInterval(() => {}, 1000);',
    });
    expect(silent.reasons[0]).toContain('does not answer GET /health on PORT');
    expect([sick.verdict, silent.verdict]).toEqual(['failed', 'failed']);
  });

  it('gives a service that wants its variables stand-ins from .env.example', async () => {
    const main = `if (!process.env.API_KEY) throw new Error('API_KEY is missing');\n${nodeService['BUILD/src/main.js']}`;
    expect(await room.verify('build', { ...nodeService, 'BUILD/src/main.js': main })).toMatchObject({
      verdict: 'passed',
    });
  });

  it('takes andon.yaml from the root, which is the user’s, and not from BUILD', async () => {
    const files = {
      ...nodeService,
      'BUILD/package.json': '{}',
      'BUILD/serve.mjs': nodeService['BUILD/src/main.js'] ?? '',
    };
    const yaml = 'stack:\n  start: [node, serve.mjs]\n  required: [serve.mjs]\n';
    expect(await room.verify('build', { ...files, 'andon.yaml': yaml })).toMatchObject({ verdict: 'passed' });
    const ignored = await room.verify('build', {
      ...nodeService,
      'BUILD/andon.yaml': 'stack:\n  start: [node, nothing.js]\n',
    });
    expect(ignored.verdict).toBe('passed');
    const broken = await room.verify('build', { ...nodeService, 'andon.yaml': 'stack:\n  start: node x\n' });
    expect(broken).toMatchObject({ verdict: 'inconclusive', fault: 'gate' });
    expect(broken.reasons[0]).toContain('stack.start');
  });

  it('blames this machine for an index that cannot be reached, and the work for what cannot be installed', async () => {
    const install = (script: string) => `stack:\n  install: [node, -e, "${script}"]\n`;
    const offline = install('console.error(`getaddrinfo EAI_AGAIN registry`); process.exit(1)');
    expect(await room.verify('build', { ...nodeService, 'andon.yaml': offline })).toMatchObject({
      verdict: 'inconclusive',
      fault: 'environment',
    });
    const wrong = install('console.error(`no such version`); process.exit(1)');
    const failed = await room.verify('build', { ...nodeService, 'andon.yaml': wrong });
    expect(failed).toMatchObject({ verdict: 'failed' });
    expect(failed.reasons[0]).toContain('no such version');
    const gone = await room.verify('build', {
      ...nodeService,
      'andon.yaml': 'stack:\n  install: [no-such-program]\n',
    });
    expect(gone).toMatchObject({ verdict: 'inconclusive', fault: 'environment' });
    expect(gone.reasons[0]).toContain('no-such-program is not on this machine');
  });
});

describe('the spec gate', () => {
  it('passes on a whole spec and lists what one lacks', async () => {
    expect(await room.verify('spec', nodeService)).toMatchObject({ verdict: 'passed' });
    expect(await room.verify('spec', { 'SPEC.md': 'x' })).toMatchObject({
      verdict: 'failed',
      reasons: ['SPEC.md:1 has no Purpose'],
    });
    expect(await room.verify('spec', { 'BUILD/x': '' })).toMatchObject({
      verdict: 'failed',
      reasons: ['SPEC.md is not there'],
    });
  });
});
