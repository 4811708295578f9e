import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { npmProject, startRegistry, tarball } from './registry.ts';
import { textIn, workshop } from './workshop.ts';

let shop: Awaited<ReturnType<typeof workshop>>;
beforeEach(async () => {
  shop = await workshop();
});
afterEach(() => shop.close());

const code = 'module.exports = 1;\n';
const tarballOf = (name: string) => `/${name}/-/${name}-1.0.0.tgz`;
const timesAsked = (path: string) => shop.registry.asked.filter((each) => each === path).length;

describe('installing with npm', () => {
  it('fetches what the lock file names, and copies it for the next room without asking again', async () => {
    const left = await shop.registry.publish('left', { 'index.js': code, 'bin.js': '' }, { bin: 'bin.js' });
    const first = await shop.install(npmProject({ left }));
    expect(first).toMatchObject({
      ok: true,
      from: 'network',
      runs: [{ exit: 0, argv: ['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund'] }],
    });
    expect(await textIn(first.directory, 'node_modules/left/index.js')).toBe(code);
    const asked = shop.registry.asked.length;
    const second = await shop.install(npmProject({ left }), { service: 'svc-2' });
    expect(second).toMatchObject({ ok: true, from: 'cache', runs: [], notes: [] });
    expect(await readdir(join(second.directory, 'node_modules'), { recursive: true })).toEqual(
      await readdir(join(first.directory, 'node_modules'), { recursive: true }),
    );
    expect(shop.registry.asked).toHaveLength(asked);
  });

  it('has nothing to do where there is nothing to install', async () => {
    const result = await shop.install({}, { stack: { name: 'node', install: null, env: {} } });
    expect(result).toMatchObject({ ok: true, from: 'nothing' });
  });

  it('installs a lock file once for everybody who asks for it at the same time', async () => {
    const left = await shop.registry.publish('left', { 'index.js': code });
    const all = await Promise.all(
      ['a', 'b', 'c'].map((service) => shop.install(npmProject({ left }), { service })),
    );
    expect(all.map((each) => each.ok && each.from).sort()).toEqual(['cache', 'cache', 'network']);
    expect(timesAsked(tarballOf('left'))).toBe(1);
    for (const { directory } of all) expect(await textIn(directory, 'node_modules/left/index.js')).toBe(code);
  });

  it('keeps apart what differs in one letter of the lock file or the manifest', async () => {
    const left = await shop.registry.publish('left', { 'index.js': code });
    await shop.install(npmProject({ left }));
    const files = npmProject({ left });
    const manifest = files['package.json'] ?? '';
    expect(await shop.install({ ...files, 'package.json': `${manifest}\n` })).toMatchObject({
      from: 'network',
    });
    expect(
      await shop.install({ ...files, 'package-lock.json': `${files['package-lock.json']}\n` }),
    ).toMatchObject({ from: 'network' });
    expect(await shop.install(files)).toMatchObject({ from: 'cache' });
  });

  it('makes anew what is not as it was made, and never uses what was half written', async () => {
    const left = await shop.registry.publish('left', { 'index.js': code });
    await shop.install(npmProject({ left }));
    const [key = ''] = await shop.kept();
    const installed = join(shop.cacheDirectory, 'installed');
    await writeFile(join(installed, key, 'files/node_modules/left/index.js'), 'module.exports = 2;\n');
    const again = await shop.install(npmProject({ left }));
    expect(again).toMatchObject({ ok: true, from: 'network' });
    expect(await textIn(again.directory, 'node_modules/left/index.js')).toBe(code);
    await writeFile(join(installed, key, 'entry.json'), '{"version":1');
    expect(await shop.install(npmProject({ left }))).toMatchObject({ ok: true, from: 'network' });
    await mkdir(join(installed, 'part-abc'));
    const later = await workshop({
      cacheDirectory: shop.cacheDirectory,
      registries: Promise.resolve(shop.registries),
    });
    expect(await later.install(npmProject({ left }))).toMatchObject({ ok: true, from: 'cache' });
    expect(await shop.kept()).toEqual([key]);
    await later.close();
  });

  it('keeps no more than it may, and lets go first of what was unused for longest', async () => {
    let now = 1_000_000;
    const big = 'x'.repeat(40_000);
    const small = await workshop({ bounds: { bytes: 100_000, ageMs: 60_000 }, now: () => now });
    const [a, b, c] = await Promise.all(
      ['a', 'b', 'c'].map((name) => small.registry.publish(name, { 'index.js': big })),
    );
    await small.install(npmProject({ a: a ?? {} }));
    now += 10_000;
    await small.install(npmProject({ b: b ?? {} }));
    now += 10_000;
    expect(await small.install(npmProject({ a: a ?? {} }))).toMatchObject({ from: 'cache' });
    now += 10_000;
    await small.install(npmProject({ c: c ?? {} }));
    expect(await small.install(npmProject({ a: a ?? {} }))).toMatchObject({ from: 'cache' });
    expect(await small.install(npmProject({ b: b ?? {} }))).toMatchObject({ from: 'network' });
    now += 70_000;
    expect(await small.install(npmProject({ b: b ?? {} }))).toMatchObject({ from: 'network' });
    await small.close();
  });

  it('rejects with the reason of whoever calls it off', async () => {
    const left = await shop.registry.publish('left', { 'index.js': code });
    const signal = AbortSignal.abort(new Error('called off'));
    await expect(shop.install(npmProject({ left }), { signal })).rejects.toThrow('called off');
  });
});

