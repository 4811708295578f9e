import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { chooseAgent } from '../../src/cli/choose-agent.ts';
import { runProgram } from '../../src/cli/program.ts';
import { loadConfig } from '../../src/config.ts';
import type { DriverRun } from '../../src/worker/driver.port.ts';
import { ticketBrief } from '../worker/agents/ticket-brief.ts';
import { driverEvents } from '../worker/driver-events.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'andon-agents-'));
  for (const folder of ['bin', 'work']) mkdirSync(join(home, folder));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const config = () =>
  loadConfig(
    {
      PATH: `${join(home, 'bin')}:/usr/bin:/bin`,
      HOME: home,
      CODEX_API_KEY: 'k',
      SECRET: 's',
      ANDON_HOME: home,
    },
    home,
  );

/** Puts a program among those of this machine. */
function install(name: string, script: string): void {
  writeFileSync(join(home, 'bin', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

async function andon(...args: string[]) {
  const said = { out: '', err: '' };
  const code = await runProgram(args, {
    io: {
      out(text) {
        said.out += text;
      },
      err(text) {
        said.err += text;
      },
      tty: false,
    },
    config,
    start: () => Promise.reject(new Error('not here')),
    drivers: {},
    signal: new AbortController().signal,
    version: '1.2.3',
  });
  return { code, ...said };
}

describe('andon agents', () => {
  it('lists the known agents and the user’s own: there or not, version, logged in', async () => {
    install('gemini', 'echo 0.61.0');
    writeFileSync(
      join(home, 'andon.yaml'),
      stringify({ agents: { mine: { driver: 'acp', argv: ['my-agent'] } } }),
    );
    const { code, out } = await andon('agents', 'ls', '--json');
    expect(code).toBe(0);
    const all: { name: string }[] = JSON.parse(out).agents;
    const of = (name: string) => all.find((agent) => agent.name === name);
    expect(of('gemini')).toMatchObject({ version: '0.61.0', loggedIn: false, argv: expect.any(Array) });
    expect(of('mine')).toMatchObject({ source: 'yours', argv: null });
    expect((await andon('agents', 'ls')).out).toMatch(/^gemini +there +acp +0\.61\.0 +no /m);
  });

  it('tries one that speaks ACP without a model', async () => {
    const { code, out } = await andon('agents', 'test', 'mock', '--json', '--allow-unsandboxed');
    expect(JSON.parse(out)).toMatchObject({ acp: { protocol: 1, takesMcp: true }, problem: null });
    expect(code).toBe(0);
  });

  it('says what is wrong with one that does not speak it', async () => {
    install('my-agent', 'echo "what do you want?"; echo "no such option" >&2; exit 4');
    writeFileSync(
      join(home, 'andon.yaml'),
      stringify({ agents: { mine: { driver: 'acp', argv: ['my-agent'] } } }),
    );
    const { code, out } = await andon('agents', 'test', 'mine', '--allow-unsandboxed');
    expect(code).toBe(1);
    expect(out).toMatch(/does not speak the Agent Client Protocol: it ended with code 4: .*no such option/);
  });

  it('does not know every name', async () => {
    expect(await andon('agents', 'test', 'nobody')).toMatchObject({
      code: 1,
      err: expect.stringContaining('nobody'),
    });
  });
});

describe('the agent of a worker', () => {
  const choose = (name: string, words: string[] = [], more: { pass?: string[]; unattended?: boolean } = {}) =>
    chooseAgent(
      name,
      {
        ...{ config: config(), home, directory: join(home, 'worker'), words, readable: [], writable: [] },
        ...{ pass: [], unattended: false, allowUnsandboxed: true, say: () => undefined, ...more },
      },
      {},
    );
  const run = (driver: Awaited<ReturnType<typeof choose>>['driver'], more: Partial<DriverRun> = {}) => {
    const lines: string[] = [];
    const sessions: string[] = [];
    const events = driverEvents({
      log: (line) => void lines.push(line),
      act: ({ text }) => void lines.push(text),
      resumable: (session) => void sessions.push(session),
    });
    const { signal } = new AbortController();
    const outcome = driver.run({
      brief: ticketBrief,
      workspace: join(home, 'work'),
      events,
      signal,
      ...more,
    });
    return outcome.then((end) => ({ end, lines, sessions }));
  };

  it('is started as its definition says, is told its prompt, and takes up its earlier session', async () => {
    install(
      'codex',
      `[ "$1" = --version ] && echo codex-cli 0.169.0 && exit
       echo "$@" >&2; cat >&2; echo " $CODEX_API_KEY $SECRET $NAMED." >&2
       echo '{"type":"thread.started","thread_id":"t-1"}'
       echo '{"type":"item.completed","item":{"type":"agent_message","text":"done"}}'
       echo '{"type":"turn.completed","usage":{"input_tokens":1,"output_tokens":2}}'`,
    );
    const { driver, account, problem } = await choose('codex-headless', ['--model', 'small'], {
      unattended: true,
    });
    expect(account).toMatch(/^codex:key-/);
    expect(await problem()).toBeUndefined();
    const first = await run(driver);
    const free = '--dangerously-bypass-approvals-and-sandbox';
    expect(first.lines[0]).toBe(`exec --json --skip-git-repo-check ${free} - --model small`);
    expect(first.lines[1]).toBe('Build it. k  .');
    expect(first).toMatchObject({ end: { type: 'submitted', summary: 'done' }, sessions: ['t-1'] });
    const second = await run(driver, { resume: 't-1' });
    expect(second.lines[0]).toBe(`exec ${free} resume --json --skip-git-repo-check t-1 - --model small`);
  });

  it('that is installed later works from then on, and is told of until then', async () => {
    const { driver, problem } = await choose('codex-headless');
    expect(await problem()).toMatch(/^Codex, exec is not installed on this machine/);
    expect((await run(driver)).end).toMatchObject({ type: 'failed', class: 'environment' });
    install('codex', 'echo 0.169.0');
    expect(await problem()).toBeUndefined();
    expect((await run(driver)).end).toMatchObject({ type: 'submitted' });
  });

  it('gets a variable that is named, and no other of the user’s', async () => {
    install('plain', 'echo "$SECRET$CODEX_API_KEY."');
    expect((await run((await choose('command', ['plain'])).driver)).lines).toEqual(['.']);
    expect((await run((await choose('command', ['plain'], { pass: ['SECRET'] })).driver)).lines).toEqual([
      's.',
    ]);
  });

  it('that nobody knows is refused with those that are known', async () => {
    await expect(choose('nobody')).rejects.toThrow(
      /There is no agent "nobody"\. Known are: acp, aider, claude/,
    );
    await expect(choose('command')).rejects.toThrow('needs a program');
    expect(existsSync(join(home, 'worker'))).toBe(false);
  });

  it('has the prompt in a file where it is too long for a word', async () => {
    install('plain', 'echo "$1"; wc -c < "$ANDON_PROMPT"');
    const brief = { ...ticketBrief, prompt: 'x'.repeat(200_000) };
    const { driver } = await choose('command', ['plain', '{prompt}']);
    const { lines } = await run(driver, { brief });
    expect(lines[0]).toMatch(/^Read the file \/.*PROMPT\.md and do all that it says/);
    expect(Number(lines[1])).toBe(200_000);
  });
});

it('a definition that is wrong is refused with the rule it breaks', () => {
  const file = join(home, 'andon.yaml');
  writeFileSync(file, stringify({ agents: { mine: { driver: 'telnet', argv: [] } } }));
  expect(readFileSync(file, 'utf8')).toContain('telnet');
  expect(config).toThrow(/agents\.mine\.driver/);
});
