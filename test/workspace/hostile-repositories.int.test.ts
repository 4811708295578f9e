import { execFileSync } from 'node:child_process';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AndonError } from '../../src/errors.ts';
import { GitRepositories } from '../../src/workspace/git-repositories.ts';

const path = process.env.PATH ?? '/usr/bin:/bin';
const at = 1_700_000_000_000;
let scratch: string;
let bare: string;
let base: string;
let repositories: GitRepositories;

beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'andon-hostile-'));
  bare = join(scratch, 'git', 'svc.git');
  repositories = new GitRepositories({ directory: join(scratch, 'git'), path });
  base = await repositories.prepare('svc', { change: 1, base: null, spec: '# Spec\n', at });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(scratch, { recursive: true, force: true });
});

const env = { PATH: path, HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };
const who = ['-c', 'user.name=x', '-c', 'user.email=x@example.org'];
/** Git as an attacker runs it: nothing is switched off. */
const gitIn = (directory: string, args: readonly string[], input = '') =>
  execFileSync('git', [...who, `--git-dir=${directory}`, ...args], {
    env,
    input,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'ignore'],
  }).trim();
const blob = (text: string, directory = bare) => gitIn(directory, ['hash-object', '-w', '--stdin'], text);

type Entry = readonly [mode: string, name: string, object: string];

/** A tree as it is spelled, also one that git itself would not make. */
function tree(entries: readonly Entry[], directory = bare): string {
  const bytes = Buffer.concat(
    entries.map(([mode, name, object]) =>
      Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(object, 'hex')]),
    ),
  );
  return execFileSync(
    'git',
    [`--git-dir=${directory}`, 'hash-object', '-t', 'tree', '-w', '--stdin', '--literally'],
    { env, input: bytes, encoding: 'utf8' },
  ).trim();
}

const commit = (root: string, directory = bare, parents: readonly string[] = []) =>
  gitIn(directory, ['commit-tree', '-m', 'x', root, ...parents.flatMap((parent) => ['-p', parent])]);

/** Exports a commit whose `BUILD/` holds these entries. */
async function exported(...entries: Entry[]): Promise<string> {
  const out = join(scratch, `out-${Math.random()}`);
  await repositories.export('svc', commit(tree([['40000', 'BUILD', tree(entries)]])), out);
  return join(out, 'BUILD');
}

const refusal = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof AndonError ? `${error.code} ${error.message}` : String(error);
};

