import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBuiltInSessions } from '../../src/app/built-in-sessions.ts';
import { silentLog } from '../../src/log.ts';

const soon = { timeout: 20_000 };

describe('a built-in session', () => {
  let place: string;

  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), 'andon-built-in-'));
  });

  afterEach(() => rmSync(place, { recursive: true, force: true }));

  it('is given what it proves itself with in its environment, and not where every process may read it', async () => {
    const entry = join(place, 'session.mjs');
    const file = join(place, 'seen.json');
    writeFileSync(
      entry,
      `import { renameSync, writeFileSync } from 'node:fs';
       const seen = { argv: process.argv, secret: process.env.ANDON_BUILT_IN_SECRET };
       writeFileSync(${JSON.stringify(`${file}.part`)}, JSON.stringify(seen));
       renameSync(${JSON.stringify(`${file}.part`)}, ${JSON.stringify(file)});
       process.on('SIGTERM', () => process.exit(0));
       setInterval(() => {}, 1000);`,
    );
    const sessions = startBuiltInSessions([{ name: 's', capabilities: ['builder'] }], {
      ...{ entry, execArgv: [], url: 'http://127.0.0.1:1', workDir: place, workerToken: 'token' },
      ...{ secret: 'of this start', env: { PATH: process.env.PATH ?? '' }, slots: 1, log: silentLog },
    });
    await expect.poll(() => existsSync(file), soon).toBe(true);
    const { argv, secret } = JSON.parse(readFileSync(file, 'utf8'));
    await sessions.close(10_000);
    expect(secret).toBe('of this start');
    expect(argv.join(' ')).not.toContain('of this start');
  });

  it('is a process of its own that is started again when it is killed, and stopped in order', async () => {
    const entry = join(place, 'session.mjs');
    const file = join(place, 'pid');
    writeFileSync(
      entry,
      `import { writeFileSync } from 'node:fs';
       writeFileSync(${JSON.stringify(file)}, String(process.pid));
       process.on('SIGTERM', () => process.exit(0));
       setInterval(() => {}, 1000);`,
    );
    const pidNow = () => (existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0);
    const sessions = startBuiltInSessions([{ name: 's', capabilities: ['builder'] }], {
      entry,
      execArgv: [],
      url: 'http://127.0.0.1:1',
      workDir: place,
      workerToken: 'token',
      secret: 'of this start',
      env: { PATH: process.env.PATH ?? '' },
      slots: 1,
      log: silentLog,
    });
    await expect.poll(pidNow, soon).toBeGreaterThan(0);
    const first = pidNow();
    process.kill(first, 'SIGKILL');
    await expect.poll(() => [0, first].includes(pidNow()), soon).toBe(false);
    const second = pidNow();
    await sessions.close(10_000);
    expect(() => process.kill(second, 0)).toThrow('ESRCH');
  });
});
