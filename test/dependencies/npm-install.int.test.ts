import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPackageFolder } from '../../src/dependencies/package-folder.ts';
import { npmProject } from './registry.ts';
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

  it('does not keep whoever calls it off waiting for another’s install of the same', async () => {
    const held: (() => void)[] = [];
    const left = await shop.registry.publish('left', { 'index.js': code });
    shop.registry.hold(tarballOf('left'), new Promise((resolve) => held.push(() => resolve(undefined))));
    const first = shop.install(npmProject({ left }));
    await shop.registry.wasAsked(tarballOf('left'));
    const control = new AbortController();
    const second = shop.install(npmProject({ left }), { signal: control.signal });
    control.abort(new Error('called off'));
    await expect(second).rejects.toThrow('called off');
    for (const go of held) go();
    expect(await first).toMatchObject({ ok: true });
  });

  it('empties the folder of packages once it is too large and nobody has it', async () => {
    const path = join(shop.scratch, 'packages');
    const folder = createPackageFolder(path, 10);
    const write = (text: string) => folder.lend((at) => writeFile(join(at, 'package'), text));
    await write('small');
    expect(await textIn(path, 'package')).toBe('small');
    await folder.lend(async () => write('far too large'));
    expect(await textIn(path, 'package')).toBeNull();
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
