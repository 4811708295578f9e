import { describe, expect, it } from 'vitest';
import { lastWords } from '../../src/worker/last-words.ts';

describe('the last words of an agent', () => {
  it.each([
    ['plain', 'I looked.\n\nANDON: cannot: it needs a GPU', 'cannot', ['it needs a GPU']],
    ['in bold', 'So:\n**ANDON: cannot: no compiler**\n', 'cannot', ['no compiler']],
    ['as code', '```\nANDON: contradiction: a; not a\n```', 'contradiction', ['a; not a']],
    ['several', 'ANDON: contradiction: a\nANDON: contradiction: b', 'contradiction', ['a', 'b']],
    ['in another case', 'andon: Cannot: it', 'cannot', ['it']],
  ])('are heard %s', (_name, message, type, clauses) => {
    expect(lastWords(message)).toEqual({ type, clauses });
  });

  it.each([
    ['nothing of the kind', 'All is done.'],
    ['a quotation in the middle', 'You said\nANDON: cannot: x\nbut I could.'],
    ['the words of the prompt', 'ANDON: cannot: <the sentence, and why>'],
    ['no clause', 'ANDON: cannot:'],
    ['nothing', ''],
  ])('are none where there is %s', (_name, message) => {
    expect(lastWords(message)).toBeUndefined();
  });

  it('are cut where they are endless', () => {
    const words = lastWords(`ANDON: cannot: ${'x'.repeat(100_000)}`);
    expect(words?.clauses.join('').length ?? 0).toBeLessThanOrEqual(4_000);
    expect(lastWords('ANDON: cannot: y\n'.repeat(1_000))?.clauses).toHaveLength(20);
  });
});
