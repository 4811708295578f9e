import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '../src/log.ts';
import { openLogFile } from '../src/log-file.ts';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '..');

/** A process that logs more than may wait, into a disk that takes nothing, and then goes on with its day. */
const logsIntoFullDisk = `
import { createLog } from '${root}/src/log.ts';
import { openLogFile } from '${root}/src/log-file.ts';
const log = createLog('info', openLogFile('/dev/full'));
for (let n = 0; n < 3_000; n += 1) log.info({ n, filler: 'x'.repeat(1_000) }, 'lost');
setTimeout(() => {
  log.info('lost too');
  setTimeout(() => {
    console.log('still here');
    process.exit(0);
  }, 200);
}, 200);
`;

describe('the log file', () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'andon-log-'));
  });
  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  it('is made with its directory, and has a line of JSON for each record', async () => {
    const path = join(directory, 'new', 'andon.log');
    createLog('info', openLogFile(path)).info({ n: 1 }, 'hello');
    await expect.poll(() => readFileSync(path, 'utf8')).toContain('"n":1,"msg":"hello"');
  });

  it('costs lines and never the process when the disk is full', async () => {
    const argv = ['--import', 'tsx', '--input-type=module', '--eval', logsIntoFullDisk];
    const { stdout } = await run(process.execPath, argv, { cwd: root, timeout: 20_000 });
    expect(stdout).toBe('still here\n');
  });
});
