import { describe, expect, it } from 'vitest';
import { newPart, ServiceOutput } from '../../src/app/service-output.ts';
import { MemorySignals } from '../../src/coordinator/memory-signals.ts';
import { realClock } from '../../src/coordinator/real-clock.ts';

describe('what a service prints', () => {
  it('is the end of a growing text', () => {
    expect(newPart('', 'a\nb\n')).toBe('a\nb\n');
    expect(newPart('a\n', 'a\nb\n')).toBe('b\n');
    expect(newPart('a\n', 'a\n')).toBe('');
  });

  it('is found again when its beginning has left the window', () => {
    const before = `${'x'.repeat(3_000)}\nlast\n`;
    expect(newPart(before, `${before.slice(500)}new\n`)).toBe('new\n');
  });

  it('is taken whole when nothing of it was seen before', () => {
    expect(newPart('old\n', 'other\n')).toBe('other\n');
  });

  it('comes into the log line by line, each once, and only whole lines', async () => {
    const signals = new MemorySignals(realClock);
    let text = 'one\ntw';
    const output = new ServiceOutput(async () => text, signals);
    await output.pull('s');
    text = 'one\ntwo\nthree\n';
    await output.pull('s');
    await output.pull('s');
    expect(signals.logs('s').map((line) => line.line)).toEqual(['one', 'two', 'three']);
  });
});
