import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Driver } from '../../../../src/worker/driver.port.ts';
import type { MockScript } from '../../../../src/worker/drivers/mock/script.ts';
import { runs } from '../../../sandbox/tiers.ts';
import { exampleSpec } from '../reference/specs.ts';
import { removeWorkspaces, startRun } from './driver-run.ts';

/** A driver with the scripted agent, and what it can hear of it. What it cannot must not hurt it. */
export type Subject = {
  readonly name: string;
  /** It takes up an earlier session of the agent. */
  readonly resumes: boolean;
  /** It carries the agent's questions to a person. */
  readonly asks: boolean;
  /** It hears what the work costs. */
  readonly counts: boolean;
  make(script: string | Partial<MockScript>, options?: { graceMs?: number; askMs?: number }): Driver;
  /** A driver whose program is not on this machine. */
  missing(): Driver;
};

const noControls = /^(?:[\t\n]|\P{Cc})*$/u;

/** What every driver promises, whatever the agent does. */
export function driversConform(subject: Subject): void {
  const { resumes, asks, counts } = subject;
  const run = (script: string | Partial<MockScript>, wish?: Parameters<typeof startRun>[1]) =>
    startRun(subject.make(script), wish);

  describe(`the driver ${subject.name}`, () => {
    afterEach(removeWorkspaces);

    it('tells what the agent does as it does it, and takes its end for a submission', async () => {
      const { heard, outcome, workspace } = run('stream');
      expect(await outcome).toEqual({
        type: 'submitted',
        summary: expect.stringMatching(/It is done|All of it/),
      });
      expect(heard.all().join('\n')).toMatch(/I begin\..*With the code\..*Run the tests.*It is done\./s);
      expect(heard.progress).toEqual(['32 1/3 write the code']);
      expect(readFileSync(join(workspace, 'BUILD/made.txt'), 'utf8')).toBe('made\n');
    });

    it('carries a ticket out: the spec in the workspace becomes a build', async () => {
      const { outcome, workspace } = run('work', { brief: { spec: exampleSpec('quotes') } });
      expect((await outcome).type).toBe('submitted');
      for (const file of ['package.json', 'src/main.js', 'README.md'])
        expect(existsSync(join(workspace, 'BUILD', file)), file).toBe(true);
    });

    it('ends soon when it is not wanted any more', async () => {
      const { outcome, until, stop } = run('silence');
      await until('I think about it.');
      stop();
      expect((await outcome).type).toBe('failed');
    });

    it('never begins what is not wanted already', async () => {
      const running = run('stream');
      running.stop();
      expect((await running.outcome).type).toBe('failed');
    });

    it(`${resumes ? 'takes up' : 'does without'} an earlier session`, async () => {
      const { outcome, heard } = run('session', { more: { resume: 'earlier-1' } });
      expect((await outcome).type).toBe('submitted');
      if (resumes) expect(heard.all()).toContain('session earlier-1, taken up, tools: none');
      expect(heard.sessions).toEqual(resumes ? ['earlier-1'] : []);
    });

    it(`${asks ? 'carries a question to a person, and the answer back' : 'goes on where the agent asks'}`, async () => {
      const { outcome, heard } = run('question', {
        ask: async (question) => (question.includes('colour') ? 'blue' : 'Yes, push'),
      });
      expect((await outcome).type).toBe('submitted');
      if (!asks) return;
      expect(heard.questions).toEqual([
        { question: expect.stringContaining('Push to production'), options: ['Yes, push', 'No'] },
        { question: expect.stringContaining('Which colour?'), options: ['red', 'blue'] },
      ]);
      expect(heard.all()).toContain('leave: o0');
      expect(heard.all()).toContain('form: accept {"answer":"blue"}');
    });

    it('waits for nobody who does not answer', async () => {
      const driver = subject.make('question', { askMs: 50 });
      const { outcome, heard } = startRun(driver, { ask: () => new Promise(() => undefined) });
      expect((await outcome).type).toBe('submitted');
      if (asks) expect(heard.all()).toEqual(expect.arrayContaining(['leave: o1', 'form: cancel {}']));
    });

    it(`${counts ? 'tells what the work costs' : 'tells no cost it does not know'}`, async () => {
      const { outcome, heard } = run('usage');
      expect((await outcome).type).toBe('submitted');
      const last = heard.usage.at(-1);
      if (counts) expect(last).toEqual({ usd: 0.25, tokens: 1_200, ms: expect.any(Number) });
      else expect(heard.usage.filter(({ usd, tokens }) => usd !== null || tokens !== null)).toEqual([]);
    });

    it('tells a cost that the agent does not say as unknown, never as nothing', async () => {
      const { outcome, heard } = run('usage-unknown');
      expect((await outcome).type).toBe('submitted');
      expect(heard.usage.filter(({ usd, tokens }) => usd !== null || tokens !== null)).toEqual([]);
    });

    it.each([
      ['fails', 'work', 'I lost the thread'],
      ['dies', 'work', 'code 3'],
      ['dies-loud', 'work', 'Segmentation fault in the parser'],
      ['limit', 'provider', 'usage limit'],
      ['no-login', 'provider', 'Invalid API key'],
      ['disk-full', 'environment', 'no space left'],
    ])('an agent that ends by "%s" is a failure of class %s, with its words', async (script, kind, words) => {
      const began = Date.now();
      const outcome = await run(script).outcome;
      expect(outcome).toMatchObject({
        type: 'failed',
        class: kind,
        reason: expect.stringContaining(words),
      });
      if (script === 'limit' && 'resetsAt' in outcome)
        expect(Math.round(((outcome.resetsAt ?? 0) - began) / 60_000)).toBe(150);
    });

    it('takes a program that is not there for nobody’s fault', async () => {
      expect(await startRun(subject.missing()).outcome).toMatchObject({
        type: 'failed',
        class: 'environment',
      });
    });

    it.each(['cannot', 'contradiction'])('hands "%s" on with its clauses', async (script) => {
      const outcome = await run(script).outcome;
      expect(outcome.type).toBe(script);
      expect('clauses' in outcome && outcome.clauses.length).toBeGreaterThan(0);
    });

    it('is not hurt by a line of 10 MB, and shows what can be read of it', async () => {
      const { outcome, heard } = run('long-line');
      expect((await outcome).type).toBe('submitted');
      expect(heard.all().some((text) => text.startsWith('xxxx'))).toBe(true);
      expect(Math.max(...heard.all().map((text) => text.length))).toBeLessThan(70_000);
    });

    it('is not hurt by garbage, and shows no control characters of it', async () => {
      const { outcome, heard } = run('garbage');
      expect((await outcome).type).toBe('submitted');
      expect(heard.all().filter((text) => !noControls.test(text))).toEqual([]);
      expect(heard.all().join('\n')).toContain('It is done.');
    });

    it('is not hurt by a flood, and hears its end', async () => {
      const { outcome, heard } = run('flood');
      expect((await outcome).type).toBe('submitted');
      expect(heard.all().join('\n')).toContain('line 4999 of many');
      expect(heard.all().join('\n')).toContain('It is done.');
    });
  });
}

