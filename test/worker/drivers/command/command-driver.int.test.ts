import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chooseSandbox } from '../../../../src/sandbox/choose-sandbox.ts';
import { processGroupSandbox } from '../../../../src/sandbox/process-group-sandbox.ts';
import type { Sandbox } from '../../../../src/sandbox/sandbox.port.ts';
import { findToolchain } from '../../../../src/sandbox/toolchain.ts';
import type { TicketBrief } from '../../../../src/worker/driver.port.ts';
import { createCommandDriver } from '../../../../src/worker/drivers/command/command-driver.ts';
import { runs } from '../../../sandbox/tiers.ts';
import { driverEvents } from '../../driver-events.ts';

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
  prompt: 'Build it.',
};

const toolchain = await findToolchain({ path: process.env.PATH ?? '/usr/bin:/bin', home: homedir() });
const best = await chooseSandbox({ toolchain, hidden: [] });
const sandboxes: [string, Sandbox][] = [['process-group', processGroupSandbox({ toolchain, hidden: [] })]];
if (best.tier !== 'process-group') sandboxes.push([best.tier, best.sandbox]);

describe.each(sandboxes)('the command driver in the sandbox %s', (tier, sandbox) => {
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
      env: { PATH: '/usr/bin:/bin', ALLOWED: 'yes', HOME: '/home/somebody' },
      graceMs,
      sandbox,
    });
    const events = driverEvents({
      progress: (percent, text) => void seen.progress.push(`${percent} ${text}`),
      log: (line) => void seen.lines.push(line),
    });
    const outcome = driver.run({ brief, workspace, events, signal });
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
      'tk-1|shortener|build|yes|/home/somebody|# Shortener\n|- src/main.py is missing\n',
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
    const driver = createCommandDriver({ argv: [join(home, 'missing')], env: {}, sandbox });
    const { signal } = new AbortController();
    const outcome = await driver.run({ brief, workspace, events: driverEvents(), signal });
    expect(outcome).toMatchObject({ type: 'failed', class: 'environment' });
  });

  it('ends the whole tree when it is told to stop, also one that ignores being asked', async () => {
    const stop = new AbortController();
    const word = `andon-agent-${process.pid}-${tier}`;
    const { outcome } = run(
      `
      process.on('SIGTERM', () => {});
      require('node:child_process').spawn(process.execPath,
        ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000) // ${word}'], { stdio: 'ignore' });
      require('node:fs').writeFileSync('started', '');
      setInterval(() => {}, 1000);
    `,
      stop.signal,
      100,
    );
    await expect.poll(() => existsSync(join(workspace, 'started')), { timeout: 30_000 }).toBe(true);
    await expect.poll(() => runs(word), { timeout: 30_000 }).toBe(true);
    stop.abort();
    expect(await outcome).toMatchObject({ type: 'failed', class: 'work' });
    await expect.poll(() => runs(word), { timeout: 30_000 }).toBe(false);
  });
});

describe.runIf(best.tier !== 'process-group')('an agent in the sandbox', () => {
  let home: string;
  beforeEach(() => {
    home = realpathSync(mkdtempSync(join(tmpdir(), 'andon-agent-')));
    for (const folder of ['.andon/workspaces/place', '.login', 'papers', 'tools'])
      mkdirSync(join(home, folder), { recursive: true });
    for (const file of ['.andon/key', '.login/token', '.secret', 'papers/guide'])
      writeFileSync(join(home, file), file);
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  const run = async (script: string, more: { readable?: string[]; writable?: string[] } = {}) => {
    const lines: string[] = [];
    // A script of one's own, as agents are started by: its file alone is shown.
    const program = join(home, 'tools/agent');
    writeFileSync(program, `#!${process.execPath}\n${script}`, { mode: 0o755 });
    const { sandbox } = await chooseSandbox({
      toolchain: await findToolchain({ path: process.env.PATH ?? '', home, also: [program] }),
      hidden: [join(home, '.andon')],
    });
    const env = { HOME: home, PATH: process.env.PATH ?? '' };
    const driver = createCommandDriver({ argv: [program], env, sandbox, ...more });
    const events = driverEvents({ log: (line) => void lines.push(line) });
    const { signal } = new AbortController();
    const place = join(home, '.andon/workspaces/place');
    const outcome = await driver.run({ brief, workspace: place, events, signal });
    return { lines, outcome };
  };
  const list = (path: string) =>
    `try { console.log(require('fs').readdirSync(${path}).sort().join()) } catch (error) { console.log(error.code) };`;

  it('sees its workspace and its ticket, an empty home, and neither .andon nor what is not shown', async () => {
    const { lines } = await run(
      `const home = process.env.HOME; ${list('home')} ${list("home + '/.andon'")} ${list("home + '/.andon/workspaces'")} ${list("home + '/tools'")}
      require('fs').writeFileSync('made', ''); require('fs').writeFileSync(home + '/made', ''); ${list("'.'")}`,
    );
    expect(lines).toEqual(['.andon,tools', 'workspaces', 'place,place.ticket', 'agent', 'made']);
    expect(existsSync(join(home, '.andon/workspaces/place/made'))).toBe(true);
    expect(existsSync(join(home, 'made'))).toBe(false);
  });

  it('reads and writes what it is shown, and keeps what it writes there', async () => {
    const { outcome, lines } = await run(
      `const fs = require('fs'), home = process.env.HOME; fs.writeFileSync(home + '/.login/token', 'newer');
      console.log(fs.readFileSync(home + '/papers/guide', 'utf8'));
      try { fs.writeFileSync(home + '/papers/guide', '') } catch (error) { console.log(error.code) }`,
      { readable: [join(home, 'papers')], writable: [join(home, '.login')] },
    );
    expect(outcome.type).toBe('submitted');
    expect(lines).toEqual(['papers/guide', 'EROFS']);
    expect(readFileSync(join(home, '.login/token'), 'utf8')).toBe('newer');
  });

  it('does not see .andon in what it is shown, and cannot have it told to it as its clauses', async () => {
    const secret = join(home, '.andon/key');
    const { lines, outcome } = await run(
      `const fs = require('fs'); ${list("process.env.HOME + '/.andon'")} fs.symlinkSync(${JSON.stringify(secret)}, process.env.ANDON_OUT); console.error('no'); process.exit(75)`,
      { readable: [home] },
    );
    expect(lines[0]).toBe('workspaces');
    expect(outcome).toEqual({ type: 'cannot', clauses: ['no'] });
  });

  it('has the network of this machine', async () => {
    const server = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
    await expect.poll(() => server.listening).toBe(true);
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const { lines } = await run(
      `require('net').connect(${port}, '127.0.0.1').on('connect', () => console.log('in'))`,
    );
    expect(lines).toEqual(['in']);
    server.close();
  });
});
