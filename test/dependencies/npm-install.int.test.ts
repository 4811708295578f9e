import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { npmProject } from './registry.ts';
import { textIn, workshop } from './workshop.ts';

let shop: Awaited<ReturnType<typeof workshop>>;
beforeEach(async () => {
  shop = await workshop();
});
afterEach(() => shop.close());

describe('installing with npm', () => {
  it('fetches from the registry alone what the lock file names, and copies it for the next room without asking again', async () => {
    const left = await shop.registry.publish('left', { 'index.js': 'module.exports = 1;\n' });
    const first = await shop.install(npmProject({ left }));
    expect(first).toMatchObject({ ok: true, from: 'network', runs: [{ exit: 0 }] });
    expect(await textIn(first.directory, 'node_modules/left/index.js')).toBe('module.exports = 1;\n');
    const asked = shop.registry.asked.length;
    expect(asked).toBeGreaterThan(0);
    const second = await shop.install(npmProject({ left }), { service: 'svc-2' });
    expect(second).toMatchObject({ ok: true, from: 'cache', runs: [], notes: [] });
    expect(await textIn(second.directory, 'node_modules/left/index.js')).toBe('module.exports = 1;\n');
    expect(shop.registry.asked.length).toBe(asked);
  });
});
