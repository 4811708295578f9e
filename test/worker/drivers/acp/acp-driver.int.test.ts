import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { processGroupSandbox } from '../../../../src/sandbox/process-group-sandbox.ts';
import { createAcpDriver } from '../../../../src/worker/drivers/acp/acp-driver.ts';
import type { PermissionPolicy } from '../../../../src/worker/drivers/acp/permission-policy.ts';
import type { MockScript } from '../../../../src/worker/drivers/mock/script.ts';
import { toolchain } from '../../../sandbox/tiers.ts';
import { type RunWish, removeWorkspaces, startRun } from '../conformance/driver-run.ts';
import { MockProgram } from '../conformance/mock-program.ts';

const sandbox = processGroupSandbox({ toolchain, hidden: [] });
const mock = new MockProgram();
beforeAll(() => mock.make());
afterAll(() => mock.remove());
afterEach(removeWorkspaces);

type Wish = RunWish & {
  policy?: PermissionPolicy;
  initializeMs?: number;
  askMs?: number;
  graceMs?: number;
};

const run = (script: string | Partial<MockScript>, wish: Wish = {}) => {
  const { policy = { always: {} }, initializeMs = 30_000, askMs = 30_000, graceMs = 5_000 } = wish;
  const env = { PATH: '/usr/bin:/bin', HOME: homedir() };
  const options = { env, sandbox, policy, initializeMs, askMs, graceMs };
  return startRun(createAcpDriver({ ...options, argv: mock.argv(script) }), wish);
};

