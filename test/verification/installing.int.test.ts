import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { publicRegistries } from '../../src/dependencies/allow-list.ts';
import { createDependencies } from '../../src/dependencies/sandboxed-dependencies.ts';
import { silentLog } from '../../src/log.ts';
import { npmProject, startRegistry } from '../dependencies/registry.ts';
import { bestSandbox } from '../dependencies/workshop.ts';
import { cleanRoom, nodeService } from './clean-room.ts';

let registry: Awaited<ReturnType<typeof startRegistry>>;
let room: Awaited<ReturnType<typeof cleanRoom>>;
let cacheDirectory: string;
beforeAll(async () => {
  registry = await startRegistry();
  cacheDirectory = await mkdtemp(join(tmpdir(), 'andon-installing-'));
  const dependencies = createDependencies({
    sandbox: await bestSandbox(),
    cacheDirectory,
    registries: Promise.resolve({ ...publicRegistries, npm: registry.url }),
    log: silentLog,
  });
  room = await cleanRoom({ dependencies });
});
afterAll(async () => {
  await room.close();
  await registry.close();
  await rm(cacheDirectory, { recursive: true, force: true });
});

it('fetches for the build gate what every later gate gets a copy of', async () => {
  const left = await registry.publish('left', { 'index.js': 'module.exports = (a) => a + 1;\n' });
  const build = Object.fromEntries(
    Object.entries(npmProject({ left })).map(([path, text]) => [`BUILD/${path}`, text]),
  );
  const manifest = {
    ...JSON.parse(build['BUILD/package.json'] ?? '{}'),
    type: 'module',
    main: 'src/main.js',
  };
  const main = `import next from 'left';\nexport const one = next(0);\n${nodeService['BUILD/src/main.js']}`;
  const files = {
    ...nodeService,
    ...build,
    'BUILD/package.json': JSON.stringify(manifest),
    'BUILD/src/main.js': main,
  };
  expect(await room.verify('build', files)).toMatchObject({ verdict: 'passed', reasons: [] });
  const asked = registry.asked.length;
  expect(asked).toBeGreaterThan(0);
  expect(await room.verify('build', { ...files, 'BUILD/extra.txt': '' })).toMatchObject({
    verdict: 'passed',
  });
  expect(registry.asked).toHaveLength(asked);
});

it('blames the work for a host that is no registry, and says how it may be one', async () => {
  const elsewhere = await startRegistry();
  const stray = await elsewhere.publish('stray', { 'index.js': '' });
  const build = Object.fromEntries(
    Object.entries(npmProject({ stray })).map(([path, text]) => [`BUILD/${path}`, text]),
  );
  const manifest = { ...JSON.parse(build['BUILD/package.json'] ?? '{}'), main: 'src/main.js' };
  const result = await room.verify('build', {
    ...nodeService,
    ...build,
    'BUILD/package.json': JSON.stringify(manifest),
  });
  expect(result).toMatchObject({ verdict: 'failed' });
  expect(result.reasons[0]).toMatch(/127\.0\.0\.1:\d+ is no package registry[\s\S]*install\.network/);
  expect(elsewhere.asked).toEqual([]);
  await elsewhere.close();
});
