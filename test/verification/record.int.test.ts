import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exportedTree } from '../../src/release/exported-tree.ts';
import { createRecordBook } from '../../src/verification/record/record-book.ts';
import { loadSigningKeys, type SigningKeys } from '../../src/verification/record/signing-keys.ts';
import { readRecord } from '../../src/verification/record.ts';
import type { VerificationOrder } from '../../src/verification/verification.port.ts';
import { GitRepositories } from '../../src/workspace/git-repositories.ts';
import { cleanRoom, type Files, nodeService } from './clean-room.ts';

let room: Awaited<ReturnType<typeof cleanRoom>>;
beforeEach(async () => {
  room = await cleanRoom();
});
afterEach(() => room.close());

describe('the record of a verification', () => {
  it('says what was run, on which commit and spec, in which sandbox, and what came of it', async () => {
    const result = await room.verify('test', nodeService);
    const record = await readRecord(room.options.records, 'svc', result.record ?? '');
    expect(record).toMatchObject({
      id: 'rec-v-1',
      gate: 'test',
      specHash: 'spec-hash',
      tree: result.digest,
      cause: 'spec',
      base: null,
      own: false,
      sandbox: { tier: room.options.sandbox.tier, profile: room.options.sandbox.profile },
      settings: { values: { coveragePercent: 80, version: '0.0.0' } },
      seed: expect.stringMatching(/^[0-9a-f]{24}$/),
      signature: null,
      checks: expect.arrayContaining([expect.objectContaining({ name: 'suite', status: 'passed' })]),
      result: { verdict: 'passed', tests: { passed: 2 }, record: 'rec-v-1' },
    });
    expect(record?.commit).toMatch(/^[0-9a-f]{40}$/);
    expect(record?.runs[0]).toMatchObject({ exit: 0, reason: 'exited' });
    expect(record?.runs[0]?.argv[0]).toBe('node');
    expect(record?.ctrf).toMatchObject({
      reportFormat: 'CTRF',
      results: { tool: { name: 'node' }, summary: { tests: 2, passed: 2, failed: 0 } },
    });
    expect(record?.tests.map((test) => test.id)).toContain('test/main.test.js > the server > answers');
    expect(record?.covered).toEqual([
      expect.objectContaining({ path: 'src/main.js', missed: expect.any(Array), lines: expect.any(Number) }),
    ]);
    const file = join(room.options.records, 'svc', 'rec-v-1.json');
    expect((await stat(file)).mode & 0o077).toBe(0);
    expect(await readdir(join(room.options.records, 'svc'))).toEqual(['rec-v-1.json']);
  });

  it('is written for what failed, and not for what concluded nothing', async () => {
    expect((await room.verify('spec', { 'SPEC.md': '' })).record).toBe('rec-v-1');
    const broken = await room.verify('build', { ...nodeService, 'andon.yaml': 'stack: 1' });
    expect(broken.verdict).toBe('inconclusive');
    expect(await readRecord(room.options.records, 'svc', 'rec-v-2')).toBeUndefined();
  });

  it('answers a verification that is delivered again, without running it again', async () => {
    const order = {
      verification: 'v-again',
      gate: 'spec' as const,
      service: { id: 'svc', name: 'shop' },
      change: 1,
      commit: room.repositories.add('svc', nodeService),
      spec: 'a',
      ticket: null,
      session: null,
      cause: 'spec' as const,
      base: null,
      baseRecord: null,
      parent: null,
    };
    const run = (more = {}) =>
      room.verifier.run({ ...order, ...more }, new AbortController().signal, () => {});
    const first = await run();
    const path = join(room.options.records, 'svc', 'rec-v-again.json');
    const written = await readFile(path, 'utf8');
    expect(await run()).toEqual(first);
    expect(await readFile(path, 'utf8')).toBe(written);
    expect(await run({ spec: 'b' })).toMatchObject({ verdict: 'passed' });
    expect(await readFile(path, 'utf8')).not.toBe(written);
  });

  it('makes a pass inconclusive where it cannot be written', async () => {
    await writeFile(room.options.records, 'a file where the directory should be');
    const result = await room.verify('test', nodeService);
    expect(result).toMatchObject({ verdict: 'inconclusive', fault: 'environment' });
    expect(result.reasons[0]).toContain('record could not be written');
    expect(result.record).toBeUndefined();
  });
});

