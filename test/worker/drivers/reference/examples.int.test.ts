import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { endServices, execute, pythonWithPytest, startService } from './processes.ts';
import { removeWorkspaces, runDriver, workspace } from './run-driver.ts';
import { bookmarks, exampleSpec } from './specs.ts';

afterEach(endServices);
afterAll(removeWorkspaces);

const node = [process.execPath, 'src/main.js'];
const builds = new Map<string, string>();

async function built(name: string): Promise<string> {
  const known = builds.get(name);
  if (known) return known;
  const directory = await workspace();
  const { outcome } = await runDriver(directory, exampleSpec(name));
  expect(outcome).toMatchObject({ type: 'submitted' });
  builds.set(name, join(directory, 'BUILD'));
  return join(directory, 'BUILD');
}

describe.each(['url-shortener', 'feature-flags', 'todo', 'quotes'])('%s', (name) => {
  it('passes its own tests, with every file of its source covered', async () => {
    const build = await built(name);
    for (const file of ['package.json', 'Dockerfile', '.env.example', 'README.md', 'src/main.js'])
      expect(await readFile(join(build, file), 'utf8')).not.toBe('');
    const { code, output } = await execute(
      [process.execPath, '--test', '--experimental-test-coverage'],
      build,
    );
    expect(code, output).toBe(0);
    expect(output).toMatch(/# fail 0/);
    expect(output).toMatch(/# skipped 0/);
    for (const file of await readdir(join(build, 'src'))) {
      const covered = new RegExp(`# src/${file}\\s*\\|\\s*([\\d.]+)`).exec(output)?.[1];
      expect(Number(covered), file).toBeGreaterThan(90);
    }
  });

  it('fails its tests when a module of its source is gone', async () => {
    const build = await built(name);
    for (const file of ['store.js', 'handlers.js']) {
      await rename(join(build, 'src', file), join(build, 'gone.js'));
      const { code } = await execute([process.execPath, '--test', 'test/api.test.js'], build);
      await rename(join(build, 'gone.js'), join(build, 'src', file));
      expect(code, file).not.toBe(0);
    }
  });
});

describe('the URL shortener, from outside', () => {
  it('redirects, counts, refuses what is wrong, and keeps it all over a kill -9', async () => {
    const build = await built('url-shortener');
    const data = await workspace();
    const first = await startService(node, build, data);
    const made = await first.call('POST', '/links', { url: 'https://example.org/x?y=1' });
    expect(made.status).toBe(201);
    expect(made.body.code).toMatch(/^[A-Za-z0-9]{7}$/);
    expect((await first.call('POST', '/links', { url: 'https://example.org', code: 'mine' })).status).toBe(
      201,
    );
    expect((await first.call('POST', '/links', { url: 'https://example.org', code: 'mine' })).status).toBe(
      409,
    );
    expect((await first.call('POST', '/links', { url: 'https://example.org', code: 'health' })).status).toBe(
      400,
    );
    expect((await first.call('POST', '/links', { url: 'javascript:alert(1)' })).status).toBe(400);
    expect((await first.call('GET', '/none-such')).status).toBe(404);
    const led = await first.call('GET', '/mine');
    expect([led.status, led.headers.get('location')]).toEqual([302, 'https://example.org']);
    await first.end('SIGKILL');
    const second = await startService(node, build, data);
    expect((await second.call('GET', '/links/mine/stats')).body).toMatchObject({ code: 'mine', hits: 1 });
    expect((await second.call('GET', '/links?limit=1')).body).toMatchObject({
      total: 2,
      links: [{ code: 'mine' }],
    });
    await second.end('SIGTERM');
  });

  it('serves data of an earlier version of the spec', async () => {
    const data = await workspace();
    const first = await startService(node, await built('url-shortener'), data);
    await first.call('POST', '/links', { url: 'https://example.org', code: 'old-one' });
    await first.end('SIGTERM');
    const directory = await workspace();
    const changed = exampleSpec('url-shortener').replace(
      '- Every redirect increments',
      '- `note` is optional, at most 80 characters, default "none".\n- Every redirect increments',
    );
    expect((await runDriver(directory, changed)).outcome.type).toBe('submitted');
    const second = await startService(node, join(directory, 'BUILD'), data);
    expect((await second.call('GET', '/links/old-one')).body).toMatchObject({
      code: 'old-one',
      note: 'none',
    });
    await second.end('SIGTERM');
  });
});

describe('the other examples, from outside', () => {
  it('a feature flag answers for a user, the same after a kill -9', async () => {
    const build = await built('feature-flags');
    const data = await workspace();
    const first = await startService(node, build, data);
    expect(
      (
        await first.call('POST', '/flags', {
          key: 'new-checkout',
          enabled: true,
          rollout: 50,
          users: ['ada'],
        })
      ).status,
    ).toBe(201);
    expect((await first.call('POST', '/flags', { key: 'new-checkout' })).status).toBe(409);
    expect((await first.call('POST', '/flags', { key: 'other', colour: 'red' })).status).toBe(400);
    const ada = await first.call('GET', '/flags/new-checkout/evaluate?user=ada');
    expect(ada.body).toMatchObject({ key: 'new-checkout', user: 'ada', enabled: true, reason: 'targeted' });
    const bob = await first.call('GET', '/flags/new-checkout/evaluate?user=bob');
    await first.end('SIGKILL');
    const second = await startService(node, build, data);
    expect((await second.call('GET', '/flags/new-checkout/evaluate?user=bob')).body).toEqual(bob.body);
    expect((await second.call('POST', '/flags/new-checkout/disable')).body).toMatchObject({ enabled: false });
    expect((await second.call('GET', '/flags/new-checkout/evaluate?user=ada')).body).toMatchObject({
      enabled: false,
    });
    await second.end('SIGTERM');
  });

  it('a to-do is written down, found, ticked off and still there after a kill -9', async () => {
    const build = await built('todo');
    const data = await workspace();
    const first = await startService(node, build, data);
    expect((await first.call('POST', '/todos', { title: 'Buy milk', priority: 'high' })).body).toMatchObject({
      id: 1,
      completed: false,
    });
    expect((await first.call('POST', '/todos', { title: 'Sleep' })).body).toMatchObject({
      id: 2,
      priority: 'normal',
      due: null,
    });
    expect((await first.call('POST', '/todos', { title: '', due: '2026-02-31' })).body.details).toHaveLength(
      2,
    );
    expect((await first.call('POST', '/todos/1/complete')).body).toMatchObject({ completed: true });
    expect((await first.call('PATCH', '/todos/2', { title: 'Sleep longer' })).body).toMatchObject({
      title: 'Sleep longer',
      priority: 'normal',
    });
    await first.end('SIGKILL');
    const second = await startService(node, build, data);
    expect((await second.call('GET', '/todos?completed=false')).body).toMatchObject([{ id: 2 }]);
    expect((await second.call('GET', '/todos?q=MILK')).body).toMatchObject([{ id: 1, completed: true }]);
    expect((await second.call('GET', '/todos/stats')).body).toEqual({ total: 2, open: 1, completed: 1 });
    expect((await second.call('DELETE', '/todos/2')).status).toBe(204);
    expect((await second.call('POST', '/todos', { title: 'Next' })).body).toMatchObject({ id: 3 });
    await second.end('SIGTERM');
  });

  it('a quote is never stored twice, five by one author are enough, and that of the day stays', async () => {
    const build = await built('quotes');
    const data = await workspace();
    const first = await startService(node, build, data);
    expect((await first.call('GET', '/quotes/today')).status).toBe(404);
    for (let n = 1; n <= 5; n += 1)
      expect((await first.call('POST', '/quotes', { author: 'Ada', text: `Thought ${n}` })).status).toBe(201);
    expect((await first.call('POST', '/quotes', { author: 'Ada', text: 'Thought 6' })).status).toBe(409);
    expect((await first.call('POST', '/quotes', { author: 'Bob', text: 'Thought 1' })).status).toBe(201);
    expect((await first.call('POST', '/quotes', { author: 'BOB', text: 'thought 1' })).status).toBe(409);
    const chosen = await first.call('GET', '/quotes/today?date=2026-05-01');
    await first.end('SIGKILL');
    const second = await startService(node, build, data);
    await second.call('POST', '/quotes', { author: 'Cleo', text: 'Late' });
    expect((await second.call('GET', '/quotes/today?date=2026-05-01')).body).toEqual(chosen.body);
    await second.end('SIGTERM');
  });
});

describe('guestbook-py', () => {
  let python: string | null = null;
  beforeAll(async () => {
    python = await pythonWithPytest();
  });

  it('passes its own tests where pytest is there, with every line covered', async () => {
    const build = await built('guestbook-py');
    if (python === null) {
      // A machine without pytest cannot say; where everything is to be there, that is a failure.
      expect(process.env.CI).toBeUndefined();
      return;
    }
    const { code, output } = await execute(
      [python, '-m', 'pytest', 'tests/', '-q', '-p', 'no:cacheprovider', '--cov=src'],
      build,
    );
    expect(code, output).toBe(0);
    expect(Number(/TOTAL\s+\d+\s+\d+\s+(\d+)%/.exec(output)?.[1])).toBeGreaterThan(90);
    await rename(join(build, 'src/store.py'), join(build, 'gone.py'));
    const without = await execute([python, '-m', 'pytest', 'tests/', '-q', '-p', 'no:cacheprovider'], build);
    await rename(join(build, 'gone.py'), join(build, 'src/store.py'));
    expect(without.code).not.toBe(0);
  });

  it('keeps its entries over a kill -9', async () => {
    const build = await built('guestbook-py');
    const data = await workspace();
    const first = await startService(['python3', 'src/main.py'], build, data);
    expect((await first.call('POST', '/entries', { name: 'Ada', message: 'Hello', rating: 6 })).status).toBe(
      400,
    );
    expect(
      (await first.call('POST', '/entries', { name: 'Ada', message: 'Hello', rating: 5 })).body,
    ).toMatchObject({ id: 1 });
    expect((await first.call('POST', '/entries', { name: 'Ada', message: 'Hello' })).status).toBe(409);
    await first.end('SIGKILL');
    const second = await startService(['python3', 'src/main.py'], build, data);
    expect((await second.call('GET', '/entries?rating=5')).body).toMatchObject({
      total: 1,
      entries: [{ id: 1, name: 'Ada' }],
    });
    await second.end('SIGTERM');
  });
});

describe('tests for a build of others', () => {
  it('speak HTTP to the process, pass where it does what the spec says, and fail where it does not', async () => {
    const directory = await workspace();
    await runDriver(directory, bookmarks());
    const build = join(directory, 'BUILD');
    for (const part of ['test', 'testing', 'README.md', 'package.json'])
      await rm(join(build, part), { recursive: true });
    await writeFile(join(build, 'package.json'), '{ "type": "module" }');
    const { outcome } = await runDriver(directory, bookmarks(), { kind: 'write-tests' });
    expect(outcome.type).toBe('submitted');
    expect((await execute([process.execPath, '--test', 'test/criteria.test.js'], build)).code).toBe(0);
    const records = await readFile(join(build, 'src/records.js'), 'utf8');
    await writeFile(
      join(build, 'src/records.js'),
      records.replace('const record = { ...values };', 'const record = {};'),
    );
    expect((await execute([process.execPath, '--test', 'test/criteria.test.js'], build)).code).not.toBe(0);
  });
});
