import { describe, expect, it } from 'vitest';
import { readOwnSettings } from '../../src/stack/own-settings.ts';

describe('what a service says of how it is built', () => {
  it('is read among keys that are somebody else’s', () => {
    const text =
      'stack:\n  install: [make]\nredundancy: 3\nmerge: true\napproval: true\nbudget: { usd: 2.5, minutes: 30 }\n';
    expect(readOwnSettings(text)).toEqual({
      settings: {
        redundancy: 3,
        merge: true,
        budget: { usd: 2.5, tokens: null, ms: 1_800_000 },
        approval: true,
      },
      problems: [],
    });
  });

  it.each(['', '# only a comment', '- a list', 'just words'])('is nothing in %j', (text) => {
    expect(readOwnSettings(text)).toEqual({ settings: {}, problems: [] });
  });

  it.each([
    ['redundancy: 0'],
    ['redundancy: 6'],
    ['redundancy: 1.5'],
    ['redundancy: "3"'],
    ['redundancy:'],
    ['merge: perhaps'],
    ['approval: sometimes'],
    ['budget: 5'],
    ['budget: { dollars: 5 }'],
    ['budget: { usd: -1 }'],
    ['budget: *all'],
  ])('is a problem with its line where it cannot be used: %s', (line) => {
    const { settings, problems } = readOwnSettings(`name: x\nother: &all { usd: 1 }\n${line}\n`);
    expect(settings).toEqual({});
    expect(problems).toEqual([
      { line: 3, text: expect.stringMatching(/^(redundancy|merge|budget|approval) m/) },
    ]);
  });

  it('is a problem with its line where the text is no YAML', () => {
    const { problems } = readOwnSettings('a: 1\nredundancy: [2\n');
    expect(problems).toEqual([
      { line: expect.any(Number), text: expect.stringMatching(/^is not valid YAML: /) },
    ]);
  });

  it('counts lines from where the text begins, and reads only the keys it is asked for', () => {
    const { settings, problems } = readOwnSettings('budget: none\nredundancy: x', ['redundancy'], 2);
    expect([settings, problems.map(({ line }) => line)]).toEqual([{}, [3]]);
  });
});
