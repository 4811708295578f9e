import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NewRecord } from '../../src/verification/record.ts';
import { renderVerification } from '../../src/write-back/release-view.ts';
import { type ServedLine, servedLine } from '../http/served-line.ts';
import { someRecord } from '../verification/record/some-record.ts';
import { findable, runAndon } from './run-andon.ts';

describe('records on the command line', () => {
  let line: ServedLine;
  const service = { id: 's1', name: 'shortener' };
  const andon = (...args: string[]) => runAndon(args, line.directory);
  const here = (...args: string[]) => andon('--home', line.directory, ...args);

  beforeEach(async () => {
    line = await servedLine();
    await findable(line);
    await line.openBuild();
  });
  afterEach(() => line.close());

  it('are listed, and shown with what was run, what came of it, and whether the signature holds', async () => {
    expect((await here('record', 'list', 'shortener')).out).toContain(
      'Nothing of shortener was verified yet',
    );
    const result = {
      ...{ verification: 'v-7', service: 's1', verdict: 'failed' as const, class: 'tampering' as const },
      reasons: ['BUILD/test/a.test.js:3 skips a test\u001b[31m'],
      tests: { passed: 1, failed: 0, skipped: 1, total: 2 },
      ...{ coverage: 91.5, mutation: 60 },
    };
    const checks = [
      {
        ...{ name: 'integrity', status: 'failed' as const, class: 'tampering' as const, advisory: false },
        ...{ reasons: ['one more skip'], facts: { skips: 1 }, durationMs: 3 },
      },
      { name: 'quality', status: 'passed' as const, advisory: true, reasons: [], facts: {}, durationMs: 1 },
    ];
    await line.records.write(someRecord({ service, result, checks }));
    const { out } = await here('record', 'list', 'shortener');
    expect(out).toMatch(/rec-v-7 +test +c{10} +failed \(tampering\) +1\/2 +91\.5 % +60 % +bubblewrap +valid/);
    const shown = await here('record', 'show', 'rec-v-7');
    expect(shown.code).toBe(0);
    for (const words of [
      'the test gate of shortener, change 1: failed (tampering)',
      'made by    builder-1',
      'seed       abc',
      'signature  valid',
      '1 of 2 tests passed, 0 failed, 1 skipped · coverage 91.5 % · 60 % of the mutants noticed',
      '  - BUILD/test/a.test.js:3 skips a test',
      '  failed (tampering)  integrity (skips 1)\n    - one more skip\n  passed  quality (advisory)',
      'node --test  (exit 0, 0.0 s)',
    ])
      expect(shown.out).toContain(words);
    expect(shown.out).not.toContain('\u001b');
    expect(JSON.parse((await here('record', 'show', 'rec-v-7', '--json')).out)).toMatchObject({
      signature: 'valid',
      record: { schema: 2, signature: { algorithm: 'ed25519' } },
    });
    expect(await here('record', 'show', 'rec-v-8')).toMatchObject({ code: 1 });
  });

  it('are checked away from home by the public key, never by the one that is in the file', async () => {
    await line.records.write(someRecord({ service }));
    const text = readFileSync(join(line.directory, 'records', 's1', 'rec-v-7.json'), 'utf8');
    const key = join(line.directory, 'keys', 'record-signing.pub');
    const away = join(line.directory, 'away');
    mkdirSync(away);
    const file = join(away, 'verification.json');
    writeFileSync(file, renderVerification(text, readFileSync(key, 'utf8')) ?? '');
    const check = (...more: string[]) => andon('--home', away, 'record', 'check', file, ...more);
    expect(await check()).toMatchObject({ code: 2, err: expect.stringContaining('--key') });
    expect(await check('--key', key)).toMatchObject({
      code: 0,
      out: expect.stringContaining('signature  valid'),
    });
    expect(await here('record', 'check', file)).toMatchObject({ code: 0 });
    expect(await check('--key', file)).toMatchObject({ code: 2 });
    writeFileSync(file, text.replace('91.5', '99.9'));
    expect(await check('--key', key)).toMatchObject({ code: 1, out: expect.stringContaining('INVALID') });
    writeFileSync(file, JSON.stringify({ ...JSON.parse(text), signature: null }));
    expect(await check('--key', key)).toMatchObject({ code: 1, out: expect.stringContaining('not signed') });
    writeFileSync(file, '{}');
    expect(await check('--key', key)).toMatchObject({
      code: 1,
      err: expect.stringContaining('no verification record'),
    });
  });

  it('are made again: 0 where nothing differs, 1 where something does or it did not pass', async () => {
    const spec = '# Shortener';
    const commit = await line.repositories.prepare('s1', { change: 9, base: null, spec, at: 0 });
    let outcome: Partial<NewRecord> = {};
    line.workQueue.consumeVerifications(
      {
        run: async ({ verification }, _signal, progress) => {
          progress({ service: 's1', phase: 'test', passed: 1, total: 1 });
          const record = await line.records.write(
            someRecord({ id: `rec-${verification}`, service, commit, ...outcome }),
          );
          return { ...record.result, verification, service: 's1' };
        },
      },
      1,
    );
    const verify = (...more: string[]) => here('verify', 'shortener', '--commit', commit, ...more);
    expect(await verify()).toMatchObject({ code: 0, out: expect.stringContaining('no earlier record') });
    await line.records.write(someRecord({ service, commit }));
    expect(await verify()).toMatchObject({ code: 0, out: expect.stringContaining('The same as rec-v-7.') });
    outcome = { verifierVersion: '0.3.0', tests: [] };
    const differs = await verify();
    expect(differs.code).toBe(1);
    expect(differs.out).toContain('Not the same as rec-v-7:');
    expect(differs.out).toContain('test adds: passed → not there');
    expect(differs.out).toContain('setting verifier: 0.2.0 → 0.3.0');
    const result = { ...someRecord().result, verdict: 'failed' as const, reasons: ['adds fails'] };
    outcome = { result };
    const failed = await verify('--json');
    expect([failed.code, JSON.parse(failed.out)]).toMatchObject([
      1,
      {
        verdict: 'failed',
        reasons: ['adds fails'],
        comparison: { verdict: { before: 'passed', after: 'failed' } },
      },
    ]);
    expect(await here('verify', 'shortener')).toMatchObject({
      code: 4,
      err: expect.stringContaining('name a commit'),
    });
  });
});
