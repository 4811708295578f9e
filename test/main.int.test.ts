import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

it('ends in good order on one Ctrl-C, which reaches it twice', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'andon-main-'));
  const home = join(directory, 'home');
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: process.env.HOME ?? '/',
    TMPDIR: directory,
    ANDON_HOME: home,
    ANDON_SERVICES: join(directory, 'services'),
    ANDON_PORT: '0',
    ANDON_GATEWAY_PORT: '0',
    ANDON_BUILT_IN_SESSIONS: 'off',
  };
  const argv = ['--import', 'tsx', join(root, 'src', 'main.ts'), 'up'];
  const line = spawn(process.execPath, argv, { cwd: root, env, stdio: 'ignore' });
  const ended = new Promise((done) => line.once('exit', (code, signal) => done(code ?? signal)));
  try {
    await expect.poll(() => existsSync(join(home, 'run.json')), { timeout: 30_000 }).toBe(true);
    line.kill('SIGINT');
    line.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(existsSync(join(home, 'run.json'))).toBe(false);
  } finally {
    line.kill('SIGKILL');
    rmSync(directory, { recursive: true, force: true });
  }
});
