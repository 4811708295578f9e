import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAgentDriver } from '../../../../src/worker/agents/agent-driver.ts';
import type { DriverRun } from '../../../../src/worker/driver.port.ts';
import { createSshDriver } from '../../../../src/worker/drivers/ssh/ssh-driver.ts';
import { runs } from '../../../sandbox/tiers.ts';
import { ticketBrief } from '../../agents/ticket-brief.ts';
import { driverEvents } from '../../driver-events.ts';
import { type SshServer, startSshServer } from './ssh-server.ts';

let server: SshServer;
let here: string;
let workspace: string;
beforeAll(async () => {
  server = await startSshServer();
});
afterAll(() => server.stop());
beforeEach(() => {
  here = mkdtempSync(join(tmpdir(), 'andon-ssh-driver-'));
  workspace = join(here, 'place');
  mkdirSync(join(workspace, '.git'), { recursive: true });
  writeFileSync(join(workspace, 'SPEC.md'), 'what to build');
  writeFileSync(join(workspace, '.git/HEAD'), 'ours');
});
afterEach(() => rmSync(here, { recursive: true, force: true }));

const ends = { timeout: 30_000 };
function start(script: string, more: Partial<DriverRun> = {}, host = server.host) {
  const lines: string[] = [];
  const told: string[] = [];
  const argv = ['sh', '-c', script, 'agent'];
  const agent = { name: 'remote', driver: 'command', argv, source: 'yours' } as const;
  const driver = createSshDriver({
    name: 'remote',
    target: { host, configFile: server.configFile, env: { PATH: process.env.PATH ?? '' } },
    owner: here,
    say: (line) => void told.push(line),
    driver: (launch) =>
      createAgentDriver({ agent, argv, launch, isFree: false, isHere: false, env: { PASSED: 'a b' } }),
  });
  const stop = new AbortController();
  const outcome = driver.run({
    brief: ticketBrief,
    workspace,
    events: driverEvents({ log: (line) => void lines.push(line) }),
    signal: stop.signal,
    ...more,
  });
  return { outcome, lines, told, stop };
}

describe('an agent on another machine', () => {
  it('works on a copy of the workspace, which comes back when it is done', async () => {
    const { outcome, lines } = start(`
      cat SPEC.md; echo; pwd; echo "$PASSED"; cat "$ANDON_PROMPT"; echo
      mkdir -p BUILD/src "BUILD/a b" && echo made > BUILD/src/main && chmod +x BUILD/src/main && ln -s src/main BUILD/link
      rm SPEC.md; echo theirs > .git/HEAD; echo done`);
    expect(await outcome).toEqual({ type: 'submitted', summary: 'done' });
    expect(lines[0]).toBe('what to build');
    expect(lines[1]).toMatch(new RegExp(`^${server.home}/\\.andon-remote/[0-9a-f]{16}/[0-9a-f]{32}/work$`));
    expect(lines.slice(2)).toEqual(['a b', 'Build it.', 'done']);
    expect(readdirSync(workspace).sort()).toEqual(['.git', 'BUILD']);
    expect(readFileSync(join(workspace, 'BUILD/link'), 'utf8')).toBe('made\n');
    expect(readFileSync(join(workspace, '.git/HEAD'), 'utf8')).toBe('ours');
    expect(readdirSync(here)).toEqual(['place']);
    expect(server.runs()).toEqual([]);
  });

  it('can hand the ticket back, in the words it wrote there', async () => {
    const { outcome } = start('echo "GET /a" > "$ANDON_OUT"; exit 75');
    expect(await outcome).toEqual({ type: 'cannot', clauses: ['GET /a'] });
  });

  it('is not to blame when its program is not there', async () => {
    const argv = ['no-such-agent'];
    const agent = { name: 'remote', driver: 'command', argv, source: 'yours' } as const;
    const driver = createSshDriver({
      name: 'remote',
      target: { host: server.host, configFile: server.configFile, env: { PATH: process.env.PATH ?? '' } },
      owner: here,
      say: () => undefined,
      driver: (launch) => createAgentDriver({ agent, argv, launch, isFree: false, isHere: false, env: {} }),
    });
    const { signal } = new AbortController();
    const outcome = await driver.run({ brief: ticketBrief, workspace, events: driverEvents(), signal });
    expect(outcome).toMatchObject({
      class: 'environment',
      reason: expect.stringContaining('is not on there'),
    });
  });

  it('changes nothing here when it fails, or when what it made leads out of the workspace', async () => {
    expect(await start('rm SPEC.md; exit 3').outcome).toMatchObject({ type: 'failed', class: 'work' });
    expect(await start('rm SPEC.md; ln -s /etc/passwd BUILD').outcome).toEqual({
      type: 'failed',
      class: 'work',
      reason: 'What came back is not taken: the link "BUILD" leads out of the workspace.',
    });
    expect(readdirSync(workspace).sort()).toEqual(['.git', 'SPEC.md']);
    expect(readdirSync(here)).toEqual(['place']);
  });

  it('reaches the tools of a coordinator that listens here alone, through the connection', async () => {
    const web = createServer((request, response) => response.end(`hello ${request.headers.authorization}`));
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
    const address = web.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { outcome, lines } = start(
      `${process.execPath} -e 'fetch(process.env.ANDON_MCP_URL, { headers: { authorization: process.env.ANDON_MCP_TOKEN } })
         .then((answer) => answer.text()).then((text) => console.log(text, process.env.ANDON_MCP_URL))'`,
      { mcp: { url: `http://127.0.0.1:${port}/mcp`, bearer: 'secret' } },
    );
    await outcome;
    web.close();
    expect(lines[0]).toMatch(/^hello secret http:\/\/127\.0\.0\.1:\d+\/mcp$/);
    expect(lines[0]).not.toContain(`:${port}/`);
  });
});

