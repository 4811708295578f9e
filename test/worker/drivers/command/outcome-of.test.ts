import { describe, expect, it } from 'vitest';
import { type Ending, outcomeOf } from '../../../../src/worker/drivers/command/outcome-of.ts';

const now = Date.UTC(2026, 10, 21, 12);
const endedBy = (exit: number, more: Partial<Ending> = {}) =>
  outcomeOf({
    ended: { exit, signal: null, reason: 'exited', output: '', durationMs: 1 },
    ...{ said: {}, tail: [], errors: [], out: [], exitClasses: {}, now },
    ...more,
  });

describe('how a program ended', () => {
  it('by 76 says that the spec contradicts itself, in the clauses it wrote down', () => {
    expect(endedBy(76, { out: ['FR-1 says 200', 'FR-7 says 404'] })).toEqual({
      type: 'contradiction',
      clauses: ['FR-1 says 200', 'FR-7 says 404'],
    });
  });

  it.each([
    ['resets 1795269600', 1_795_269_600_000],
    ['resets 2026-11-21T14:00:00Z', 1_795_269_600_000],
    ['resets in 2 hours', 1_795_269_600_000],
    ['resets 2pm', 1_795_269_600_000],
  ])('by 77 parks its account: "%s"', (line, resetsAt) => {
    expect(endedBy(77, { out: ['the limit of five hours', line] })).toEqual({
      type: 'failed',
      class: 'provider',
      reason: 'the limit of five hours',
      resetsAt,
    });
  });

  it('by 77 without a time is a matter of the provider all the same', () => {
    expect(endedBy(77, { errors: ['log in first'] })).toEqual({
      type: 'failed',
      class: 'provider',
      reason: 'log in first',
    });
  });

  it('by 0 is no submission where it said itself that it failed', () => {
    expect(endedBy(0, { said: { error: 'I lost the thread' } })).toMatchObject({
      type: 'failed',
      class: 'work',
    });
  });

  it('for want of memory is the environment’s fault', () => {
    const ended = { exit: null, signal: 'SIGKILL', reason: 'oom', output: '', durationMs: 1 } as const;
    expect(endedBy(0, { ended })).toMatchObject({ class: 'environment' });
  });

  it('takes the words of a limit in a test’s output for what they are', () => {
    const tail = ['not ok 3 - answers 429 Too Many Requests after the rate limit', '# fail 1', 'I give up'];
    expect(endedBy(1, { tail })).toMatchObject({ class: 'work' });
  });
});