describe('an agent that speaks ACP', () => {
  it('without a word is given up after a while, and nobody is blamed', async () => {
    expect(await run('mute', { initializeMs: 300, graceMs: 0 }).outcome).toEqual({
      type: 'failed',
      class: 'environment',
      reason: 'the agent did not answer "initialize" within 0.3 s',
    });
  });

  it('that dies before it has seen the work is nobody’s fault', async () => {
    expect(await run('dies-early').outcome).toMatchObject({
      class: 'environment',
      reason: expect.stringContaining('ended with code 9'),
    });
  });

  it('of another version of the protocol is told apart, with both versions', async () => {
    expect(await run('other-version').outcome).toMatchObject({
      class: 'environment',
      reason: expect.stringMatching(/version 99 .* Andon 1/),
    });
  });

  it('that greets people on stdout first is worked with all the same', async () => {
    const { outcome, heard } = run('nonsense');
    expect((await outcome).type).toBe('submitted');
    expect(heard.lines).toContain('Welcome to the mock agent!');
  });

  it('nobody is logged in with is the provider’s, with the ways to log in', async () => {
    expect(await run('logged-out').outcome).toEqual({
      type: 'failed',
      class: 'provider',
      reason: 'nobody is logged in: Authentication required. Its ways to log in: mock login',
    });
  });

  it('that can load a session does so, and what was said in it long ago is not said again', async () => {
    const { outcome, heard } = run('loads', { more: { resume: 'earlier-2' } });
    expect((await outcome).type).toBe('submitted');
    expect(heard.all()).toContain('session earlier-2, taken up, tools: none');
    expect(heard.all().join()).not.toContain('long ago');
    expect(heard.sessions).toEqual(['earlier-2']);
  });

  it('that can take up nothing begins anew, and says so', async () => {
    const { outcome, heard } = run('begins-anew', { more: { resume: 'earlier-3' } });
    expect((await outcome).type).toBe('submitted');
    expect(heard.all().join()).toMatch(/cannot take up its earlier session.*session mock-\S+, new/s);
    expect(heard.sessions).toEqual([]);
  });

  it('is handed the coordinator’s tools where it takes them, else it is said that it is not', async () => {
    const mcp = { url: 'http://127.0.0.1:1/mcp', bearer: 'very-secret' };
    const taking = run('session', { more: { mcp } });
    expect((await taking.outcome).type).toBe('submitted');
    expect(taking.heard.all().join()).toContain('tools: andon http://127.0.0.1:1/mcp');
    expect(taking.heard.all().join()).not.toContain('very-secret');
    const refusing = run('begins-anew', { more: { mcp } });
    expect((await refusing.outcome).type).toBe('submitted');
    expect(refusing.heard.all().join()).toContain('takes no MCP servers over HTTP');
  });

  it('reads and writes the workspace through this side, and nothing that a link leads to', async () => {
    const place = run({ steps: [{ do: 'silence', deaf: false }] });
    const secret = `${place.workspace}.ticket`;
    place.stop();
    await place.outcome;
    mkdirSync(secret);
    writeFileSync(join(secret, 'key'), 'secret\nsecret\n');
    const { outcome, heard, workspace } = run({
      steps: [
        { do: 'link', path: 'way-out', to: join(secret, 'key') },
        { do: 'link', path: 'ways', to: secret },
        { do: 'clientWrite', path: 'BUILD/deep/by-client.txt', text: 'one\ntwo\nthree\n' },
        { do: 'clientRead', path: 'BUILD/deep/by-client.txt' },
        { do: 'clientRead', path: 'way-out' },
        { do: 'clientRead', path: 'ways/key' },
        { do: 'clientWrite', path: 'ways/key', text: 'gone' },
        { do: 'clientWrite', path: 'ways/new', text: 'new' },
        { do: 'clientRead', path: '../../etc/hostname' },
        { do: 'clientRead', path: 'BUILD' },
      ],
    });
    expect((await outcome).type).toBe('submitted');
    const said = heard.all().filter((text) => /^(?:read|wrote|refused)/.test(text));
    expect(said).toEqual([
      'wrote BUILD/deep/by-client.txt',
      'read: two',
      expect.stringMatching(/^refused: .*is a link/),
      expect.stringMatching(/^refused: .*is a link/),
      expect.stringMatching(/^refused: .*is a link/),
      expect.stringMatching(/^refused: .*is a link/),
      expect.stringMatching(/^refused: .*is outside the workspace/),
      expect.stringMatching(/^refused: .*is no file/),
    ]);
    expect(readFileSync(join(secret, 'key'), 'utf8')).toBe('secret\nsecret\n');
    expect(existsSync(join(secret, 'new'))).toBe(false);
    expect(readFileSync(join(workspace, 'BUILD/deep/by-client.txt'), 'utf8')).toBe('one\ntwo\nthree\n');
  });

  it.each([
    ['allow', 'leave: o0'],
    ['deny', 'leave: o1'],
  ] as const)('is told by the policy alone where it says "%s"', async (ruling, answer) => {
    const { outcome, heard } = run('question', { policy: { always: { execute: ruling } } });
    expect((await outcome).type).toBe('submitted');
    expect(heard.all()).toContain(answer);
    expect(heard.questions.map(({ question }) => question)).toEqual(['Which colour?: Answer']);
  });

  it('that waits for an answer is stopped without waiting for it', async () => {
    const { outcome, heard, stop } = run('question', { ask: () => new Promise(() => undefined) });
    await expect.poll(() => heard.questions.length, { timeout: 30_000 }).toBe(1);
    stop();
    expect((await outcome).type).toBe('failed');
    expect(heard.all().join()).not.toContain('leave: o');
  });

  it.each([
    ['refuses', { type: 'cannot', clauses: ['I do not build weapons.'] }],
    ['out-of-tokens', { class: 'work', reason: expect.stringMatching(/used up the tokens.*And then I/s) }],
    ['out-of-requests', { class: 'work', reason: expect.stringContaining('used up the requests') }],
    ['says-cancelled', { class: 'work', reason: expect.stringContaining('nobody here cancelled it') }],
  ])('that ends by "%s" did not hand in its work', async (script, outcome) => {
    expect(await run(script).outcome).toMatchObject(outcome);
  });

  it('whose turn never ends is stopped at the ticket’s deadline, and that is failed work', async () => {
    expect(await run('deaf', { graceMs: 50, brief: { dueAt: Date.now() + 1_500 } }).outcome).toEqual({
      type: 'failed',
      class: 'work',
      reason: 'the agent was still at work at the ticket’s deadline',
    });
  });

  it('shows what it carried out, with each tool as running and as done', async () => {
    const { outcome, heard } = run('stream');
    await outcome;
    expect(heard.acts.filter(({ kind }) => kind === 'tool')).toEqual([
      { kind: 'tool', fingerprint: expect.any(String), text: 'Run the tests', running: true },
      {
        kind: 'tool',
        fingerprint: heard.acts.find(({ kind }) => kind === 'tool')?.fingerprint,
        text: 'Run the tests is done',
        running: false,
      },
    ]);
    expect(heard.acts.filter(({ kind }) => kind === 'thought').map(({ text }) => text)).toEqual([
      'The spec is short.',
    ]);
  });
});
