import { writeSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createServiceLogs } from '../../src/release/service-logs.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'andon-logs-'));
});

afterEach(() => rm(directory, { recursive: true, force: true }));

const logs = () => createServiceLogs({ directory, secretsOf: async () => ['sesame-open'], maxBytes: 1_000 });

describe('logs of released services', () => {
  it('show their end as plain text without secrets', async () => {
    const log = logs().open('svc', 'r1');
    writeSync(log.fd, 'first\n\u001b[31mred\u001b[0m \u0000nul\u202e key sesame-open\r\n');
    log.close();
    expect(await logs().tail('svc', 'r1', 21)).toBe('red nul key [secret]\n');
    expect(await logs().tail('svc', 'none', 100)).toBe('');
  });

  it('find a secret that the edge of the tail cuts', async () => {
    const log = logs().open('svc', 'r1');
    writeSync(log.fd, 'key sesame-open');
    log.close();
    expect(await logs().tail('svc', 'r1', 4)).toBe('ret]');
  });

  it('are rotated in place, so that the service writes on', async () => {
    const log = logs().open('svc', 'r1');
    writeSync(log.fd, 'x'.repeat(3_000));
    await logs().rotate('svc', 'r1');
    writeSync(log.fd, 'after');
    log.close();
    expect(await logs().tail('svc', 'r1', 100)).toBe('after');
    expect((await stat(join(directory, 'svc/r1.log.1'))).size).toBe(1_000);
  });

  it('go with their releases, but for the newest', async () => {
    for (const release of ['r1', 'r2', 'r3']) await logs().note('svc', release, 'made');
    await logs().prune('svc', new Set(['r1']), 1);
    const names = await readdir(join(directory, 'svc'));
    expect(names).toContain('r1.log');
    expect(names).toHaveLength(2);
  });
});
