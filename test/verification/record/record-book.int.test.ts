import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRecordBook } from '../../../src/verification/record/record-book.ts';
import { loadSigningKeys } from '../../../src/verification/record/signing-keys.ts';
import { readRecord } from '../../../src/verification/record.ts';
import { someRecord } from './some-record.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'andon-records-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const keysIn = (name = 'keys') => loadSigningKeys(join(home, name));
const book = (keys = keysIn()) => createRecordBook(join(home, 'records'), keys);
const file = (id = 'rec-v-7') => join(home, 'records', 'svc', `${id}.json`);
const stateOf = async (id = 'rec-v-7') => (await book().read('svc', id))?.signature;

function change(edit: (text: string) => string, id = 'rec-v-7'): void {
  const text = readFileSync(file(id), 'utf8');
  const changed = edit(text);
  expect(changed).not.toBe(text);
  writeFileSync(file(id), changed);
}

describe('a record', () => {
  it('is signed as it is written, readable by its owner alone, and valid when it is read', async () => {
    const written = await book().write(someRecord());
    expect(written.signature).toMatchObject({ algorithm: 'ed25519', key: keysIn().id });
    expect(await book().read('svc', 'rec-v-7')).toEqual({ record: written, signature: 'valid' });
    expect(statSync(file()).mode & 0o077).toBe(0);
    expect(readdirSync(join(home, 'records', 'svc'))).toEqual(['rec-v-7.json']);
  });

  it('is valid however its file is laid out', async () => {
    await book().write(someRecord());
    change((text) => JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text)).reverse())));
    expect(await stateOf()).toBe('valid');
  });

  it.each([
    ['a word in it', (text: string) => text.replace('"passed"', '"failed"')],
    ['a number', (text: string) => text.replace('91.5', '91.6')],
    [
      'one bit of the signature',
      (text: string) => text.replace(/("value": ")(.)/, (_, a, b) => a + (b === 'A' ? 'B' : 'A')),
    ],
    ['a member that nobody knows', (text: string) => text.replace('{', '{ "more": 1,')],
    ['the algorithm', (text: string) => text.replace('"ed25519"', '"none"')],
    ['an empty signature', (text: string) => text.replace(/"value": "[^"]+"/, '"value": ""')],
  ])('is invalid with %s changed', async (_, edit) => {
    await book().write(someRecord());
    change(edit);
    expect([undefined, 'invalid']).toContain(await stateOf());
  });

  it('is unsigned without its signature, and of an unknown key where another home signed it', async () => {
    await book().write(someRecord());
    change((text) => JSON.stringify({ ...JSON.parse(text), signature: null }));
    expect(await stateOf()).toBe('unsigned');
    await book(keysIn('others')).write(someRecord());
    expect(await stateOf()).toBe('unknown-key');
  });

  it('is not another’s: neither under another name nor under another service', async () => {
    await book().write(someRecord());
    renameSync(file(), file('rec-v-8'));
    expect(await book().read('svc', 'rec-v-8')).toBeUndefined();
    expect(await book().read('../records/svc', 'rec-v-8')).toBeUndefined();
    expect(await book().text('svc', '../../keys/record-signing')).toBeUndefined();
  });

  it('of 0.1.0 is read as unsigned', async () => {
    await book().write(someRecord());
    const old = {
      ...{
        id: 'rec-v-7',
        service: { id: 'svc', name: 'shop' },
        change: 1,
        gate: 'test',
        commit: 'c'.repeat(40),
      },
      ...{ specHash: 'spec', ticket: null, session: null, tier: 'bubblewrap', runs: [], tests: [] },
      result: { verification: 'v-7', service: 'svc', verdict: 'passed', reasons: [], record: 'rec-v-7' },
      ...{ startedAt: 1, finishedAt: 2, verifierVersion: '0.1.0', controls: [], signature: null },
    };
    writeFileSync(file(), JSON.stringify(old));
    expect(await book().read('svc', 'rec-v-7')).toMatchObject({
      signature: 'unsigned',
      record: { schema: 2, tree: null, own: false, sandbox: { tier: 'bubblewrap' }, checks: [] },
    });
    expect(await readRecord(join(home, 'records'), 'svc', 'rec-v-7')).toMatchObject({ commit: old.commit });
  });
});

describe('the keys of a home', () => {
  it('are made once, the private one for its owner alone', () => {
    const { id, publicPem } = keysIn();
    expect(keysIn()).toMatchObject({ id, publicPem });
    expect(statSync(join(home, 'keys', 'record-signing.key')).mode & 0o077).toBe(0);
    expect(readFileSync(join(home, 'keys', 'record-signing.pub'), 'utf8')).toBe(publicPem);
    expect(publicPem).not.toContain('PRIVATE');
    chmodSync(join(home, 'keys', 'record-signing.key'), 0o644);
    keysIn();
    expect(statSync(join(home, 'keys', 'record-signing.key')).mode & 0o077).toBe(0);
  });

  it('may be changed: a new one signs, and what the old one signed stays valid', async () => {
    await book().write(someRecord());
    const before = keysIn();
    rmSync(join(home, 'keys', 'record-signing.key'));
    const after = keysIn();
    expect(after.id).not.toBe(before.id);
    expect([...after.known.keys()].sort()).toEqual([before.id, after.id].sort());
    expect(existsSync(join(home, 'keys', `record-signing-${before.id}.pub`))).toBe(true);
    await book().write(someRecord({ id: 'rec-v-8' }));
    expect([await stateOf(), await stateOf('rec-v-8')]).toEqual(['valid', 'valid']);
    rmSync(join(home, 'keys', `record-signing-${before.id}.pub`));
    expect(await stateOf()).toBe('unknown-key');
  });
});

describe('the records of a service', () => {
  it('are listed newest first, a page at a time', async () => {
    for (const id of ['rec-v-9', 'rec-v-100', 'rec-again-20-x']) await book().write(someRecord({ id }));
    const ids = async (page: { limit: number; before?: string }) =>
      (await book().list('svc', page)).map(({ record }) => record.id);
    expect(await ids({ limit: 2 })).toEqual(['rec-v-100', 'rec-again-20-x']);
    expect(await ids({ limit: 2, before: 'rec-again-20-x' })).toEqual(['rec-v-9']);
    expect(await book().list('nobody', { limit: 2 })).toEqual([]);
  });

  it('answer a verification of the same bytes by the same rules, and no other', async () => {
    const { settings, ...record } = await book().write(someRecord());
    const rules = { ...record, settings: settings.hash };
    const found = async (more: object) => (await book().findReusable('svc', { ...rules, ...more }))?.id;
    expect(await found({})).toBe('rec-v-7');
    const others = [
      ...[
        { tree: 'another' },
        { tree: null },
        { specHash: 'another' },
        { settings: 'another' },
        { gate: 'build' as const },
      ],
      ...[{ acceptance: 'some' }, { own: true }, { sandbox: { tier: 'process-group', profile: 'strict' } }],
      ...[
        { sandbox: { tier: 'bubblewrap', profile: 'loose' } },
        { base: 'b' },
        { parent: 'p' },
        { cause: 'incident' as const },
      ],
    ];
    for (const other of others)
      expect({ other, found: await found(other) }).toEqual({ other, found: undefined });
    const flaky = { ...record.result, verdict: 'flaky' as const };
    await book().write(someRecord({ id: 'rec-again-9-x', result: flaky }));
    expect(await found({})).toBeUndefined();
    change((text) => text.replace('flaky', 'passed'), 'rec-again-9-x');
    expect(await found({})).toBe('rec-v-7');
    change((text) => text.replace('91.5', '91.6'));
    expect(await found({})).toBeUndefined();
    const result = { ...record.result, verdict: 'failed' as const };
    await book().write(someRecord({ result }));
    expect(await found({})).toBeUndefined();
  });
});