describe('an export of a hostile repository', () => {
  it('runs no filter, hook or monitor and changes no byte, whatever attributes and configuration say', async () => {
    const mark = join(scratch, 'ran');
    const run = `touch ${mark}; cat`;
    for (const [key, value] of [
      ['core.fsmonitor', `touch ${mark}`],
      ['core.hooksPath', join(scratch, 'hooks')],
      ['core.attributesFile', join(scratch, 'attributes')],
      ['core.autocrlf', 'true'],
      ['core.eol', 'crlf'],
      ['core.sshCommand', `touch ${mark}`],
      ['core.alternateRefsCommand', `touch ${mark}`],
      ['filter.x.smudge', run],
      ['filter.x.clean', run],
      ['filter.lfs.smudge', run],
      ['filter.lfs.process', run],
      ['filter.lfs.required', 'true'],
      ['diff.x.textconv', run],
      ['log.showSignature', 'true'],
      ['gpg.program', join(scratch, 'hooks', 'post-checkout')],
    ] as const) {
      gitIn(bare, ['config', key, value]);
    }
    await mkdir(join(scratch, 'hooks'));
    for (const folder of [join(scratch, 'hooks'), join(bare, 'hooks')]) {
      await mkdir(folder, { recursive: true });
      for (const hook of ['post-checkout', 'reference-transaction', 'post-index-change', 'pre-receive']) {
        await writeFile(join(folder, hook), `#!/bin/sh\ntouch ${mark}\n`);
        await chmod(join(folder, hook), 0o755);
      }
    }
    await writeFile(join(scratch, 'attributes'), '* filter=x\n');
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:abc\nsize 12345\n';
    const texts: Record<string, string> = {
      '.gitattributes':
        '* text eol=crlf ident filter=x diff=x export-subst working-tree-encoding=UTF-16\nsecret export-ignore\n*.bin filter=lfs\n',
      'a.js': '$Id$ $Format:%H$\nline\r\n',
      'large.bin': pointer,
      secret: 'kept',
    };
    const build = await exported(
      ...Object.entries(texts).map(([name, text]): Entry => ['100644', name, blob(text)]),
    );
    for (const [name, text] of Object.entries(texts))
      expect(await readFile(join(build, name), 'utf8')).toBe(text);
    await repositories.prepare('svc', { change: 2, base, spec: 'new', at });
    await repositories.setMain('svc', base);
    await repositories.bundle('svc', base, join(scratch, 'base.bundle'));
    await expect(stat(mark)).rejects.toThrow();
  });

  it('follows no replacement, graft or alternate', async () => {
    const good = blob('good');
    const evil = blob('evil');
    gitIn(bare, ['replace', good, evil]);
    const head = commit(tree([['40000', 'BUILD', tree([['100644', 'a.js', good]])]]));
    const other = commit(tree([['40000', 'BUILD', tree([['100644', 'a.js', evil]])]]));
    gitIn(bare, ['replace', head, other]);
    await writeFile(join(bare, 'info', 'grafts'), `${head} ${other}\n`);
    await repositories.export('svc', head, join(scratch, 'out'));
    expect(await readFile(join(scratch, 'out/BUILD/a.js'), 'utf8')).toBe('good');
    await repositories.bundle('svc', head, join(scratch, 'b.bundle'));
    expect(gitIn(bare, ['bundle', 'list-heads', join(scratch, 'b.bundle')])).toContain(head);

    const elsewhere = join(scratch, 'elsewhere.git');
    execFileSync('git', ['init', '--bare', '--quiet', elsewhere], { env });
    const lent = commit(tree([['100644', 'SPEC.md', blob('lent', elsewhere)]], elsewhere), elsewhere);
    vi.stubEnv('GIT_ALTERNATE_OBJECT_DIRECTORIES', join(elsewhere, 'objects'));
    vi.stubEnv('GIT_OBJECT_DIRECTORY', join(elsewhere, 'objects'));
    vi.stubEnv('GIT_DIR', elsewhere);
    vi.stubEnv('GIT_CONFIG_COUNT', '1');
    vi.stubEnv('GIT_CONFIG_KEY_0', 'core.bare');
    vi.stubEnv('GIT_CONFIG_VALUE_0', 'nonsense');
    expect(await repositories.has('svc', lent)).toBe(false);
    expect(await repositories.has('svc', head)).toBe(true);
    await expect(repositories.export('svc', lent, join(scratch, 'lent'))).rejects.toThrow(
      'not a tree object',
    );
  });

  it('leaves submodules out and fetches none', async () => {
    const modules = '[submodule "x"]\n\tpath = x\n\turl = ext::sh -c "touch ran"\n';
    const build = await exported(['100644', '.gitmodules', blob(modules)], ['160000', 'x', 'a'.repeat(40)]);
    expect(await readdir(build)).toEqual(['.gitmodules']);
  });

  it('gives files the two modes there are, and none that were stored', async () => {
    const odd = ['104755', '102755', '101777', '100600', '100777', '100664'];
    const build = await exported(...odd.map((mode): Entry => [mode, `m${mode}`, blob(mode)]));
    for (const mode of odd) {
      const stats = await lstat(join(build, `m${mode}`));
      expect(stats.isFile()).toBe(true);
      expect(stats.mode & 0o7022).toBe(0);
      expect((stats.mode & 0o100) !== 0).toBe((Number.parseInt(mode, 8) & 0o100) !== 0);
    }
  });

  it.each(['20666', '60666', '10644', '140755'])(
    'makes no device, pipe or socket (mode %s)',
    async (mode) => {
      const build = await exported([mode, 'dev', blob('x')], ['100644', 'z.js', blob('z')]);
      expect(await readdir(build)).toEqual(['z.js']);
    },
  );

  it.each(['/etc/passwd', '..', '../SPEC.md', '../../x', 'a/../../../x', 'sub/../x', '', '..\\x'])(
    'refuses a link to %j',
    async (target) => {
      expect(await refusal(exported(['120000', 'link', blob(target)]))).toMatch(/GIT_FAILED.*link/);
    },
  );

  it('keeps links that stay, and writes no file through one', async () => {
    const sub = tree([['120000', 'up', blob('../a.js')]]);
    const build = await exported(
      ['100644', 'a.js', blob('a')],
      ['120000', 'b.js', blob('a.js')],
      ['40000', 'sub', sub],
    );
    expect(await readlink(join(build, 'sub/up'))).toBe('../a.js');
    expect(await readFile(join(build, 'sub/up'), 'utf8')).toBe('a');
    const twice = exported(
      ['120000', 'x', blob('sub')],
      ['40000', 'sub', tree([])],
      ['40000', 'x', tree([['100644', 'y', blob('y')]])],
    );
    await expect(twice).rejects.toThrow();
  });

  it.each(['..', '.', '.git', '.GIT'])('refuses the name %j', async (name) => {
    const inside = tree([['100644', 'config', blob('x')]]);
    expect(await refusal(exported(['40000', name, inside]))).toMatch(/GIT_FAILED/);
    expect(await readdir(scratch)).toEqual(expect.not.arrayContaining(['config']));
  });
});

