import { describe, expect, it } from 'vitest';
import { turnOutcome } from '../../../../src/worker/drivers/acp/turn-outcome.ts';

const now = Date.parse('2026-11-21T12:00:00Z');
const ended = (stopReason: string, lastMessage: string, hasActed = true) =>
  turnOutcome({ stopReason, lastMessage, hasActed, now });

describe('the end of a turn', () => {
  it('is the provider’s where an agent that did nothing answers with a limit or a missing login', () => {
    expect(ended('end_turn', 'Claude AI usage limit reached|1795275000', false)).toMatchObject({
      class: 'provider',
      resetsAt: 1_795_275_000_000,
    });
    expect(ended('end_turn', 'Invalid API key · Please run /login', false)).toMatchObject({
      class: 'provider',
    });
    const limiter = 'Built the limiter: the 11th request is told "rate_limit_exceeded".';
    expect(ended('end_turn', limiter)).toEqual({ type: 'submitted', summary: limiter });
  });

  it('is a submission with the first line of the last message', () => {
    expect(ended('end_turn', '\n# Built it\n\nAll of it.')).toEqual({
      type: 'submitted',
      summary: 'Built it',
    });
    expect(ended('end_turn', '')).toEqual({ type: 'submitted', summary: '' });
  });

  it('hands the ticket back where the message ends so', () => {
    expect(ended('end_turn', 'I tried.\nANDON: cannot: there is no such API')).toEqual({
      type: 'cannot',
      clauses: ['there is no such API'],
    });
    expect(ended('end_turn', 'ANDON: contradiction: it is public and secret')).toMatchObject({
      type: 'contradiction',
    });
  });

  it('is a refusal with its words, or with a sentence where there are none', () => {
    expect(ended('refusal', 'Not this.')).toEqual({ type: 'cannot', clauses: ['Not this.'] });
    expect(ended('refusal', '')).toEqual({
      type: 'cannot',
      clauses: ['The agent refuses and says nothing of why.'],
    });
  });

  it.each(['max_tokens', 'max_turn_requests', 'cancelled', 'something_new', ''])(
    'is failed work where it ends by "%s"',
    (stopReason) => {
      const outcome = ended(stopReason, 'And then');
      expect(outcome).toMatchObject({ type: 'failed', class: 'work' });
      expect('reason' in outcome && outcome.reason).toMatch(/\. It last said: And then$/);
    },
  );
});
