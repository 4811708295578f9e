import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { endStrays, ticksNow } from '../../src/release/stray-processes.ts';
import { chooseSandbox } from '../../src/sandbox/choose-sandbox.ts';
import { findToolchain } from '../../src/sandbox/toolchain.ts';
import { servicePlaces } from '../../src/stack/service-places.ts';

it('finds a release that no note names, by the place of its data and not by what it was told', async () => {
  const scratch = await realpath(await mkdtemp(join(tmpdir(), 'andon-stray-')));
  const [app, data] = [join(scratch, 'app'), join(scratch, 'data')];
  await mkdir(app);
  await mkdir(data);
  const toolchain = await findToolchain({
    path: process.env.PATH ?? '/usr/bin:/bin',
    home: process.env.HOME,
  });
  const { sandbox } = await chooseSandbox({ toolchain, hidden: [] });
  const line = sandbox.commandLine({
    argv: ['node', '-e', 'console.log(JSON.stringify(process.env)); setInterval(() => {}, 1000)'],
    cwd: app,
    env: { DATA_DIR: data, ANDON_RELEASE: 'r-1' },
    readable: [app],
    writable: [data],
    seenAs: { [app]: servicePlaces.app, [data]: servicePlaces.data },
    network: 'full',
    own: true,
  });
  if (!line || 'refused' in line) throw new Error('nothing can be run here');
  const [program = '', ...args] = line.argv;
  const child = spawn(program, args, { cwd: line.cwd, env: line.env, detached: true });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  try {
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += String(chunk);
    });
    await expect.poll(() => said, { timeout: 10_000 }).toContain('\n');
    const isApart = sandbox.tier === 'bubblewrap' || sandbox.tier === 'unshare';
    expect(said.includes(scratch)).toBe(!isApart);
    await expect
      .poll(async () => {
        await endStrays([scratch], new Set(), ticksNow());
        return child.signalCode;
      })
      .toBe('SIGKILL');
    await ended;
  } finally {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await rm(scratch, { recursive: true, force: true });
  }
});
