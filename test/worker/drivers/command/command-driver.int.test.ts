import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TicketBrief } from '../../../../src/worker/driver.port.ts';
import { createCommandDriver } from '../../../../src/worker/drivers/command/command-driver.ts';

const brief: TicketBrief = {
  id: 'tk-1',
  token: 1,
  kind: 'build',
  service: 'shortener',
  change: 2,
  attempt: 1,
  spec: '# Shortener\n',
  feedback: ['src/main.py is missing'],
  base: '0'.repeat(40),
  dueAt: 0,
};

describe('the command driver', () => {
  let home: string;
  let workspace: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'andon-command-'));
    workspace = join(home, 'place');
    mkdirSync(workspace);
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  const run = (script: string, signal = new AbortController().signal, graceMs = 10_000) => {
    const seen = { lines: [] as string[], progress: [] as string[] };
    const driver = createCommandDriver({
      argv: [process.execPath, '-e', script],
      env: { PATH: '/usr/bin:/bin', ALLOWED: 'yes' },
      graceMs,
    });
    const outcome = driver.run(
      brief,
      workspace,
      {
        progress: (percent, text) => void seen.progress.push(`${percent} ${text}`),
        log: (line) => void seen.lines.push(line),
      },
      signal,
    );
    return { seen, outcome };
  };

  it('hands the ticket over in the environment and takes exit 0 as a submission', async () => {
    const { seen, outcome } = run(`
      const fs = require('node:fs'), env = process.env;
      fs.mkdirSync('BUILD');
      fs.writeFileSync('BUILD/seen', [env.ANDON_TICKET, env.ANDON_SERVICE, env.ANDON_KIND, env.ALLOWED, env.HOME,
        fs.readFileSync(env.ANDON_SPEC, 'utf8'), fs.readFileSync(env.ANDON_FEEDBACK, 'utf8')].join('|'));
      console.log('andon:progress 40 writing');
      console.log('all done');
    `);
    expect(await outcome).toEqual({ type: 'submitted', summary: 'all done' });
    expect(readFileSync(join(workspace, 'BUILD/seen'), 'utf8')).toBe(
      'tk-1|shortener|build|yes||# Shortener\n|- src/main.py is missing\n',
    );
    expect(seen).toEqual({ lines: ['all done'], progress: ['40 writing'] });
    expect(existsSync(`${workspace}.ticket`)).toBe(false);
  });

  it('takes exit 75 as "cannot" with the clauses that were written down', async () => {
    const { outcome } = run(
      `require('node:fs').writeFileSync(process.env.ANDON_OUT, 'GET /a\\n\\nGET /b\\n'); process.exit(75)`,
    );
    expect(await outcome).toEqual({ type: 'cannot', clauses: ['GET /a', 'GET /b'] });
  });

  it('takes any other exit as failed work and keeps what was said last', async () => {
    const { outcome } = run(`console.error('no idea'); process.exit(3)`);
    expect(await outcome).toEqual({
      type: 'failed',
      class: 'work',
      reason: 'The program ended with code 3. It last said:\nno idea',
    });
  });

  it('blames nobody when the program is not there', async () => {
    const driver = createCommandDriver({ argv: [join(home, 'missing')], env: {} });
    const events = { progress: () => undefined, log: () => undefined };
    const outcome = await driver.run(brief, workspace, events, new AbortController().signal);
    expect(outcome).toMatchObject({ type: 'failed', class: 'environment' });
  });

  it('ends the whole tree when it is told to stop, also one that ignores being asked', async () => {
    const stop = new AbortController();
    const { outcome } = run(
      `
      process.on('SIGTERM', () => {});
      const child = require('node:child_process').spawn(process.execPath,
        ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)'], { stdio: 'ignore' });
      require('node:fs').writeFileSync('pid', String(child.pid));
      setInterval(() => {}, 1000);
    `,
      stop.signal,
      100,
    );
    const file = join(workspace, 'pid');
    await expect
      .poll(() => existsSync(file) && readFileSync(file, 'utf8') !== '', { timeout: 30_000 })
      .toBe(true);
    stop.abort();
    expect(await outcome).toMatchObject({ type: 'failed', class: 'work' });
    const grandchild = Number(readFileSync(file, 'utf8'));
    await expect.poll(() => isRunning(grandchild), { timeout: 30_000 }).toBe(false);
  });
});

/** A zombie nobody reaps has ended too. */
function isRunning(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
