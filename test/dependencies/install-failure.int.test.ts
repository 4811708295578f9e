import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { npmProject, startRegistry } from './registry.ts';
import { workshop } from './workshop.ts';

let shop: Awaited<ReturnType<typeof workshop>>;
beforeEach(async () => {
  shop = await workshop();
});
afterEach(() => shop.close());

const code = 'module.exports = 1;\n';
const tarballOf = (name: string) => `/${name}/-/${name}-1.0.0.tgz`;

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