describe('what a lock file cannot do', () => {
  it('run the scripts of a package, whatever .npmrc says', async () => {
    const script = `node -e "require('fs').writeFileSync(process.env.INIT_CWD + '/ran', 'x')"`;
    const nasty = await shop.registry.publish(
      'nasty',
      { 'index.js': code },
      { scripts: { install: script } },
    );
    const files = npmProject(
      { nasty: { ...nasty, hasInstallScript: true } },
      { files: { '.npmrc': 'ignore-scripts=false\n' } },
    );
    const result = await shop.install(files);
    expect(result).toMatchObject({ ok: true });
    expect(await textIn(result.directory, 'node_modules/nasty/index.js')).toBe(code);
    expect(await textIn(result.directory, 'ran')).toBeNull();
  });

  it('hand to another service what scripts made where a service may run them', async () => {
    const script = `node -e "require('fs').writeFileSync('made.txt', 'x')"`;
    const builder = await shop.registry.publish(
      'builder',
      { 'index.js': code },
      { scripts: { install: script } },
    );
    const files = npmProject({ builder: { ...builder, hasInstallScript: true } });
    const first = await shop.install(files, { scripts: true });
    expect(first).toMatchObject({ ok: true, from: 'network' });
    expect(await textIn(first.directory, 'node_modules/builder/made.txt')).toBe('x');
    expect(await shop.install(files, { scripts: true })).toMatchObject({ from: 'cache' });
    expect(await shop.install(files, { scripts: true, service: 'svc-2' })).toMatchObject({ from: 'network' });
    const without = await shop.install(files);
    expect(without).toMatchObject({ ok: true, from: 'network' });
    expect(await textIn(without.directory, 'node_modules/builder/made.txt')).toBeNull();
    expect(await readdir(join(shop.cacheDirectory, 'packages'))).toEqual(['npm']);
  });

  it('reach a host that is no registry: it is refused and named, with the way out', async () => {
    const elsewhere = await startRegistry();
    const stray = await elsewhere.publish('stray', { 'index.js': code });
    const result = await shop.install(npmProject({ stray }));
    expect(result).toMatchObject({ ok: false, fault: 'work' });
    expect(result.ok || result.reason).toContain(
      `127.0.0.1:${elsewhere.port} is no package registry of this machine`,
    );
    expect(result.ok || result.reason).toContain('install.network');
    const allowed = await shop.install(npmProject({ stray }), { network: [`127.0.0.1:${elsewhere.port}`] });
    expect(allowed).toMatchObject({ ok: false, fault: 'work' });
    expect(allowed.ok || allowed.reason).toContain('is at the private address 127.0.0.1');
    expect(elsewhere.asked).toEqual([]);
    await elsewhere.close();
  });

  it('link to what is outside, or take a package from git without scripts being allowed', async () => {
    const outside = { resolved: '../../secrets', link: true };
    const linked = await shop.install(npmProject({ outside }));
    expect(linked).toMatchObject({ ok: false, fault: 'work' });
    expect(linked.ok || linked.reason).toMatch(
      /^BUILD\/package-lock\.json:14 links "node_modules\/outside" to "\.\.\/\.\.\/secrets"/,
    );
    const git = {
      version: '1.0.0',
      resolved: 'git+ssh://git@example.com/who/what.git#0123456789012345678901234567890123456789',
    };
    const cloned = await shop.install(npmProject({ git }));
    expect(cloned).toMatchObject({ ok: false, fault: 'work', runs: [] });
    expect(cloned.ok || cloned.reason).toContain('takes "node_modules/git" from git');
  });

  it('hand its own archive to another service with the same lock file', async () => {
    const packed = (text: string) =>
      tarball({ 'package.json': '{"name":"own","version":"1.0.0"}', 'index.js': text });
    const own = { version: '1.0.0', resolved: 'file:own.tgz' };
    const files = npmProject({ own }, { dependencies: { own: 'file:own.tgz' } });
    const room = async (service: string, text: string) => {
      const { bytes } = await packed(text);
      return shop.install(files, { service }, { 'own.tgz': bytes });
    };
    const evil = await room('svc-1', 'evil\n');
    expect(evil).toMatchObject({ ok: true, from: 'network' });
    const honest = await room('svc-2', 'honest\n');
    expect(honest).toMatchObject({ ok: true, from: 'network' });
    expect(await textIn(honest.directory, 'node_modules/own/index.js')).toBe('honest\n');
    const changed = await room('svc-1', 'changed\n');
    expect(await textIn(changed.directory, 'node_modules/own/index.js')).toBe('changed\n');
  });

  it('slip its own node_modules into what others get', async () => {
    const left = await shop.registry.publish('left', { 'index.js': code });
    const files = npmProject({ left });
    const evil = { 'node_modules/left/index.js': 'evil', 'node_modules/.hooks/run.js': 'evil' };
    expect(await shop.install({ ...files, ...evil })).toMatchObject({ ok: true });
    const honest = await shop.install(files, { service: 'svc-2' });
    expect(honest).toMatchObject({ ok: true, from: 'network' });
    expect(await textIn(honest.directory, 'node_modules/left/index.js')).toBe(code);
    expect(await textIn(honest.directory, 'node_modules/.hooks/run.js')).toBeNull();
  });

  it('pass bytes that are not the ones it names', async () => {
    const left = await shop.registry.publish('left', { 'index.js': code });
    const other = await tarball({ 'package.json': '{"name":"left","version":"1.0.0"}', 'index.js': 'evil' });
    shop.registry.answer(tarballOf('left'), { body: other.bytes });
    const result = await shop.install(npmProject({ left }));
    expect(result).toMatchObject({ ok: false, fault: 'work' });
    expect(result.ok || result.reason).toContain('EINTEGRITY');
    expect(await shop.kept()).toEqual([]);
  });
});

