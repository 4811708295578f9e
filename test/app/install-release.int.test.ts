import { afterEach, beforeEach, expect, it } from 'vitest';
import { installRelease } from '../../src/app/open-dependencies.ts';
import { npmProject, writeFiles } from '../dependencies/registry.ts';
import { textIn, workshop } from '../dependencies/workshop.ts';

let shop: Awaited<ReturnType<typeof workshop>>;
beforeEach(async () => {
  shop = await workshop();
});
afterEach(() => shop.close());

const service = { 'main.js': '', Dockerfile: '', '.env.example': '' };
const order = (app: string) => ({
  app,
  service: 'svc-1',
  own: false,
  timeoutMs: 60_000,
  signal: new AbortController().signal,
});

it('gives a release the very bytes that were verified, without the network', async () => {
  const left = await shop.registry.publish('left', { 'index.js': 'verified' });
  const manifest = npmProject({ left });
  const files = {
    ...manifest,
    ...service,
    'package.json': manifest['package.json']?.replace('{', '{"main":"main.js",') ?? '',
  };
  expect(await shop.install(files)).toMatchObject({ ok: true, from: 'network' });
  const asked = shop.registry.asked.length;
  const app = `${shop.scratch}/app`;
  await writeFiles(app, files);
  expect(await installRelease(shop.dependencies, undefined, order(app))).toMatchObject({
    ok: true,
    from: 'cache',
  });
  expect(await textIn(app, 'node_modules/left/index.js')).toBe('verified');
  expect(shop.registry.asked).toHaveLength(asked);
});

it('installs by the andon.yaml of the service, and says what is missing for it', async () => {
  const app = `${shop.scratch}/app`;
  await writeFiles(app, {
    'install.cjs': 'process.exit(Number(process.env.npm_config_ignore_scripts === "true"));',
  });
  const yaml = 'stack:\n  start: [node, main.js]\n  install: [node, install.cjs]\n';
  expect(await installRelease(shop.dependencies, yaml, order(app))).toMatchObject({
    ok: false,
    fault: 'work',
  });
  const allowed = `${yaml}install:\n  scripts: true\n`;
  expect(await installRelease(shop.dependencies, allowed, order(app))).toMatchObject({ ok: true });
  const nothing = await installRelease(shop.dependencies, undefined, order(app));
  expect(nothing).toMatchObject({
    ok: false,
    fault: 'work',
    reason: expect.stringContaining('shows no known stack'),
  });
});
