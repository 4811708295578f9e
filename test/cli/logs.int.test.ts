import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runProgram } from '../../src/cli/program.ts';
import { loadConfig } from '../../src/config.ts';
import { type ServedLine, servedLine } from '../http/served-line.ts';
import { findable } from './run-andon.ts';

describe('andon logs', () => {
  let line: ServedLine;
  let out: string;
  let stop: AbortController;

  beforeEach(async () => {
    line = await servedLine();
    await findable(line);
    await line.openBuild();
    out = '';
    stop = new AbortController();
    for (let n = 1; n <= 20; n += 1) line.logs.append('s1', n % 2 ? 'ada' : 'verify', `step ${n}`);
    line.logs.append('s1', 'ada', 'ERROR no');
  });
  afterEach(() => line.close());

  const logs = (...args: string[]) =>
    runProgram(['--home', line.directory, 'logs', 'shortener', ...args], {
      io: {
        out(text) {
          out += text;
        },
        err() {},
        tty: false,
      },
      config: () => loadConfig({ PATH: process.env.PATH }, line.directory),
      start: () => Promise.reject(new Error('not here')),
      drivers: {},
      signal: stop.signal,
      version: '1.2.3',
    });
  const printed = () => out.split('\n').flatMap((row) => (row === '' ? [] : row.replace(/^\S+ /, '')));

  it('prints the newest lines, as many as are wanted, of one source or level', async () => {
    expect(await logs('-n', '2')).toBe(0);
    expect(printed()).toEqual(['verify: step 20', 'ada: ERROR no']);
    out = '';
    await logs('--lines', '2', '--source', 'verify');
    expect(printed()).toEqual(['verify: step 18', 'verify: step 20']);
    out = '';
    await logs('--level', 'error', '--json');
    expect(JSON.parse(out)).toMatchObject({ n: 21, source: 'ada', level: 'error', line: 'ERROR no' });
    expect(await logs('--lines', '0')).toBe(2);
    expect(await logs('--level', 'loud')).toBe(2);
  });

  it('goes on as they come, each once, until it is ended', async () => {
    const ended = logs('--follow', '-n', '1', '--source', 'ada');
    await expect.poll(printed, { timeout: 10_000 }).toEqual(['ada: ERROR no']);
    line.logs.append('s1', 'verify', 'not wanted');
    line.logs.append('s1', 'ada', 'one\ntwo');
    await expect.poll(printed, { timeout: 10_000 }).toEqual(['ada: ERROR no', 'ada: one', 'ada: two']);
    line.logs.append('s1', 'ada', 'three');
    await expect.poll(() => printed().at(-1), { timeout: 10_000 }).toBe('ada: three');
    stop.abort();
    expect(await ended).toBe(0);
    expect(printed()).toHaveLength(4);
  });
});