/** What every driver promises of the processes of an agent, in each kind of sandbox. */
export function driversLeaveNothing(subject: Pick<Subject, 'name' | 'make'>): void {
  let words = 0;
  const word = () => {
    words += 1;
    return `andon-child-${process.pid}-${subject.name.replaceAll(/\W/g, '-')}-${words}`;
  };

  describe(`after a run of the driver ${subject.name}`, () => {
    afterEach(removeWorkspaces);

    it('ends an agent that listens to nobody, with what it started', async () => {
      const mark = word();
      const deaf: Partial<MockScript> = {
        steps: [
          { do: 'child', word: mark },
          { do: 'say', text: 'I listen to nobody.' },
          { do: 'silence', deaf: true },
        ],
      };
      const { outcome, until, stop } = startRun(subject.make(deaf, { graceMs: 50 }));
      await until('I listen to nobody.');
      expect(runs(mark)).toBe(true);
      stop();
      expect((await outcome).type).toBe('failed');
      await expect.poll(() => runs(mark), { timeout: 30_000 }).toBe(false);
    });

    it('leaves nothing running that the agent left behind', async () => {
      const mark = word();
      const leaving: Partial<MockScript> = {
        steps: [
          { do: 'child', word: mark },
          { do: 'say', text: 'Done.' },
        ],
      };
      expect((await startRun(subject.make(leaving, { graceMs: 50 })).outcome).type).toBe('submitted');
      await expect.poll(() => runs(mark), { timeout: 30_000 }).toBe(false);
    });
  });
}
