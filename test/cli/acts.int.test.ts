import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { specTemplates } from '../../src/specs/templates/templates.ts';
import { type ServedLine, servedLine } from '../http/served-line.ts';
import { findable, runAndon } from './run-andon.ts';

describe('acting from the command line', () => {
  let line: ServedLine;
  let ticket: string;
  beforeEach(async () => {
    line = await servedLine();
    await findable(line);
    ticket = await line.openBuild();
  });
  afterEach(() => line.close());

  const andon = (...args: string[]) => runAndon(['--home', line.directory, ...args], line.directory);

  it('says what can be done, and why not the rest', async () => {
    const { code, out } = await andon('offers', 'shortener');
    expect(code).toBe(0);
    expect(out).toMatch(/^pause +yes$/m);
    expect(out).toMatch(/^resume +no: It is not paused\.$/m);
    expect(JSON.parse((await andon('offers', 'shortener', '--json')).out).offers).toHaveLength(10);
    expect((await andon('offers', 'nobody')).code).toBe(1);
  });

  it('prioritises by a word or a number, and by nothing else', async () => {
    expect((await andon('prioritise', 'shortener', 'high')).out).toContain('has priority 100; it was 0');
    expect((await andon('prioritise', 'shortener', '-2.5')).out).toContain('has priority -2.5; it was 100');
    expect(await andon('prioritise', 'shortener', 'soon')).toMatchObject({
      code: 2,
      err: expect.stringContaining('urgent, high, normal, low, or a number'),
    });
  });

  it.each([
    ['assign', 'shortener'],
    ['approve', 'shortener'],
    ['send-back', 'shortener', 'otherwise, please'],
    ['roll-back', 'shortener'],
    ['roll-back', 'shortener', 'r-1', '--reason', 'it was better'],
    ['retry', 'shortener'],
  ])('is refused with the reason where it would do nothing: %s', async (...args) => {
    const { code, err } = await andon(...args);
    expect(code).toBe(4);
    expect(err).toMatch(/\. |now: /);
  });

  it('gives a ticket, by its own name or its service’s, to a session', async () => {
    const session = { capabilities: ['builder'], slots: 1, agent: 'person', host: 'here' };
    await line.sessions.register({ ...session, name: 'eve' }, { local: true });
    await line.settled();
    expect(await andon('assign', ticket)).toMatchObject({
      code: 4,
      err: expect.stringContaining('name eve'),
    });
    expect(await andon('assign', 'shortener', 'eve')).toMatchObject({
      code: 0,
      out: `eve has ticket ${ticket}.\n`,
    });
    expect((await andon('assign', 'shortener', 'eve')).err).toContain('eve has it');
    expect((await andon('assign', 'nothing')).code).toBe(1);
  });

  it('shows each statement of a spec with what is known of it', async () => {
    mkdirSync(join(line.services, 'notes'));
    writeFileSync(join(line.services, 'notes', 'SPEC.md'), specTemplates[0]?.text ?? '');
    const { out } = await andon('spec', 'show', 'notes');
    expect(out).toContain('nothing was verified under this text yet');
    expect(out).toContain('9: `title` is required, 1 to 120 characters.\n  not yet: will be tried');
    expect(out).toContain('nothing checks this by itself');
    expect(JSON.parse((await andon('spec', 'show', 'notes', '--json')).out)).toMatchObject({
      service: 'notes',
    });
  });
});
