import { appendFileSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ServiceOutput } from '../../src/app/service-output.ts';

describe('what a service prints', () => {
  let directory: string;
  let file: string;
  let taken: string[];
  let secrets: string[];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'andon-output-'));
    mkdirSync(join(directory, 's'));
    file = join(directory, 's', 'r1.log');
    taken = [];
    secrets = [];
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const newOutput = () =>
    new ServiceOutput({
      directory,
      secretsOf: async () => secrets,
      append: (service, source, text) =>
        taken.push(
          ...text.split('\n').flatMap((line) => (line === '' ? [] : `${service} ${source} ${line}`)),
        ),
      services: () => ['s'],
    });

  it('comes into the log line by line, each once, and only whole lines', async () => {
    const output = newOutput();
    writeFileSync(file, 'tick\ntick\nti');
    await output.pull('s');
    expect(taken).toEqual(['s service tick', 's service tick']);
    appendFileSync(file, 'ck\ntick\n');
    await Promise.all([output.pull('s'), output.pull('s')]);
    await output.pull('s');
    expect(taken).toEqual(Array(4).fill('s service tick'));
  });

  it('is not taken again after a restart', async () => {
    writeFileSync(file, 'one\n');
    await newOutput().pull('s');
    appendFileSync(file, 'two\n');
    await newOutput().pull('s');
    expect(taken).toEqual(['s service one', 's service two']);
  });

  it('is read from the beginning of a file that was emptied', async () => {
    const output = newOutput();
    writeFileSync(file, 'one\ntwo\n');
    await output.pull('s');
    truncateSync(file);
    appendFileSync(file, 'new\n');
    await output.pull('s');
    expect(taken.at(-1)).toBe('s service new');
  });

  it('hides secrets, also one of several lines that is read in two parts', async () => {
    const output = newOutput();
    secrets = ['s3cr3t', '-----BEGIN KEY-----\nabcdefghijkl\n-----END KEY-----'];
    writeFileSync(file, 'token s3cr3t\n-----BEGIN KEY-----\n');
    await output.pull('s');
    appendFileSync(file, 'abcdefghijkl\n');
    await output.pull('s');
    expect(taken).toEqual(['s service token [secret]', 's service [secret]', 's service [secret]']);
  });

  it('is taken in pieces where it has no lines, and of too much the end, which is said', async () => {
    const output = newOutput();
    writeFileSync(file, '');
    await output.pull('s');
    appendFileSync(file, `${'x'.repeat(6 * 1024 * 1024)}\nlast\n`);
    await output.pull('s');
    expect(taken[0]).toMatch(/^s andon \(\d+ bytes were printed faster than they were read\)$/);
    expect(taken.at(-1)).toBe('s service last');
    expect(taken.join('').length).toBeLessThan(5 * 1024 * 1024);
  });

  it('is looked for by itself', async () => {
    writeFileSync(file, 'one\n');
    const output = newOutput();
    output.start();
    await expect.poll(() => taken, { timeout: 10_000, interval: 20 }).toEqual(['s service one']);
    await output.stop();
  });

  it('is nothing for a service that never ran', async () => {
    await newOutput().pull('nobody');
    expect(taken).toEqual([]);
  });
});
