import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AndonError } from '../../src/errors.ts';
import { commitWorkspace, createWorkspace } from '../../src/workspace/clone-workspace.ts';
import { GitRepositories } from '../../src/workspace/git-repositories.ts';
import type { Repositories } from '../../src/workspace/workspace.port.ts';

const path = process.env.PATH ?? '/usr/bin:/bin';
const at = 1_700_000_000_000;
let scratch: string;
let repositories: Repositories;

beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'andon-workspace-'));
  repositories = new GitRepositories({ directory: join(scratch, 'git'), path });
});
afterEach(() => rm(scratch, { recursive: true, force: true }));

async function put(root: string, files: Record<string, string | Buffer>): Promise<string> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), content);
  }
  return root;
}

/** A workspace of a fresh change, as a worker has it. */
async function workspaceOf(service = 'svc', base: string | null = null) {
  const prepared = await repositories.prepare(service, { change: 1, base, spec: '# Spec\n', at });
  const bundle = join(scratch, 'base.bundle');
  await repositories.bundle(service, prepared, bundle);
  const directory = join(scratch, `work-${Math.random()}`);
  await createWorkspace(bundle, prepared, directory, { path });
  return { prepared, directory };
}

async function submit(work: { prepared: string; directory: string }, token = 1, allowed = ['BUILD/']) {
  const { commit, bundle } = await commitWorkspace(work.directory, 'Built', { path, at });
  const order = { ticket: 't-1', token, bundle, commit, base: work.prepared, allowed };
  return { order, result: repositories.importSubmission('svc', order) };
}

const reasonsOf = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof AndonError ? `${error.code} ${error.message}` : String(error);
};

describe('taking a directory in', () => {
  it('keeps every byte whatever the tree says about attributes, and leaves secrets, caches and databases out', async () => {
    const files = {
      'SPEC.md': 'line\r\nline\n',
      '.gitattributes': '* text=auto eol=crlf ident export-subst\nsecret export-ignore\n',
      'BUILD/src/main.js': '$Id$ $Format:%H$\r\n',
      'BUILD/src/we"ird\nname.js': 'odd',
      'BUILD/secret': 'kept',
      'BUILD/binary': Buffer.from([0, 255, 10, 13]),
    };
    const directory = await put(join(scratch, 'tree'), {
      ...files,
      'BUILD/.env': 'TOKEN=1',
      'BUILD/.env.example': 'TOKEN=',
      'BUILD/data.sqlite': 'x',
      'BUILD/node_modules/x/index.js': 'x',
      '.git/config': '[core]',
      'PRODUCTION/release.json': '{}',
    });
    await symlink('/etc/passwd', join(directory, 'BUILD/link'));
    await chmod(join(directory, 'BUILD/secret'), 0o755);

    const commit = await repositories.intake('svc', directory, null, at);
    const out = join(scratch, 'out');
    await repositories.export('svc', commit, out);

    for (const [name, content] of Object.entries(files)) {
      expect(await readFile(join(out, name))).toEqual(Buffer.from(content));
    }
    expect((await stat(join(out, 'BUILD/secret'))).mode & 0o100).toBe(0o100);
    expect((await repositories.list('svc', commit)).map((entry) => entry.path).sort()).toEqual(
      [...Object.keys(files), 'BUILD/.env.example'].sort(),
    );
    expect(await readdir(directory)).toContain('.git');
  });

  it('gives the same commit for the same content, and works on an empty directory', async () => {
    const directory = await put(join(scratch, 'tree'), { 'SPEC.md': 'a' });
    const first = await repositories.intake('svc', directory, null, at);
    expect(await repositories.intake('svc', directory, null, at)).toBe(first);
    expect(await repositories.intake('svc', directory, first, at)).not.toBe(first);
    const empty = join(scratch, 'empty');
    await mkdir(empty);
    const nothing = await repositories.intake('svc', empty, null, at);
    expect(await repositories.list('svc', nothing)).toEqual([]);
  });
});

describe('a change', () => {
  it('starts from its base with the new spec, and is prepared once however often it is asked for', async () => {
    const directory = await put(join(scratch, 'tree'), { 'SPEC.md': 'old', 'BUILD/a.js': '1' });
    const base = await repositories.intake('svc', directory, null, at);
    const order = { change: 2, base, spec: 'new', at };
    const prepared = await repositories.prepare('svc', order);
    expect(await repositories.prepare('svc', { ...order, at: at + 60_000 })).toBe(prepared);
    expect(await repositories.file('svc', prepared, 'SPEC.md')).toBe('new');
    expect(await repositories.file('svc', prepared, 'BUILD/a.js')).toBe('1');
    expect(await repositories.file('svc', prepared, 'BUILD/none.js')).toBeUndefined();
    expect(await repositories.file('svc', prepared, 'BUILD')).toBeUndefined();
    expect(await repositories.has('svc', prepared)).toBe(true);
    expect(await repositories.has('svc', 'f'.repeat(40))).toBe(false);
    await repositories.setMain('svc', prepared);
  });

  it('is handed out without the history before it', async () => {
    const directory = await put(join(scratch, 'tree'), { 'BUILD/a.js': 'secret of an earlier try' });
    const base = await repositories.intake('svc', directory, null, at);
    const work = await workspaceOf('svc', base);
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'safe.directory=*', ...args], {
        cwd: work.directory,
        encoding: 'utf8',
      }).trim();
    expect(git('rev-list', '--count', '--all')).toBe('1');
    expect(git('remote')).toBe('');
    expect(git('status', '--porcelain')).toBe('');
  });
});

