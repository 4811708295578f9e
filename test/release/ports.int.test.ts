import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPorts } from '../../src/release/ports.ts';

let directory: string;
let file: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'andon-ports-'));
  file = join(directory, 'ports.json');
});

afterEach(() => rm(directory, { recursive: true, force: true }));

const base = 41_000 + (process.pid % 500) * 10;

describe('ports', () => {
  it('are never given to two holders, also not at once or after a restart', async () => {
    const ports = await openPorts(file, { first: base, last: base + 9 });
    const [a, b] = await Promise.all([ports.allocate('a'), ports.allocate('b')]);
    const again = await openPorts(file, { first: base, last: base + 9 });
    expect(new Set([a, b, await again.allocate('c')]).size).toBe(3);
    expect(await again.allocate('a')).toBe(a);
    expect(again.owns(b)).toBe(true);
  });

  it('skip what somebody else listens on', async () => {
    const ports = await openPorts(file, { first: base, last: base + 9 });
    const a = await ports.allocate('a');
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(a, '127.0.0.1', resolve));
    const moved = await ports.allocate('a');
    expect(moved).not.toBe(a);
    expect(ports.owns(a)).toBe(false);
    await new Promise((resolve) => squatter.close(resolve));
  });

  it('are sought from different places by different homes, whose services may come and go at once', async () => {
    const homes = Array.from({ length: 8 }, (_, index) => join(directory, `home-${index}`, 'ports.json'));
    const ports = await Promise.all(homes.map(async (home) => (await openPorts(home)).allocate('a')));
    expect(new Set(ports).size).toBeGreaterThan(1);
  });

  it('can be used up, and freed again', async () => {
    const ports = await openPorts(file, { first: base, last: base });
    await ports.allocate('a');
    await expect(ports.allocate('b')).rejects.toMatchObject({ code: 'RELEASE_FAILED' });
    await ports.free('a');
    expect(await ports.allocate('b')).toBe(base);
  });
});
