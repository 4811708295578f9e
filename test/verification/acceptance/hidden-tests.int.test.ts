import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Check } from '../../../src/verification/check.ts';
import { nodeBuild, otherLinks } from './other-links.ts';
import { accept, bestSandbox, removeRooms, scratch } from './service-room.ts';

afterAll(removeRooms);

/** Nothing in it is to be tried, so that only the hidden tests take time. */
const spec = '# Links\n';

async function hidden(
  files: Readonly<Record<string, string>>,
  main = otherLinks,
): Promise<Check | undefined> {
  const directory = await scratch();
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
  const checks = await accept(spec, nodeBuild(main), { acceptance: directory });
  return checks.find(({ name }) => name === 'acceptance.hidden');
}

const redirects = `
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
const call = (path, more) => fetch(process.env.BASE_URL + path, { redirect: 'manual', ...more });
test('starts with nothing that others left', async () => {
  assert.equal((await (await call('/links')).json()).total, 0);
});
test('leads to the secret-address', async () => {
  const body = JSON.stringify({ url: 'https://example.com/secret-address' });
  const made = await (await call('/links', { method: 'POST', body, headers: { 'content-type': 'application/json' } })).json();
  assert.equal((await call('/' + made.data.code)).headers.get('location'), 'https://example.com/secret-address');
});
`;

const table = `
- request: POST /links
  body: { url: "https://example.com/from-a-table", code: from-a-table }
  expect: { status: 201, body: { data: { code: from-a-table, hits: 0 } } }
- request: GET /from-a-table
  expect: { status: 302, headers: { location: "https://example.com/from-a-table" } }
- request: GET /links/nothing-here
  expect: 404
`;

const python = `
import json, os, urllib.request

def test_health():
    with urllib.request.urlopen(os.environ["BASE_URL"] + "/health") as answer:
        assert answer.status == 200

def test_of_the_secret_word():
    with urllib.request.urlopen(os.environ["BASE_URL"] + "/links") as answer:
        assert "secret-word" not in json.load(answer)
`;

describe('the hidden tests of the user', () => {
  it('pass an honest service, each file on data of its own', async () => {
    const check = await hidden({
      'redirects.test.mjs': redirects,
      'again.test.mjs': redirects,
      'table.yaml': table,
    });
    expect(check).toMatchObject({ status: 'passed', reasons: [], facts: { files: 3, tests: 7, failed: 0 } });
    expect(check?.facts.digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it('tell of a failure the category and nothing of names, values and messages', async () => {
    const main = otherLinks.replace('{ location: link.url }', "{ location: 'https://example.com/' }");
    const check = await hidden({ 'lead-somewhere.test.mjs': redirects, 'a_table.yaml': table }, main);
    expect(check).toMatchObject({ status: 'failed', class: 'work' });
    expect(check?.reasons).toEqual([
      "acceptance: 2 of 5 of the user's own checks fail (category: a table, lead somewhere)",
    ]);
  });

  it('run in Python where this machine has pytest', async () => {
    const sandbox = await bestSandbox();
    const { exit } = await sandbox.run({
      argv: ['python3', '-c', 'import pytest'],
      cwd: '/',
      env: {},
      writable: [],
      network: 'none',
      timeoutMs: 30_000,
      outputBytes: 1_000,
    });
    const expected =
      exit === 0
        ? { status: 'passed', facts: { tests: 2 } }
        : { status: 'inconclusive', class: 'environment' };
    expect(await hidden({ 'test_python.py': python })).toMatchObject(expected);
  });

  it('cannot be read or answered by the service', async () => {
    const spy = otherLinks.replace(
      "['GET', /^\\/health$/, () => [200, { ok: true }]],",
      `['GET', /^\\/health$/, async () => {
        const { readdirSync, readlinkSync } = await import('node:fs');
        const commands = readdirSync('/proc').filter((name) => /^\\d+$/.test(name)).map((pid) => {
          try { return readFileSync('/proc/' + pid + '/cmdline', 'utf8'); } catch { return ''; }
        });
        return [200, { seen: commands.some((text) => text.includes('redirects.test')) }];
      }],`,
    );
    const asks = `
import assert from 'node:assert/strict';
import { test } from 'node:test';
test('the service does not see this process', async () => {
  assert.deepEqual(await (await fetch(process.env.BASE_URL + '/health')).json(), { seen: false });
});
`;
    const sandbox = await bestSandbox();
    const expected = sandbox.tier === 'process-group' ? {} : { status: 'passed' };
    const handled = spy.replace('return send(...handle({', 'return send(...await handle({');
    expect(handled).not.toBe(spy);
    expect(await hidden({ 'redirects.test.mjs': asks }, handled)).toMatchObject(expected);
  });

  it('have failed where they load with any service but this one', async () => {
    const loads = `
import assert from 'node:assert/strict';
import { test } from 'node:test';
const made = await (await fetch(process.env.BASE_URL + '/links', { method: 'POST', body: '{"url":"https://example.com/"}' })).json();
test('stores', () => assert.ok(made));
test('answers', async () => assert.ok((await fetch(process.env.BASE_URL + '/health')).ok));
`;
    const check = await hidden({ 'stores-links.test.mjs': loads.replace('/links', '/health?x=') });
    expect(check?.status).toBe('passed');
    const plain = otherLinks.replace('body && JSON.stringify(body)', 'body && String(body)');
    expect(plain).not.toBe(otherLinks);
    expect(await hidden({ 'stores-links.test.mjs': loads }, plain)).toMatchObject({
      status: 'failed',
      class: 'work',
      reasons: ["acceptance: 2 of 2 of the user's own checks fail (category: stores links)"],
    });
  });

  it('that fail are told beside a file that cannot be read', async () => {
    const main = otherLinks.replace('{ location: link.url }', "{ location: 'https://example.com/' }");
    const check = await hidden({ 'broken.test.mjs': 'import "nowhere";', 'lead.test.mjs': redirects }, main);
    expect(check).toMatchObject({ status: 'failed', class: 'work' });
  });

  it('blame nobody for a file that holds no test, a table that is none, or a folder without either', async () => {
    expect(await hidden({ 'broken.test.mjs': 'import nothing from "nowhere";' })).toMatchObject({
      status: 'inconclusive',
      class: 'gate',
    });
    expect(await hidden({ 'broken.yaml': 'request: GET /\n' })).toMatchObject({
      status: 'inconclusive',
      class: 'gate',
    });
    expect(await hidden({ 'README.md': 'later' })).toMatchObject({ status: 'skipped' });
  });
});
