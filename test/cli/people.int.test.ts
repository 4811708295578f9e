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
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runProgram } from '../../src/cli/program.ts';
import { loadConfig } from '../../src/config.ts';
import { isAlive } from '../../src/worker/kept-session.ts';
import { type ListeningLine, listeningLine } from '../worker/worker-line.ts';

const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 30_000 });
const repository = join(import.meta.dirname, '../..');

describe('a person', () => {
  let line: ListeningLine;
  let place: string;
  const keepers: number[] = [];
  beforeEach(async () => {
    line = await listeningLine(undefined, { leaseBeatMs: 200, leaseExpiryMs: 5_000 });
    place = mkdtempSync(join(tmpdir(), 'andon-person-'));
  });
  afterEach(async () => {
    for (const pid of keepers.splice(0)) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
    await line.close();
    rmSync(place, { recursive: true, force: true });
  });

  const environment = () => ({
    PATH: process.env.PATH ?? '',
    HOME: place,
    ANDON_HOME: join(place, 'home'),
    ANDON_WORKER_TOKEN: line.keys.worker,
  });
  const self = [process.execPath, '--import', 'tsx', join(repository, 'src/main.ts')];

  const andon = async (...args: string[]): Promise<{ code: number | null; said: string }> => {
    let said = '';
    const take = (text: string) => {
      said += text;
    };
    const code = await runProgram(['--url', line.url, ...args], {
      io: { out: take, err: take, tty: false },
      config: () => loadConfig(environment(), place),
      start: () => Promise.reject(new Error('not here')),
      ...{ drivers: {}, self, signal: new AbortController().signal, version: '1.2.3' },
    });
    return { code, said };
  };

  /** As people start it: a process of its own, that is gone when it is done. */
  const inShell = (...args: string[]): Promise<{ code: number | null; said: string }> =>
    new Promise((resolve) => {
      const [program = '', ...words] = self;
      const child = spawn(program, [...words, '--url', line.url, ...args], {
        cwd: repository,
        env: environment(),
      });
      let said = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk: Buffer) => {
          said += chunk.toString();
        });
      }
      child.once('close', (code) => resolve({ code, said }));
    });
  const context = (ticket: string) => line.coordinator.ticket(ticket)?.context;
  const claimed = async (ticket: string, run = andon) => {
    const directory = join(place, 'mine');
    const answer = await run('claim', ticket, '--as', 'ada', '--dir', directory, '--json');
    expect(answer).toMatchObject({ code: 0 });
    const found: { keeper: number } = JSON.parse(answer.said);
    keepers.push(found.keeper);
    return { directory, keeper: found.keeper };
  };

  it('claims a ticket, keeps it when the shell is closed, and hands its work in', async () => {
    const ticket = await line.openBuild();
    const { directory, keeper } = await claimed(ticket, inShell);
    expect(context(ticket)).toMatchObject({ holder: 'person-ada', token: 1, started: true });
    expect(readFileSync(join(directory, 'TICKET.md'), 'utf8')).toContain('Shortener');
    expect(readdirSync(join(directory, 'work')).sort()).toEqual(['.git', 'BUILD', 'SPEC.md']);
    const past = Date.now() + 6_000;
    await eventually(() => Date.now() > past).toBe(true);
    expect(context(ticket)).toMatchObject({ holder: 'person-ada', token: 1 });

    const { said } = await andon('claim', '--list', '--as', 'ada', '--json');
    expect(JSON.parse(said)).toMatchObject({ claims: [{ ticket, state: 'working', kept: true }] });

    mkdirSync(join(directory, 'work/BUILD/src'), { recursive: true });
    writeFileSync(join(directory, 'work/BUILD/src/main.mjs'), 'export {};\n');
    writeFileSync(join(directory, 'work/notes.txt'), 'mine\n');
    const handed = await andon('submit', join(directory, 'work'), '--message', 'by hand');
    expect(handed).toMatchObject({ code: 0 });
    expect(handed.said).toContain('Left out, since it is outside BUILD/: notes.txt');
    expect(line.coordinator.ticket(ticket)?.state).toBe('submitted');
    const commit = context(ticket)?.commit ?? '';
    expect(await line.repositories.file('s1', commit, 'BUILD/src/main.mjs')).toBe('export {};\n');
    await eventually(() => isAlive(keeper)).toBe(false);
    expect(line.coordinator.session('person-ada')?.state).toBe('gone');
    expect(await andon('submit', directory)).toMatchObject({ code: 4 });
  });

  it('gives a ticket back with its reason, and is asked for nothing meanwhile', async () => {
    const first = await line.openBuild('one');
    const { directory } = await claimed(first);
    const second = await line.openBuild('two');
    await line.settled();
    expect(line.coordinator.ticket(second)?.state).toBe('open');
    expect(line.coordinator.why(second)).toContain(
      'person-ada is a person and takes what it asks for: andon claim',
    );
    expect(await andon('release', directory, '--reason', 'dinner')).toMatchObject({ code: 0 });
    expect(context(first)?.history).toMatchObject([{ outcome: 'released', reason: 'dinner' }]);
  });

  it('says that the spec contradicts itself', async () => {
    const ticket = await line.openBuild();
    const { directory } = await claimed(ticket);
    const args = ['--reason', 'codes are unique', '--reason', 'codes may repeat'];
    expect(await andon('contradiction', directory, ...args)).toMatchObject({ code: 0 });
    await eventually(() => line.coordinator.ticket(ticket)?.state).toBe('contradicted');
  });

  it('gives a ticket back by removing its directory', async () => {
    const ticket = await line.openBuild();
    const { directory, keeper } = await claimed(ticket);
    rmSync(directory, { recursive: true });
    await eventually(() => line.coordinator.ticket(ticket)?.state).toBe('open');
    await eventually(() => isAlive(keeper)).toBe(false);
    expect(context(ticket)?.history).toMatchObject([{ outcome: 'released' }]);
  });

  it('is told why there is nothing to be had, and leaves nothing behind', async () => {
    const ticket = await line.openBuild();
    const directory = join(place, 'mine');
    const answer = await andon('claim', ticket, '--dir', directory, '--capabilities', 'tester');
    expect(answer.code).toBe(4);
    expect(answer.said).toContain('does not have the capability builder');
    expect(existsSync(directory)).toBe(false);
    const none = await andon('claim', '--service', 'nothing');
    expect(none).toMatchObject({ code: 4 });
    expect(none.said).toContain('No ticket (of nothing) waits');
  });
});
