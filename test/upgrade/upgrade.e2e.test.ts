import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { describe, expect, it, onTestFinished } from 'vitest';
import { contentHash } from '../../src/contracts/tree-hash.ts';
import { Line } from '../e2e/support/line.ts';
import { placeStored, statesStored, storedVersions } from './stored-home.ts';

function home(version: string): { line: Line; file: string } {
  const line = new Line();
  onTestFinished(async () => {
    expect(await line.close()).toEqual([]);
  });
  return { line, file: placeStored(version, line.home) };
}

describe.each(storedVersions)('the program on a home that version %s wrote', (version) => {
  it('runs with all its services, and takes new ones', async () => {
    const { line } = home(version);
    await line.up();
    const names = (await line.list()).map((service) => service.name);
    // A service that is retired is on the board no more.
    const stored = Object.keys(statesStored(version)).filter((name) => name !== 'retired');
    expect(names.sort()).toEqual(stored.sort());
    line.saveSpec('fresh');
    await line.reaches('fresh', 'has a ticket', ({ ticket }) => ticket !== undefined);
  });

  it('refuses one that a newer Andon went on with: says so, ends with 1, and has started and changed nothing', async () => {
    const { line, file } = home(version);
    const newer = new Database(file);
    newer.exec("UPDATE snapshots SET version = 99 WHERE stream LIKE 'ticket/%'");
    newer.close();
    const before = contentHash(readFileSync(file));
    const { code, said } = await line.andon('up');
    expect(code).toBe(1);
    expect(said).toContain('was written by a newer Andon');
    expect(said).toContain('Nothing was changed. Start that version again, or restore a backup');
    expect(contentHash(readFileSync(file))).toBe(before);
    expect(existsSync(join(line.home, 'redis', 'server.json'))).toBe(false);
  });
});
