import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { redact } from '../../src/release/redact.ts';
import { createSecrets } from '../../src/release/secrets.ts';

let directory: string;

beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), 'andon-secrets-')), 'secrets');
});

afterEach(() => rm(join(directory, '..'), { recursive: true, force: true }));

describe('secrets', () => {
  it('are kept for their owner only', async () => {
    const secrets = createSecrets(directory);
    await secrets.set('svc-1', 'API_KEY', 'open sesame');
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
    expect((await stat(join(directory, 'svc-1.json'))).mode & 0o777).toBe(0o600);
  });

  it('are listed by name, and gone when unset', async () => {
    const secrets = createSecrets(directory);
    await Promise.all([secrets.set('svc-1', 'B', '2'), secrets.set('svc-1', 'A', '1')]);
    expect(await secrets.names('svc-1')).toEqual(['A', 'B']);
    await secrets.unset('svc-1', 'A');
    expect(await secrets.values('svc-1')).toEqual({ B: '2' });
    expect(await secrets.names('svc-2')).toEqual([]);
  });

  it.each(['PORT', 'DATA_DIR', 'ANDON_RELEASE', 'LD_PRELOAD', '1X', 'A B', ''])(
    'refuses the name %j',
    async (name) => {
      const set = createSecrets(directory).set('svc-1', name, 'x');
      await expect(set).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    },
  );

  it('refuses an empty value', async () => {
    const set = createSecrets(directory).set('svc-1', 'A', '');
    await expect(set).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  it('does not lose what is there to a file it cannot read', async () => {
    const secrets = createSecrets(directory);
    await secrets.set('svc-1', 'A', '__proto__');
    expect(JSON.parse(await readFile(join(directory, 'svc-1.json'), 'utf8'))).toEqual({ A: '__proto__' });
  });
});

describe('redaction', () => {
  const value = 'p@ss word/+1';
  it.each([
    ['as it is', value],
    ['url-encoded', encodeURIComponent(value)],
    ['form-encoded', 'p%40ss+word%2F%2B1'],
    ['base64', Buffer.from(value).toString('base64')],
    ['base64url', Buffer.from(value).toString('base64url')],
  ])('finds a value %s', (_how, form) => {
    expect(redact(`key=${form};`, [value])).toBe('key=[secret];');
  });

  it('replaces a value that holds another one whole', () => {
    expect(redact('secret-long', ['secret', 'secret-long'])).toBe('[secret]');
  });

  it('leaves values too short to tell alone', () => {
    expect(redact('a 1 b', ['1'])).toBe('a 1 b');
  });
});