describe('honest layouts', () => {
  it('installs workspaces, each with the packages of its own service', async () => {
    const left = await shop.registry.publish('left', { 'index.js': code });
    const api = { name: 'api', version: '1.0.0', dependencies: { left: '1.0.0' } };
    const root = { name: 'shop', version: '1.0.0', workspaces: ['packages/*'] };
    const files = (text: string) => ({
      'package.json': JSON.stringify(root),
      'packages/api/package.json': JSON.stringify(api),
      'packages/api/index.js': text,
      'package-lock.json': JSON.stringify({
        ...{ name: 'shop', version: '1.0.0', lockfileVersion: 3, requires: true },
        packages: {
          '': root,
          'node_modules/api': { resolved: 'packages/api', link: true },
          'node_modules/left': left,
          'packages/api': { version: '1.0.0', dependencies: { left: '1.0.0' } },
        },
      }),
    });
    expect(await shop.install(files('one'))).toMatchObject({ ok: true, from: 'network' });
    const again = await shop.install(files('one'));
    expect(again).toMatchObject({ ok: true, from: 'cache' });
    expect(await textIn(again.directory, 'node_modules/api/index.js')).toBe('one');
    const other = await shop.install(files('two'), { service: 'svc-2' });
    expect(await textIn(other.directory, 'node_modules/api/index.js')).toBe('two');
  });
});

describe('whose trouble it is', () => {
  const reasonOf = async (result: Awaited<ReturnType<typeof shop.install>>) =>
    result.ok ? '' : result.reason;

  it('is the work’s where a package is not there', async () => {
    const gone = {
      version: '1.0.0',
      resolved: `${shop.registry.url}gone/-/gone-1.0.0.tgz`,
      integrity: 'sha512-AAAA',
    };
    const result = await shop.install(npmProject({ gone }));
    expect(result).toMatchObject({ ok: false, fault: 'work' });
    expect(await reasonOf(result)).toContain('404');
  });

  it('is this machine’s where the registry is down, sick or wants a login', async () => {
    const left = await shop.registry.publish('left', { 'index.js': code });
    for (const status of [401, 503]) {
      shop.registry.answer(tarballOf('left'), { status, body: '{}' });
      expect(await shop.install(npmProject({ left }))).toMatchObject({ ok: false, fault: 'environment' });
    }
    const nobody = await startRegistry();
    await nobody.close();
    const registries = { ...shop.registries, npm: nobody.url };
    const away = await workshop({ registries: Promise.resolve(registries) });
    const gone = { ...left, resolved: `${nobody.url}left/-/left-1.0.0.tgz` };
    const result = await away.install(npmProject({ left: gone }));
    expect(result).toMatchObject({ ok: false, fault: 'environment' });
    expect(await reasonOf(result)).toContain(`127.0.0.1:${nobody.port} cannot be reached`);
    await away.close();
  });

  it('is this machine’s where the program is not there', async () => {
    const stack = { name: 'custom', install: ['no-such-program'], env: {} } as const;
    const result = await shop.install({}, { stack });
    expect(result).toMatchObject({ ok: false, fault: 'environment' });
    expect(await reasonOf(result)).toContain('no-such-program is not on this machine');
  });
});