describe('a submission', () => {
  it('comes in under its ticket and token, and a second time as the same', async () => {
    const work = await workspaceOf();
    await put(work.directory, { 'BUILD/src/main.js': 'ok', 'BUILD/node_modules/a.js': 'no' });
    const { order, result } = await submit(work);
    const commit = await result;
    expect(await repositories.importSubmission('svc', order)).toBe(commit);
    expect((await repositories.list('svc', commit, 'BUILD')).map((file) => file.path)).toEqual([
      'BUILD/src/main.js',
    ]);
    const out = join(scratch, 'out');
    await repositories.export('svc', commit, out, 'BUILD');
    expect(await readdir(out)).toEqual(['src']);
  });

  it('never replaces another commit under the same token', async () => {
    const work = await workspaceOf();
    await put(work.directory, { 'BUILD/a.js': '1' });
    const first = await (await submit(work)).result;
    await put(work.directory, { 'BUILD/a.js': '2' });
    expect(await reasonsOf((await submit(work)).result)).toMatch(/SUBMISSION_REFUSED.*already submitted/);
    expect(await repositories.file('svc', first, 'BUILD/a.js')).toBe('1');
    await expect((await submit(work, 2)).result).resolves.toMatch(/^[0-9a-f]{40}$/);
  });

  it('may touch only what its ticket allows', async () => {
    const work = await workspaceOf();
    await put(work.directory, { 'SPEC.md': 'easier', 'BUILD/a.js': '1', 'andon.yaml': 'stack: {}' });
    const said = await reasonsOf((await submit(work)).result);
    expect(said).toContain('SPEC.md is changed, and only BUILD/ may be');
    expect(said).toContain('andon.yaml is changed');
    await rm(join(work.directory, 'BUILD'), { recursive: true });
    await rm(join(work.directory, 'andon.yaml'));
    await expect((await submit(work, 1, ['SPEC.md'])).result).resolves.toBeDefined();
  });

  it('is refused with links that leave the tree, and large files, all reasons at once', async () => {
    const work = await workspaceOf();
    await put(work.directory, {
      'BUILD/large.bin': Buffer.alloc(10 * 1024 * 1024 + 1),
      'BUILD/src/a.js': '',
    });
    await symlink('/etc/passwd', join(work.directory, 'BUILD/absolute'));
    await symlink('../SPEC.md', join(work.directory, 'BUILD/up'));
    await symlink('src/a.js', join(work.directory, 'BUILD/fine'));
    const said = await reasonsOf((await submit(work)).result);
    expect(said).toContain('BUILD/absolute is a link that leaves its folder');
    expect(said).toContain('BUILD/up is a link that leaves its folder');
    expect(said).toContain('BUILD/large.bin is larger than 10 MB');
    expect(said).not.toContain('BUILD/fine');
  });

  it('is refused when it is no bundle, another commit, or stands on what was never handed out', async () => {
    const work = await workspaceOf();
    await put(work.directory, { 'BUILD/a.js': '1' });
    const { order, result } = await submit(work);
    await result;
    await writeFile(join(scratch, 'junk'), 'junk');
    const junk = { ...order, token: 2, bundle: join(scratch, 'junk') };
    expect(await reasonsOf(repositories.importSubmission('svc', junk))).toMatch(/does not hold the commit/);
    const other = { ...order, token: 2, commit: 'a'.repeat(40) };
    expect(await reasonsOf(repositories.importSubmission('svc', other))).toMatch(/does not hold the commit/);
    await repositories.prepare('elsewhere', { change: 1, base: null, spec: 'x', at });
    expect(await reasonsOf(repositories.importSubmission('elsewhere', order))).toMatch(
      /not a commit that was handed out/,
    );
    const missing = { ...order, token: 2, bundle: join(scratch, 'gone') };
    expect(await reasonsOf(repositories.importSubmission('svc', missing))).toMatch(
      /GIT_FAILED.*cannot be read/,
    );
  });

  it('runs nothing that an agent wrote into its own .git', async () => {
    const work = await workspaceOf();
    const mark = join(scratch, 'ran');
    const config = join(work.directory, '.git/config');
    await writeFile(
      config,
      `${await readFile(config, 'utf8')}\n[core]\n fsmonitor = touch ${mark}\n[filter "x"]\n clean = touch ${mark}; cat\n`,
    );
    await put(work.directory, {
      '.gitattributes': '* filter=x',
      'BUILD/a.js': '1',
      '.git/hooks/pre-commit': `#!/bin/sh\ntouch ${mark}\n`,
    });
    await chmod(join(work.directory, '.git/hooks/pre-commit'), 0o755);
    await (await submit(work, 1, ['BUILD/', '.gitattributes'])).result;
    await expect(stat(mark)).rejects.toThrow();
  });
});