describe('a hostile bundle', () => {
  /** Hands in a commit made by hand in a repository of the attacker. */
  async function handIn(make: (directory: string, spec: string) => readonly Entry[]) {
    const theirs = join(scratch, 'theirs.git');
    execFileSync('git', ['init', '--bare', '--quiet', theirs], { env });
    const start = join(scratch, 'start.bundle');
    await repositories.bundle('svc', base, start);
    gitIn(theirs, ['fetch', '--quiet', start, 'refs/*:refs/*']);
    const [parent = ''] = gitIn(theirs, ['for-each-ref', '--format=%(objectname)']).split('\n');
    const spec = gitIn(theirs, ['rev-parse', `${parent}:SPEC.md`]);
    const root = tree(
      [
        ['40000', 'BUILD', tree(make(theirs, spec), theirs)],
        ['100644', 'SPEC.md', spec],
      ],
      theirs,
    );
    const head = commit(root, theirs, [parent]);
    gitIn(theirs, ['update-ref', 'refs/heads/s', head]);
    const bundle = join(scratch, 'hostile.bundle');
    gitIn(theirs, ['bundle', 'create', bundle, 'refs/heads/s', `^${parent}`]);
    return { order: { ticket: 't-1', token: 1, bundle, commit: head, base, allowed: ['BUILD/'] }, theirs };
  }

  it('is taken in where it is what it says', async () => {
    const { order } = await handIn((git) => [['100644', 'a.js', blob('a', git)]]);
    await expect(repositories.importSubmission('svc', order)).resolves.toBe(order.commit);
  });

  it.each<[string, (git: string) => readonly Entry[]]>([
    ['a device', (git) => [['20666', 'x', blob('x', git)]]],
    ['a submodule', () => [['160000', 'x', 'a'.repeat(40)]]],
    ['a link out', (git) => [['120000', 'x', blob('/etc/passwd', git)]]],
    ['a folder of git', (git) => [['40000', '.git', tree([['100644', 'config', blob('x', git)]], git)]]],
    ['a name that climbs', (git) => [['40000', '..', tree([['100644', 'x', blob('x', git)]], git)]]],
    [
      'one name twice',
      (git) => [
        ['100644', 'a', blob('1', git)],
        ['100644', 'a', blob('2', git)],
      ],
    ],
    [
      'names that differ in case',
      (git) => [
        ['100644', 'A.js', blob('1', git)],
        ['100644', 'a.js', blob('2', git)],
      ],
    ],
  ])('is refused with %s', async (_name, make) => {
    const { order } = await handIn(make);
    expect(await refusal(repositories.importSubmission('svc', order))).toMatch(/SUBMISSION_REFUSED/);
  });

  it('brings no refs, replacements or notes, and runs nothing', async () => {
    const { order, theirs } = await handIn((git) => [['100644', 'a.js', blob('a', git)]]);
    gitIn(theirs, ['update-ref', `refs/replace/${base}`, order.commit]);
    gitIn(theirs, ['update-ref', 'refs/heads/main', order.commit]);
    gitIn(theirs, ['bundle', 'create', order.bundle, '--all']);
    await repositories.importSubmission('svc', order).catch(() => undefined);
    const refs = gitIn(bare, ['for-each-ref', '--format=%(refname)']).split('\n');
    expect(refs.filter((ref) => /replace|heads\/main/.test(ref))).toEqual([]);
    expect(dirname(bare)).toBe(join(scratch, 'git'));
  });
});
