import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contentHash } from '../../src/contracts/tree-hash.ts';
import { someRecord } from '../verification/record/some-record.ts';
import { type ServedLine, servedLine } from './served-line.ts';

describe('specs over the API', () => {
  let line: ServedLine;
  let template: string;
  beforeEach(async () => {
    line = await servedLine();
    const { templates } = (await line.app.inject({ url: '/api/specs/templates' })).json();
    template = templates[0].text;
  });
  afterEach(() => line.close());

  const fileOf = (name: string, file = 'SPEC.md') => join(line.services, name, file);
  const read = async (name: string) => {
    const answer = await line.app.inject({ url: `/api/services/${encodeURIComponent(name)}/spec` });
    return { status: answer.statusCode, ...answer.json() };
  };
  const put = async (
    name: string,
    text: string,
    ifHash: string | null,
    headers: Record<string, string> = line.operator,
  ) => {
    const url = `/api/services/${encodeURIComponent(name)}/spec`;
    const answer = await line.app.inject({ method: 'PUT', url, headers, payload: { text, ifHash } });
    return { status: answer.statusCode, ...answer.json() };
  };

  it('writes a new one with its directory, under the hash the catalog takes', async () => {
    expect(await put('notes', template, null)).toEqual({
      status: 200,
      service: 'notes',
      path: 'SERVICES/notes/SPEC.md',
      hash: contentHash(template),
      problems: [],
    });
    expect(readFileSync(fileOf('notes'), 'utf8')).toBe(template);
    expect(readdirSync(join(line.services, 'notes'))).toEqual(['SPEC.md']);
    const { requirements, ...rest } = await read('notes');
    expect(rest).toMatchObject({ status: 200, text: template, hash: contentHash(template), verified: null });
    expect(requirements[0]).toMatchObject({
      line: 9,
      section: 'requirements',
      evidence: [{ kind: 'planned' }],
    });
  });

  it('is never written over what another saved meanwhile', async () => {
    const { hash } = await put('notes', template, null);
    writeFileSync(fileOf('notes'), 'the words of another\n');
    for (const wrong of [hash, null]) {
      const answer = await put('notes', 'mine\n', wrong);
      expect([answer.status, answer.error.code]).toEqual([409, 'SPEC_CHANGED']);
    }
    expect(readFileSync(fileOf('notes'), 'utf8')).toBe('the words of another\n');
    expect((await put('notes', 'mine\n', (await read('notes')).hash)).status).toBe(200);
    expect(readFileSync(fileOf('notes'), 'utf8')).toBe('mine\n');
  });

  it('is one text whichever line ends it is saved with, and stays in the file it was found in', async () => {
    mkdirSync(join(line.services, 'notes'));
    writeFileSync(fileOf('notes', 'SPECS.md'), '# Notes\r\n');
    const { hash, text } = await read('notes');
    expect([text, hash]).toEqual(['# Notes\n', contentHash('# Notes\n')]);
    expect(await put('notes', '# Other\n', hash)).toMatchObject({ path: 'SERVICES/notes/SPECS.md' });
    expect(readFileSync(fileOf('notes', 'SPECS.md'), 'utf8')).toBe('# Other\n');
    expect(existsSync(fileOf('notes'))).toBe(false);
  });

  it.each(['...', '.hidden', '_scratch', 'a b', 'a/b', '../up', 'x'.repeat(64)])(
    'is refused under the name %s, with the rule',
    async (name) => {
      const { status, error } = await put(name, template, null);
      expect([status, error.code]).toEqual([422, 'SPEC_REFUSED']);
      expect(error.message).toContain('letters, digits');
      expect(readdirSync(line.services)).toEqual([]);
    },
  );

  it('follows no link, neither of the file nor of the directory', async () => {
    const outside = join(line.directory, 'outside');
    mkdirSync(outside);
    writeFileSync(join(outside, 'SPEC.md'), 'not ours\n');
    symlinkSync(outside, join(line.services, 'linked'));
    mkdirSync(join(line.services, 'inner'));
    symlinkSync(join(outside, 'SPEC.md'), fileOf('inner'));
    for (const name of ['linked', 'inner']) {
      expect((await read(name)).error.code).toBe('SPEC_REFUSED');
      expect((await put(name, 'mine\n', null)).error.code).toBe('SPEC_REFUSED');
    }
    expect(readFileSync(join(outside, 'SPEC.md'), 'utf8')).toBe('not ours\n');
  });

  it('is taken from nobody without the operator’s key, and not when it is larger than a spec is', async () => {
    expect((await put('notes', template, null, {})).status).toBe(401);
    const worker = { authorization: `Bearer ${line.keys.worker}` };
    expect((await put('notes', template, null, worker)).status).toBe(403);
    expect((await put('notes', 'x'.repeat(256 * 1024 + 1), null)).status).toBe(400);
    expect((await put('notes', 'ä'.repeat(200 * 1024), null)).error.code).toBe('SPEC_REFUSED');
    expect(readdirSync(line.services)).toEqual([]);
  });

  it('is not put where a file has the service’s name', async () => {
    writeFileSync(join(line.services, 'plain'), 'no directory');
    expect((await put('plain', template, null)).error.code).toBe('SPEC_REFUSED');
    expect(readFileSync(join(line.services, 'plain'), 'utf8')).toBe('no directory');
  });

  it('answers 404 for what has no directory, and an empty text for one without a spec', async () => {
    expect((await read('nobody')).status).toBe(404);
    mkdirSync(join(line.services, 'bare'));
    expect(await read('bare')).toMatchObject({ status: 200, text: '', hash: null, requirements: [] });
    expect((await put('bare', template, null)).status).toBe(200);
  });

  it('is checked as it is written: what is missing with its line, what was found, and whether it can be built', async () => {
    const lint = async (text: string) =>
      (await line.app.inject({ method: 'POST', url: '/api/specs/lint', payload: { text } })).json();
    expect(await lint('# Notes\n\n## Purpose\n\nTODO\n')).toMatchObject({
      title: 'Notes',
      missing: ['Requirements', 'API Specs', 'Dependencies', 'Success Criteria'],
      problems: expect.arrayContaining([{ line: 5, text: expect.stringContaining('TODO') }]),
      reading: null,
    });
    expect(await lint(template)).toMatchObject({
      problems: [],
      missing: [],
      reading: { notByReference: [] },
    });
  });

  it('shows the evidence of the newest record of exactly its text', async () => {
    await line.openBuild('notes');
    const { hash } = await put('notes', template, null);
    const id = line.coordinator.serviceNamed('notes')?.context.id ?? '';
    const service = { id, name: 'notes' };
    const check = {
      name: 'acceptance',
      status: 'passed' as const,
      advisory: false,
      reasons: [],
      durationMs: 1,
    };
    const record = someRecord({ service, gate: 'test' });
    await line.records.write({ ...record, id: 'rec-e-1-0', specHash: 'another' });
    expect(await read('notes')).toMatchObject({ verified: null, earlier: true });
    const checks = [{ ...check, facts: { linesHeld: '9', linesBroken: '', linesOpen: '' } }];
    await line.records.write({ ...record, id: 'rec-e-2-0', specHash: hash, checks });
    const { requirements, verified } = await read('notes');
    expect(verified).toMatchObject({ record: 'rec-e-2-0', verdict: record.result.verdict });
    expect(requirements[0]).toMatchObject({ line: 9, evidence: [{ kind: 'held' }] });
    expect(requirements[1]).toMatchObject({ line: 10, evidence: [] });
    // A newer one that somebody bent after it was signed proves nothing.
    const bent = await line.records.write({ ...record, id: 'rec-e-3-0', specHash: hash, checks });
    const file = join(line.directory, 'records', id, 'rec-e-3-0.json');
    writeFileSync(file, JSON.stringify({ ...bent, checks: [{ ...checks[0], facts: { linesHeld: '10' } }] }));
    expect((await read('notes')).verified.record).toBe('rec-e-2-0');
  });
});
