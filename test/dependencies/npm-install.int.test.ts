import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
