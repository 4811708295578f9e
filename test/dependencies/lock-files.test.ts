import { describe, expect, it } from 'vitest';
import { readNpmLock } from '../../src/dependencies/npm-lock.ts';
import { readRequirements } from '../../src/dependencies/requirements.ts';

const lock = (packages: Record<string, unknown>, scripts = false) =>
  readNpmLock(
    'package-lock.json',
    JSON.stringify({ lockfileVersion: 3, packages: { '': {}, ...packages } }),
    { scripts },
  );

describe('an npm lock file', () => {
  it.each([
    [
      'a registry package',
      { 'node_modules/a': { version: '1.0.0', resolved: 'https://registry.npmjs.org/a/-/a-1.0.0.tgz' } },
    ],
    ['one without its address', { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-x' } }],
    ['one inside another', { 'node_modules/a/node_modules/b': { version: '1.0.0', inBundle: true } }],
    [
      'one named like git',
      { 'node_modules/gitty': { resolved: 'https://registry.npmjs.org/gitty/-/gitty-1.0.0.tgz' } },
    ],
  ])('stands for itself with %s', (_name, packages) => {
    expect(lock(packages)).toEqual({ problems: [], selfContained: true });
  });

  it.each([
    ['a workspace', { 'packages/a': {}, 'node_modules/a': { resolved: 'packages/a', link: true } }],
    [
      'an archive of its own',
      { '': { dependencies: { a: 'file:a.tgz' } }, 'node_modules/a': { resolved: 'file:a.tgz' } },
    ],
    ['a folder of its own', { 'node_modules/a': { resolved: 'file:lib', link: true } }],
    ['a link of another kind', { 'node_modules/a': { resolved: 'lib', link: 'yes' } }],
  ])('depends on what lies beside it with %s', (_name, packages) => {
    expect(lock(packages)).toEqual({ problems: [], selfContained: false });
  });

  it.each([
    ['../x', true],
    ['file:../../x', true],
    ['/etc', true],
    ['lib/../../x', true],
    ['lib/../x', false],
  ])('may not link to %s: %s', (resolved, isRefused) => {
    expect(lock({ 'node_modules/a': { resolved, link: true } }).problems.length > 0).toBe(isRefused);
  });

  it('takes under a name the package of that name and version', () => {
    const from = (path: string, version: string, resolved: string, more = {}) =>
      lock({ [path]: { version, resolved, ...more } }).problems.length;
    const npm = 'https://registry.npmjs.org';
    expect(from('node_modules/ms', '2.1.3', `${npm}/ms/-/ms-2.1.3.tgz`)).toBe(0);
    expect(from('node_modules/ms', '2.1.3', `${npm}/ms/-/ms-2.0.0.tgz`)).toBe(1);
    expect(from('node_modules/ms', '2.1.3', `${npm}/evil/-/evil-2.1.3.tgz`)).toBe(1);
    expect(from('node_modules/a/node_modules/@b/c', '1.0.0', `${npm}/@b/c/-/c-1.0.0.tgz`)).toBe(0);
    expect(from('node_modules/@b/c', '1.0.0', `${npm}/@evil/c/-/c-1.0.0.tgz`)).toBe(1);
    expect(from('node_modules/c', '1.0.0', `${npm}/@evil/c/-/c-1.0.0.tgz`)).toBe(1);
    const corporate = 'https://art.corp/api/npm/npm/@b%2fc/-/@b/c-1.0.0-rc.1.tgz';
    expect(from('node_modules/@b/c', '1.0.0-rc.1+x', corporate)).toBe(0);
    const alias = { name: 'string-width' };
    expect(from('node_modules/cjs', '4.2.3', `${npm}/string-width/-/string-width-4.2.3.tgz`, alias)).toBe(0);
    expect(from('node_modules/@b/c', '1.0.0', 'https://npm.corp/download/@b/c/1.0.0/0123abc')).toBe(0);
  });

  it('takes an archive of its own only for what a package.json takes from one', () => {
    const file = { version: '1.0.0', resolved: 'file:chai.tgz' };
    const swapped = [expect.stringContaining('which no package.json asks for')];
    expect(lock({ 'node_modules/chai': file }).problems).toEqual(swapped);
    expect(lock({ '': { dependencies: { chai: '^1.0.0' } }, 'node_modules/chai': file }).problems).toEqual(
      swapped,
    );
    expect(
      lock({ '': { dependencies: { chai: 'file:chai.tgz' } }, 'node_modules/chai': file }).problems,
    ).toEqual([]);
    const workspace = { 'packages/x': { devDependencies: { chai: 'file:../../chai.tgz' } } };
    expect(lock({ ...workspace, 'node_modules/chai': file }).problems).toEqual([]);
  });

  it('may not name a package outside', () => {
    expect(lock({ '../../b': { version: '1.0.0' } }).problems).toHaveLength(1);
  });

  it.each([
    'git+ssh://git@x.example/a.git#1',
    'git://x.example/a',
    'git@x.example:a',
    'https://x.example/a.git#1',
  ])('takes nothing from git (%s) without scripts, whose content is nobody else’s with them', (resolved) => {
    expect(lock({ 'node_modules/a': { resolved } }).problems).toHaveLength(1);
    expect(lock({ 'node_modules/a': { resolved } }, true)).toEqual({ problems: [], selfContained: false });
  });

  it.each([
    '',
    '{',
    '[]',
    '{"packages":[1]}',
    '{"lockfileVersion":1,"dependencies":{}}',
    '{"packages":{"a":null}}',
  ])('that cannot be read as one (%s) is npm’s to judge, and shared with nobody', (text) => {
    expect(readNpmLock('package-lock.json', text, { scripts: false })).toEqual({
      problems: [],
      selfContained: false,
    });
  });
});

const read = (files: Record<string, string> | string, scripts = false) => {
  const all: Record<string, string> = typeof files === 'string' ? { 'requirements.txt': files } : files;
  return readRequirements(
    { read: async (path) => (all[path] === undefined ? undefined : Buffer.from(all[path] ?? '')) },
    { scripts },
  );
};

describe('requirements.txt', () => {
  it.each([
    'flask',
    'flask==3.0.0  # the web',
    'Flask[async,dotenv]>=2,<4 ; python_version >= "3.9"',
    'a~=1.0\nb!=2',
    'a==1 \\\n    --hash=sha256:00 \\\n    --hash=sha256:11\n',
    '--require-hashes\na==1 --hash=sha256:00',
    '--only-binary :all:\n--pre\na',
    'zope.interface==5.*',
    'a (>=1)',
    '',
  ])('stands for itself: %j', async (text) => {
    expect(await read(text)).toMatchObject({ problems: [], selfContained: true });
  });

  it.each([
    './a-1.0-py3-none-any.whl',
    'a.whl',
    'a @ https://x.example/a-1.0-py3-none-any.whl#sha256=00',
    '--find-links wheels\na',
    '--extra-index-url https://x.example/simple\na',
    '-r https://x.example/r.txt',
    '-r missing.txt',
    '-f wheels --pre',
    'a.whl ; python_version > "3"',
  ])('depends on more than itself: %j', async (text) => {
    expect(await read(text)).toMatchObject({ problems: [], selfContained: false });
  });

  it.each([
    '-e .',
    '--editable=./lib',
    '.',
    './lib',
    'lib.tar.gz',
    'lib.zip',
    'git+https://x.example/a.git#egg=a-1.0.whl',
    'a @ git+https://x.example/a.git',
    'https://x.example/a.tar.gz',
    '--no-binary :all:\na',
    'a --global-option=build_ext',
    'a --config-settings=x=y',
    'file:///somewhere/a',
    '--pre -e .',
    '--pre --editable .',
    '--edit .',
    '-c limits.txt -e .',
    '-f x --no-binary a',
    '-r "a b.txt"',
    '-r $CI.txt',
    'lib.zip ; python_version > "3"',
    'lib.zip[extra]',
    'lib==1.0.zip',
  ])('is not built without scripts being allowed: %j', async (text) => {
    const { problems, selfContained } = await read(text);
    expect(problems[0]).toMatch(/^BUILD\/requirements\.txt:1 /);
    expect(selfContained).toBe(false);
    expect((await read(text, true)).problems).toEqual([]);
  });

  it('is read with the files it names, each place told', async () => {
    const files = {
      'requirements.txt': 'a\n-r sub/more.txt\n-c limits.txt',
      'sub/more.txt': '-r ../dev.txt\n',
      'dev.txt': 'b\n\n-e .',
      'limits.txt': 'a<2',
    };
    const result = await read(files);
    expect([...result.files.keys()]).toEqual(['requirements.txt', 'sub/more.txt', 'dev.txt', 'limits.txt']);
    expect(result.problems).toEqual([expect.stringContaining('BUILD/dev.txt:3 ("-e .")')]);
    const outside = await read({ 'requirements.txt': '-r ../secret.txt' });
    expect(outside.problems[0]).toContain('is outside BUILD/');
    expect(await read({ 'requirements.txt': 'a\n-r requirements.txt' })).toMatchObject({
      selfContained: true,
    });
  });

  it.each(['\v', '\f', '\r', '\x1c', '\x85', '\u2028'])(
    'ends its lines where Python does: %j',
    async (end) => {
      const { problems } = await read(`a ; python_version > "3" ${end}-e .`);
      expect(problems).toEqual([expect.stringContaining('BUILD/requirements.txt:2 ("-e .")')]);
    },
  );

  it('is read as Windows writes it, and not as nobody can', async () => {
    const of = (bytes: Buffer) =>
      readRequirements({ read: async () => bytes }, { scripts: false }).then(
        ({ problems }) => problems.length,
      );
    expect(await of(Buffer.from('\ufeffflask==3.0.0\r\n', 'utf16le'))).toBe(0);
    expect(await of(Buffer.from('\ufeff-e .\r\n', 'utf16le'))).toBe(1);
    expect(await of(Buffer.from('\ufeffflask\n'))).toBe(0);
    expect(await of(Buffer.from('# -*- coding: utf-8 -*-\nflask\n'))).toBe(0);
    expect(await of(Buffer.from('# -*- coding: utf-7 -*-\n+AC0-e .\n'))).toBe(1);
  });
});