describe('the end of a run on another machine', () => {
  const stubborn = (word: string) => `
    trap '' TERM HUP
    setsid sh -c 'trap "" TERM HUP; while :; do sleep 1; done # ${word}' &
    echo started
    while :; do sleep 1; done # ${word}`;

  it('takes the whole tree with it, also what asks not to be ended', async () => {
    const word = `andon-remote-${process.pid}-stop`;
    const { outcome, lines, stop } = start(stubborn(word));
    await expect.poll(() => lines, ends).toContain('started');
    expect(runs(word)).toBe(true);
    stop.abort();
    expect(await outcome).toMatchObject({ type: 'failed' });
    await expect.poll(() => runs(word), ends).toBe(false);
    expect(server.runs()).toEqual([]);
  });

  it('comes by itself there when the worker is killed', async () => {
    const word = `andon-remote-${process.pid}-killed`;
    writeFileSync(
      join(here, 'worker.mts'),
      `import { createSshDriver } from ${JSON.stringify(join(import.meta.dirname, '../../../../src/worker/drivers/ssh/ssh-driver.ts'))};
       import { createAgentDriver } from ${JSON.stringify(join(import.meta.dirname, '../../../../src/worker/agents/agent-driver.ts'))};
       const argv = ['sh', '-c', process.argv[2], 'agent'];
       const agent = { name: 'remote', driver: 'command', argv, source: 'yours' };
       const nothing = () => undefined;
       const events = { progress: nothing, log: (line) => console.log(line), act: nothing, usage: nothing, resumable: nothing, ask: nothing };
       const target = { host: 'there', configFile: process.argv[3], env: process.env };
       await createSshDriver({ name: 'remote', target, owner: process.argv[4], say: console.log,
         driver: (launch) => createAgentDriver({ agent, argv, launch, isFree: false, isHere: false, env: {} }) })
         .run({ brief: ${JSON.stringify(ticketBrief)}, workspace: process.argv[5], events, signal: new AbortController().signal });`,
    );
    const worker = spawn(
      process.execPath,
      [
        '--import',
        import.meta.resolve('tsx'),
        join(here, 'worker.mts'),
        stubborn(word),
        server.configFile,
        here,
        workspace,
      ],
      // What a killed process leaves in its temporary directory is cleared with the test's.
      { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, TMPDIR: here } },
    );
    let said = '';
    worker.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    await expect.poll(() => said, ends).toContain('started');
    worker.kill('SIGKILL');
    await expect.poll(() => runs(word), ends).toBe(false);
    await expect.poll(() => server.runs(), ends).toEqual([]);
  });

  it('is a matter of the environment when the connection is lost, and what is left there goes with the next run', async () => {
    const word = `andon-remote-${process.pid}-cut`;
    const { outcome, lines } = start(stubborn(word));
    await expect.poll(() => lines, ends).toContain('started');
    await server.cut();
    expect(await outcome).toMatchObject({ class: 'environment', reason: expect.stringContaining('SSH') });
    await server.again();
    expect(await start('echo well').outcome).toEqual({ type: 'submitted', summary: 'well' });
    await expect.poll(() => runs(word), ends).toBe(false);
    expect(server.runs()).toEqual([]);
  });

  it('names the machine that cannot be reached, and never runs the agent here', async () => {
    const { outcome } = start('touch ran-here', {}, 'there-is-no-such-machine.invalid');
    expect(await outcome).toMatchObject({
      class: 'environment',
      reason: expect.stringMatching(
        /^there-is-no-such-machine\.invalid cannot be reached over SSH: .+ Try by hand: ssh /,
      ),
    });
    expect(existsSync(join(workspace, 'ran-here'))).toBe(false);
  });

  it('sweeps away what a run left behind whose keeper was killed with everything', async () => {
    const first = start('pwd');
    await first.outcome;
    const owner = first.lines[0]?.split('/').at(-3) ?? '';
    const token = 'f'.repeat(32);
    const orphan = join(server.home, '.andon-remote', owner, token);
    mkdirSync(join(orphan, 'work'), { recursive: true });
    const word = `andon-remote-${process.pid}-orphan`;
    const child = spawn('sh', ['-c', `while :; do sleep 1; done # ${word}`], {
      env: { ...process.env, ANDON_REMOTE_RUN: token },
      stdio: 'ignore',
    });
    expect(child.pid).toBeGreaterThan(0);
    await expect.poll(() => runs(word), ends).toBe(true);
    const { outcome, told } = start('echo well');
    await outcome;
    expect(told).toEqual([
      'runs of an earlier start that had not ended on there: 1; nothing of them is left',
    ]);
    await expect.poll(() => runs(word), ends).toBe(false);
    expect(existsSync(orphan)).toBe(false);
  });
});
