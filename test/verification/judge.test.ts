import { describe, expect, it } from 'vitest';
import { failedCheck, inconclusiveCheck, passedCheck, skippedCheck } from '../../src/verification/check.ts';
import { judge } from '../../src/verification/judge.ts';

describe('the verdict', () => {
  it('is passed when nothing required failed or stayed open', () => {
    expect(
      judge([
        passedCheck('suite'),
        skippedCheck('parent', 'nothing was broken before'),
        failedCheck('quality', ['a line is too long'], { advisory: true }),
        inconclusiveCheck('security', 'environment', 'bandit hangs', { advisory: true }),
      ]),
    ).toEqual({ verdict: 'passed', reasons: [] });
  });

  it('is failed with all reasons, and tampering as soon as one of them is', () => {
    const work = failedCheck('stubs.throw', ['the tests pass without the implementation']);
    expect(judge([work])).toMatchObject({ verdict: 'failed', class: 'work', reasons: work.reasons });
    const bent = failedCheck('integrity', ['a test is gone'], { class: 'tampering' });
    expect(judge([work, bent])).toMatchObject({
      verdict: 'failed',
      class: 'tampering',
      reasons: [...work.reasons, ...bent.reasons],
    });
  });

  it('is flaky when nothing else is wrong', () => {
    const flaky = failedCheck('flaky', ['"adds" failed once and passed once'], { class: 'flaky' });
    expect(judge([flaky])).toMatchObject({ verdict: 'flaky', reasons: flaky.reasons });
    expect(judge([flaky, failedCheck('suite', ['no'])])).toMatchObject({ verdict: 'failed', class: 'work' });
  });

  it('is inconclusive when a required answer is missing, and never while the work failed', () => {
    const open = inconclusiveCheck('acceptance', 'environment', 'no memory left');
    expect(judge([passedCheck('suite'), open])).toEqual({
      verdict: 'inconclusive',
      fault: 'environment',
      reasons: ['no memory left'],
    });
    expect(judge([inconclusiveCheck('argv', 'gate', 'andon.yaml hides failures')])).toMatchObject({
      verdict: 'inconclusive',
      fault: 'gate',
    });
    expect(judge([failedCheck('suite', ['no']), open])).toMatchObject({ verdict: 'failed' });
  });

  it('tells the mutation score, whatever the verdict', () => {
    expect(judge([passedCheck('mutation', { facts: { score: 75 } })])).toMatchObject({ mutation: 75 });
    expect(judge([failedCheck('mutation', ['weak'], { facts: { score: 10 } })])).toMatchObject({
      mutation: 10,
      verdict: 'failed',
    });
  });
});
