import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { removeWorkspaces, runDriver, workspace } from './run-driver.ts';
import { bookmarks, exampleSpec } from './specs.ts';

afterEach(removeWorkspaces);

async function filesIn(directory: string): Promise<Map<string, string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(
      files.sort().map(async (file) => [file.slice(directory.length), await readFile(file, 'utf8')] as const),
    ),
  );
}

describe('the reference driver', () => {
  it('writes the same bytes for the same spec', async () => {
    const [one, two] = [await workspace(), await workspace()];
    await runDriver(one, exampleSpec('todo'));
    await runDriver(two, exampleSpec('todo'));
    expect(await filesIn(one)).toEqual(await filesIn(two));
  });

  it('says what it does while it does it, and ends at 100 percent', async () => {
    const { outcome, progress, log } = await runDriver(await workspace(), bookmarks());
    expect(outcome.type).toBe('submitted');
    expect(progress[0]).toEqual([5, 'reading SPEC.md']);
    expect(progress.map(([, text]) => text)).toContain('writing src/server.js');
    expect(progress.at(-1)?.[0]).toBe(100);
    expect(log.some((line) => line.includes('BUILD/src/main.js'))).toBe(true);
  });

  it('writes nothing for a spec it cannot build', async () => {
    const directory = await workspace();
    const { outcome } = await runDriver(directory, bookmarks({ requirement: 'It must answer in Klingon.' }));
    expect(outcome).toMatchObject({ type: 'cannot' });
    expect(await readdir(directory)).toEqual([]);
  });

  it('says that it costs no money and no tokens, also where it cannot do the work', async () => {
    const free = { usd: 0, tokens: 0 };
    expect((await runDriver(await workspace(), bookmarks())).usage).toMatchObject(free);
    expect((await runDriver(await workspace(), '', { kind: 'write-spec' })).usage).toMatchObject(free);
  });

  it('has no way to write a spec', async () => {
    const { outcome } = await runDriver(await workspace(), '', { kind: 'write-spec' });
    expect(outcome.type).toBe('cannot');
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    stop.abort();
    const { outcome } = await runDriver(await workspace(), bookmarks(), {}, stop.signal);
    expect(outcome).toMatchObject({ type: 'failed', class: 'environment' });
  });

  it('removes what an earlier build of it left, and leaves nothing of the old spec', async () => {
    const directory = await workspace();
    await runDriver(directory, exampleSpec('feature-flags'));
    expect([...(await filesIn(directory)).keys()]).toContain('/BUILD/src/rollout.js');
    await runDriver(directory, bookmarks());
    expect([...(await filesIn(directory)).keys()]).not.toContain('/BUILD/src/rollout.js');
  });

  it('fixes its own build by making it again from the spec', async () => {
    const directory = await workspace();
    await runDriver(directory, bookmarks());
    await writeFile(join(directory, 'BUILD/src/store.js'), 'broken(');
    const { outcome } = await runDriver(directory, bookmarks(), {
      kind: 'fix',
      feedback: ['store.js does not parse'],
    });
    expect(outcome.type).toBe('submitted');
    expect(await readFile(join(directory, 'BUILD/src/store.js'), 'utf8')).toContain('openStore');
  });

  it('says that it has no other build when the one it makes is the one that failed', async () => {
    const directory = await workspace();
    await runDriver(directory, bookmarks());
    const { outcome } = await runDriver(directory, bookmarks(), { kind: 'fix', feedback: ['1 test failed'] });
    expect(outcome).toMatchObject({ type: 'failed', class: 'work' });
    expect(JSON.stringify(outcome)).toContain('1 test failed');
  });

  it('does not repair the work of others', async () => {
    const directory = await workspace();
    await mkdir(join(directory, 'BUILD/src'), { recursive: true });
    await writeFile(join(directory, 'BUILD/src/main.js'), 'console.log(1)');
    const { outcome } = await runDriver(directory, bookmarks(), { kind: 'fix' });
    expect(outcome).toMatchObject({ type: 'cannot' });
    expect(await readFile(join(directory, 'BUILD/src/main.js'), 'utf8')).toBe('console.log(1)');
  });

  it('gives a build for Python back where only Node can do it', async () => {
    const spec = exampleSpec('url-shortener').replace(
      'None. Runs on Node 20 without packages, other services or a database.',
      'Stack: Python',
    );
    const { outcome } = await runDriver(await workspace(), spec);
    expect(JSON.stringify(outcome)).toContain('GET /:code');
  });
});
