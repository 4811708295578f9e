import { describe, expect, it } from 'vitest';
import { turnOutcome } from '../../../../src/worker/drivers/acp/turn-outcome.ts';

describe('the end of a turn', () => {
  it('is a submission with the first line of the last message', () => {
    expect(turnOutcome('end_turn', '\n# Built it\n\nAll of it.')).toEqual({
      type: 'submitted',
      summary: 'Built it',
    });
    expect(turnOutcome('end_turn', '')).toEqual({ type: 'submitted', summary: '' });
  });

  it('hands the ticket back where the message ends so', () => {
    expect(turnOutcome('end_turn', 'I tried.\nANDON: cannot: there is no such API')).toEqual({
      type: 'cannot',
      clauses: ['there is no such API'],
    });
    expect(turnOutcome('end_turn', 'ANDON: contradiction: it is public and secret')).toMatchObject({
      type: 'contradiction',
    });
  });

  it('is a refusal with its words, or with a sentence where there are none', () => {
    expect(turnOutcome('refusal', 'Not this.')).toEqual({ type: 'cannot', clauses: ['Not this.'] });
    expect(turnOutcome('refusal', '')).toEqual({
      type: 'cannot',
      clauses: ['The agent refuses and says nothing of why.'],
    });
  });

  it.each(['max_tokens', 'max_turn_requests', 'cancelled', 'something_new', ''])(
    'is failed work where it ends by "%s"',
    (stopReason) => {
      const outcome = turnOutcome(stopReason, 'And then');
      expect(outcome).toMatchObject({ type: 'failed', class: 'work' });
      expect('reason' in outcome && outcome.reason).toMatch(/\. It last said: And then$/);
    },
  );
});
