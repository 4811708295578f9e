import { describe, expect, it } from 'vitest';
import { createReports } from '../../src/worker/report-batcher.ts';

function reports(fail = false) {
  const sent = { progress: [] as number[], lines: [] as string[], calls: 0 };
  const reporting = createReports({
    async progress(percent) {
      sent.progress.push(percent);
    },
    async log(lines) {
      sent.calls += 1;
      if (fail) throw new Error('nobody listens');
      sent.lines.push(...lines);
    },
  });
  return { sent, reporting };
}

describe('reports', () => {
  it('send the newest progress alone, and lines together in their order', async () => {
    const { sent, reporting } = reports();
    for (let percent = 0; percent <= 40; percent += 1) reporting.progress(percent, 'working');
    reporting.log('one\ntwo');
    reporting.log('three');
    await reporting.close();
    expect(sent.progress).toEqual([40]);
    expect(sent.lines).toEqual(['one', 'two', 'three']);
    expect(sent.calls).toBe(1);
  });

  it('say how much they dropped of a flood', async () => {
    const { sent, reporting } = reports();
    for (let line = 0; line < 7_000; line += 1) reporting.log(`line ${line}`);
    await reporting.close();
    expect(sent.lines.at(-1)).toBe('(2000 lines were printed too fast to be shown)');
    expect(sent.lines).toHaveLength(5_001);
  });

  it('take a percentage that is none for 0 and keep it between 0 and 100', async () => {
    const { sent, reporting } = reports();
    reporting.progress(Number.NaN, '');
    await reporting.close();
    expect(sent.progress).toEqual([0]);
  });

  it('end also when nobody listens, and take nothing afterwards', async () => {
    const { sent, reporting } = reports(true);
    reporting.log('lost');
    await reporting.close();
    reporting.log('late');
    expect(sent.lines).toEqual([]);
  });
});
