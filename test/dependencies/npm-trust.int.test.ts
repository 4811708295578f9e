import { readdir } from 'node:fs/promises';
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
    expect(cloned.ok || cloned.reason).toContain('takes "node_modules/git" (git+ssh://');
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
    expect(honest).toMatchObject({ ok: true, from: 'cache' });
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
