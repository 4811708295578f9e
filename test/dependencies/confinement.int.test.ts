import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { processGroupSandbox } from '../../src/sandbox/process-group-sandbox.ts';
import { findToolchain } from '../../src/sandbox/toolchain.ts';
import { npmProject, startRegistry } from './registry.ts';
import { bestSandbox, textIn, workshop } from './workshop.ts';

let shop: Awaited<ReturnType<typeof workshop>>;
beforeEach(async () => {
  shop = await workshop();
});
afterEach(() => shop.close());

/** An install of a service's own that runs a script of `BUILD/`. */
const custom = { name: 'custom', install: ['node', 'install.cjs'], env: {} } as const;

const lookAround = (port: number) => `
const net = require('node:net'), http = require('node:http'), fs = require('node:fs');
const proxy = new URL(process.env.HTTPS_PROXY);
const straight = (port) => new Promise((done) => {
  net.connect(port, '127.0.0.1', () => done('reached')).on('error', (error) => done(error.code));
});
const through = (authority) => new Promise((done) => {
  const asked = http.request({ host: proxy.hostname, port: proxy.port, method: 'CONNECT', path: authority });
  asked.on('connect', (response, socket) => { socket.destroy(); done(response.statusCode); });
  asked.on('error', (error) => done(error.code)).end();
});
(async () => {
  fs.writeFileSync('seen.json', JSON.stringify({
    straight: await straight(${port}),
    through: await through('127.0.0.1:${port}'),
    elsewhere: await through('evil.example:443'),
    env: process.env,
  }));
})();
`;

describe('while dependencies are installed', () => {
  it('nothing is reached but the registries, by the proxy, and no secret is there', async () => {
    const env = {
      HTTPS_PROXY: 'http://me:password@proxy.invalid:1',
      NO_PROXY: '127.0.0.1',
      SSL_CERT_FILE: '/etc/ssl/own.pem',
    };
    const inside = await workshop({ env });
    const result = await inside.install(
      { 'install.cjs': lookAround(inside.registry.port) },
      { stack: custom },
    );
    expect(result).toMatchObject({ ok: true, from: 'network' });
    const seen = JSON.parse((await textIn(result.directory, 'seen.json')) ?? '{}');
    expect(seen).toMatchObject({ straight: 'ECONNREFUSED', through: 200, elsewhere: 403 });
    expect(JSON.stringify(seen.env)).not.toContain('password');
    expect(seen.env).toMatchObject({
      npm_config_registry: inside.registry.url,
      npm_config_ignore_scripts: 'true',
      PIP_ONLY_BINARY: ':all:',
      PIP_CERT: '/etc/ssl/own.pem',
      SSL_CERT_FILE: '/etc/ssl/own.pem',
    });
    expect(result.ok && result.notes[0]).toContain('evil.example:443 is no package registry');
    await inside.close();
  });

  it('ends as the command does', async () => {
    const failed = await shop.install(
      { 'install.cjs': 'console.log("no luck"); process.exit(7);' },
      { stack: custom },
    );
    expect(failed).toMatchObject({ ok: false, fault: 'work', runs: [{ exit: 7 }] });
    expect(failed.ok || failed.reason).toContain('no luck');
    const killed = await shop.install(
      { 'install.cjs': 'process.kill(process.pid, "SIGKILL");' },
      { stack: custom },
    );
    expect(killed).toMatchObject({ ok: false, fault: 'environment' });
    const endless = { 'install.cjs': 'setInterval(() => {}, 1000);' };
    const late = await shop.install(endless, { stack: custom, timeoutMs: 700 });
    expect(late).toMatchObject({ ok: false, fault: 'environment' });
    expect(late.ok || late.reason).toContain('did not end');
  });

  it('rejects as soon as it is called off', async () => {
    const control = new AbortController();
    const install = 'require("node:fs").writeFileSync("began", ""); setInterval(() => {}, 1000);';
    const running = shop.install({ 'install.cjs': install }, { stack: custom, signal: control.signal });
    const directory = `${shop.scratch}/room-1`;
    while ((await textIn(directory, 'began')) === null)
      await new Promise((resolve) => setTimeout(resolve, 20));
    control.abort(new Error('called off'));
    await expect(running).rejects.toThrow('called off');
  });
});

describe('what a service’s own install made', () => {
  const made = (text: string) => ({
    'install.cjs': `require('node:fs').mkdirSync('lib/made', { recursive: true }); require('node:fs').writeFileSync('lib/made/x', ${text});`,
    'lib/kept.txt': 'kept',
  });

  it('is kept for the same bytes of the same service, and for nobody else', async () => {
    expect(await shop.install(made("'1'"), { stack: custom })).toMatchObject({ from: 'network' });
    const again = await shop.install(made("'1'"), { stack: custom });
    expect(again).toMatchObject({ from: 'cache' });
    expect([
      await textIn(again.directory, 'lib/made/x'),
      await textIn(again.directory, 'lib/kept.txt'),
    ]).toEqual(['1', 'kept']);
    expect(await shop.install(made("'2'"), { stack: custom })).toMatchObject({ from: 'network' });
    expect(await shop.install(made("'1'"), { stack: custom, service: 'svc-2' })).toMatchObject({
      from: 'network',
    });
  });

  it('is made anew in each folder where it holds the folder’s name, or where something was removed', async () => {
    const named = made('process.cwd()');
    await shop.install(named, { stack: custom });
    const again = await shop.install(named, { stack: custom });
    expect(again).toMatchObject({ from: 'network' });
    expect(await textIn(again.directory, 'lib/made/x')).toBe(again.directory);
    const removing = { 'install.cjs': "require('node:fs').rmSync('lib', { recursive: true });", 'lib/x': '' };
    await shop.install(removing, { stack: custom });
    expect(await shop.install(removing, { stack: custom })).toMatchObject({ from: 'network' });
  });

  it('may not lead out of BUILD/', async () => {
    const install = "require('node:fs').symlinkSync('../../elsewhere', 'away');";
    const result = await shop.install({ 'install.cjs': install }, { stack: custom });
    expect(result).toMatchObject({ ok: false, fault: 'work' });
    expect(result.ok || result.reason).toContain('away → ../../elsewhere');
    expect(await shop.kept()).toEqual([]);
  });
});

describe('without a sandbox that holds', () => {
  it('installs by way of the proxy all the same, and says that nothing keeps it there', async () => {
    const toolchain = await findToolchain({ path: process.env.PATH ?? '', home: process.env.HOME });
    const bare = await workshop({ sandbox: processGroupSandbox({ toolchain, hidden: [] }) });
    const left = await bare.registry.publish('left', { 'index.js': 'x' });
    const result = await bare.install(npmProject({ left }));
    expect(result).toMatchObject({ ok: true, from: 'network' });
    expect(result.ok && result.notes.join()).toContain(
      'nothing keeps an install from the rest of the network',
    );
    const elsewhere = await startRegistry();
    const stray = await elsewhere.publish('stray', { 'index.js': 'x' });
    expect(await bare.install(npmProject({ stray }))).toMatchObject({ ok: false, fault: 'work' });
    expect(elsewhere.asked).toEqual([]);
    await elsewhere.close();
    await bare.close();
  });

  it('is better off with one: this machine’s own tells nothing to be careful of', async () => {
    const { tier } = await bestSandbox();
    const result = await shop.install({ 'install.cjs': '' }, { stack: custom });
    expect(result.ok && result.notes).toHaveLength(tier === 'bubblewrap' || tier === 'unshare' ? 0 : 1);
  });
});