describe('the record of a verification with the keys of a home', () => {
  let keys: SigningKeys;
  let signing: typeof room;
  beforeEach(async () => {
    keys = loadSigningKeys(join(room.scratch, 'keys'));
    signing = await cleanRoom({ keys });
  });
  afterEach(() => signing.close());

  const order = (verification: string, commit: string): VerificationOrder => ({
    ...{ verification, gate: 'test', service: { id: 'svc', name: 'shop' }, change: 1, commit, spec: 'a' },
    ...{ ticket: null, session: null, cause: 'spec', base: null, baseRecord: null, parent: null },
  });
  const verify = (verification: string, files: Files) =>
    signing.verifier.run(
      order(verification, signing.repositories.add('svc', files)),
      new AbortController().signal,
      () => {},
    );
  const book = () => createRecordBook(signing.options.records, keys);
  const read = async (id: string) =>
    (await book().read('svc', id)) ?? { record: undefined, signature: 'none' };

  it('is signed, and of the bytes that a release of the commit is made of', async () => {
    const { record: id = '' } = await verify('v-1', nodeService);
    const { record, signature } = await read(id);
    expect([signature, record?.result.verdict]).toEqual(['valid', 'passed']);
    const app = join(signing.scratch, 'app');
    await signing.repositories.export('svc', record?.commit ?? '', app, 'BUILD');
    expect(await exportedTree(app)).toBe(record?.tree);
    await writeFile(join(app, 'one-more.js'), '');
    expect(await exportedTree(app)).not.toBe(record?.tree);
  });

  it('is believed when it is delivered again only while its signature holds', async () => {
    const { record: id = '' } = await verify('v-1', nodeService);
    const path = join(signing.options.records, 'svc', `${id}.json`);
    const written = await readFile(path, 'utf8');
    await writeFile(path, written.replace('"verdict": "passed"', '"verdict": "failed"'));
    expect((await read(id)).signature).toBe('invalid');
    expect(await verify('v-1', nodeService)).toMatchObject({ verdict: 'passed' });
    expect((await read(id)).signature).toBe('valid');
  });

  it('answers for the same bytes by the same rules without another run, but not a look that was asked for', async () => {
    await verify('v-1', nodeService);
    expect(await verify('v-2', nodeService)).toMatchObject({
      verdict: 'passed',
      record: 'rec-v-2',
      tests: { total: 2 },
    });
    const again = (await read('rec-v-2')).record;
    expect(again).toMatchObject({ reused: 'rec-v-1', runs: [], tests: [{}, {}] });
    const bothRun = { ...nodeService, 'BUILD/README.md': 'other bytes' };
    expect((await verify('v-3', bothRun)).record).toBe('rec-v-3');
    await verify('again-4-x', nodeService);
    for (const id of ['rec-v-3', 'rec-again-4-x']) {
      const { record } = await read(id);
      expect(record).toMatchObject({ reused: null });
      expect(record?.runs.length).toBeGreaterThan(0);
    }
  });
});

describe('what is left of a verification', () => {
  it('is kept after a failure for as long as asked, and else removed', async () => {
    const keeping = await cleanRoom({ failedKeptMs: 60_000 });
    await keeping.verify('test', nodeService);
    expect(await readdir(keeping.options.workspaces)).toEqual([]);
    await keeping.verify('build', { 'SPEC.md': '' });
    expect(await readdir(keeping.options.workspaces)).toEqual([expect.stringMatching(/^v-2-/)]);
    const later = await cleanRoom({
      workspaces: keeping.options.workspaces,
      failedKeptMs: 60_000,
      now: () => Date.now() + 2 * 24 * 60 * 60_000,
    });
    await later.verify('test', nodeService);
    expect(await readdir(keeping.options.workspaces)).toEqual([]);
    await later.close();
    await keeping.close();
  });
});

describe('what a killed Andon left in the clean room', () => {
  it('is gone after the next verification, but for the failures that are kept', async () => {
    const killed = await cleanRoom({ failedKeptMs: 60_000 });
    await killed.verify('build', { 'SPEC.md': '' });
    await mkdir(join(killed.options.workspaces, 'v-9-left'), { recursive: true });
    const next = await cleanRoom({ workspaces: killed.options.workspaces, failedKeptMs: 60_000 });
    await next.verify('test', nodeService);
    expect(await readdir(killed.options.workspaces)).toEqual([expect.stringMatching(/^v-1-/)]);
    await next.close();
    await killed.close();
  });

  it('does not touch a verification that is under way', async () => {
    const two = await cleanRoom();
    const [first, second] = await Promise.all([
      two.verify('test', nodeService),
      two.verify('build', nodeService),
    ]);
    expect([first.verdict, second.verdict]).toEqual(['passed', 'passed']);
    expect(await readdir(two.options.workspaces)).toEqual([]);
    await two.close();
  });
});

describe('a commit of a real repository', () => {
  it('is verified as it was taken in, whatever happens to the directory', async () => {
    const path = process.env.PATH ?? '/usr/bin';
    const repositories = new GitRepositories({ directory: join(room.scratch, 'git'), path });
    const directory = join(room.scratch, 'shop');
    for (const [name, text] of Object.entries(nodeService)) {
      await mkdir(join(directory, name, '..'), { recursive: true });
      await writeFile(join(directory, name), text);
    }
    const commit = await repositories.intake('svc', directory, null, 0);
    await writeFile(join(directory, 'BUILD/src/main.js'), 'broken(');
    const git = await cleanRoom({ repositories });
    const service = { id: 'svc', name: 'shop' };
    const order = {
      verification: 'v-git',
      gate: 'build' as const,
      service,
      change: 1,
      commit,
      spec: 'a',
      ticket: null,
      session: null,
      cause: 'spec' as const,
      base: null,
      baseRecord: null,
      parent: null,
    };
    const result = await git.verifier.run(order, new AbortController().signal, () => {});
    expect(result).toMatchObject({ verdict: 'passed', hasTests: true });
    const gone = { ...order, verification: 'v-gone', commit: 'b'.repeat(40) };
    expect(await git.verifier.run(gone, new AbortController().signal, () => {})).toMatchObject({
      verdict: 'inconclusive',
      fault: 'environment',
    });
    await git.close();
  });
});
