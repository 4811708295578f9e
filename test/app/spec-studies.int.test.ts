import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { SpecStudies, type SpecStudiesOptions } from '../../src/app/spec-studies.ts';
import { silentLog } from '../../src/log.ts';

/** Says what is missing at once, and the rest as the text asks it to. */
const program = `
const { parentPort } = require('node:worker_threads');
parentPort.on('message', ({ text }) => {
  if (text === 'ends') process.exit(0);
  if (text === 'breaks') throw new Error('broken');
  const lint = { title: text, problems: [] };
  parentPort.postMessage({ studied: { lint, statements: [] }, whole: false });
  if (text === 'takes long') for (;;);
  parentPort.postMessage({ studied: { lint, statements: [{ line: 1, text }] }, whole: true });
});
`;

describe('specs that are read in a thread', () => {
  const open: SpecStudies[] = [];
  let threads = 0;
  afterEach(async () => {
    await Promise.all(open.splice(0).map((one) => one.close()));
    threads = 0;
  });

  function studies(more: Partial<SpecStudiesOptions> = {}): SpecStudies {
    const thread = () => {
      threads += 1;
      return new Worker(program, { eval: true });
    };
    const made = new SpecStudies({ strict: false, log: silentLog, thread, ...more });
    open.push(made);
    return made;
  }

  it('are read once each, one after the other, in one thread', async () => {
    const all = studies();
    const read = await Promise.all(['one', 'two', 'one'].map((text) => all.study(text)));
    expect(read.map(({ statements }) => statements[0]?.text)).toEqual(['one', 'two', 'one']);
    expect(read[0]).toBe(read[2]);
    expect(threads).toBe(1);
  });

  it('are answered with what is missing alone when they take too long, and hold up nobody else', async () => {
    const all = studies({ patienceMs: 50 });
    const [slow, next] = await Promise.all([all.study('takes long'), all.study('next')]);
    expect(slow).toMatchObject({ lint: { title: 'takes long' }, statements: [] });
    expect(next.statements).toHaveLength(1);
  });

  it.each(['ends', 'breaks'])('are looked at without it where the thread %s', async (text) => {
    const all = studies();
    const { lint, statements } = await all.study(text);
    expect(lint.missing).toContain('Purpose');
    expect(statements).toEqual([]);
    expect((await all.study('next')).statements).toHaveLength(1);
  });

  it('are looked at without it where no thread can be had', async () => {
    const all = studies({
      thread: () => {
        throw new Error('too many threads');
      },
    });
    expect((await all.study('text')).lint.missing).toContain('Purpose');
  });

  it('are not read any more once it is closed', async () => {
    const all = studies();
    await all.close();
    expect((await all.study('text')).statements).toEqual([]);
    expect(threads).toBe(0);
  });
});
