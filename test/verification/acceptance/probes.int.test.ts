import { afterAll, describe, expect, it } from 'vitest';
import { exampleSpec } from '../../worker/drivers/reference/specs.ts';
import { nodeBuild, otherLinks } from './other-links.ts';
import { accept, removeRooms } from './service-room.ts';

afterAll(removeRooms);

const spec = exampleSpec('url-shortener');

function sabotaged(piece: string, by: string): Record<string, string> {
  if (!otherLinks.includes(piece)) throw new Error(`${piece} is not there to be replaced`);
  return nodeBuild(otherLinks.replace(piece, by));
}

describe('probes made of a spec', () => {
  it('pass an honest service of another style', async () => {
    const [check] = await accept(spec, nodeBuild(otherLinks));
    expect(check).toMatchObject({ status: 'passed', reasons: [] });
    expect(check?.facts).toMatchObject({ criteria: 10, notUnderstood: 0, linesBroken: '' });
    expect(String(check?.facts.linesHeld).split(' ').length).toBeGreaterThan(10);
  });

  it('say of each line of the spec what became of it', async () => {
    const taken = sabotaged("if (links.has(code)) throw fail(409, 'code is taken');", '');
    const [check] = await accept(spec, taken);
    const { linesBroken, linesHeld, linesOpen } = check?.facts ?? {};
    const lines = (fact: unknown) => String(fact).split(' ').filter(Boolean);
    expect(lines(linesBroken)).toContain('98');
    expect(lines(linesHeld)).not.toContain('98');
    expect(lines(linesHeld).filter((one) => lines(linesOpen).includes(one))).toEqual([]);
  });

  it.each([
    [
      'a list that is written into the code',
      'const all = [...links.values()].reverse();',
      "const all = [{ code: 'spring', url: 'https://example.com/a', hits: 3 }];",
      /GET \/links .* which does not hold what POST \/links/,
    ],
    [
      'another status than the spec names',
      'return [201, { data: link }]',
      'return [200, { data: link }]',
      /SPEC\.md:\d+ ".*": POST \/links \{.*answered 200 .*, not 201/,
    ],
    [
      'keys that may stand twice',
      "if (links.has(code)) throw fail(409, 'code is taken');",
      '',
      /SPEC\.md:98 "POST \/links with a taken code returns 409\.": POST \/links .* answered 201 .*, not 409/,
    ],
    [
      'data that a restart loses',
      'writeFileSync(file, JSON.stringify([...links]))',
      'undefined',
      /after a restart GET \/links\/\w+ answered 404/,
    ],
    [
      'a missing url that is taken',
      "if (typeof url !== 'string' || url.length > 2000 || !isAddress(url))",
      'if (url !== undefined && !isAddress(url))',
      /without url returns 400.*POST \/links \{\} answered 201/,
    ],
    ['a counter that stands still', 'link.hits += 1;', '', /`hits` went from 0 to 0/],
    [
      'what is deleted and stays',
      'links.delete(find(code).code)',
      'find(code)',
      /after DELETE \/links\/.* answered 204, GET \/links\/.* answered 200/,
    ],
    ['an order turned round', '.reverse()', '', /newest/],
    [
      'a redirect elsewhere',
      '{ location: link.url }',
      "{ location: 'https://example.com/' }",
      /with Location https:\/\/example\.com\/, not/,
    ],
    [
      'unknown keys that are found',
      "if (!links.has(code)) throw fail(404, 'there is no link with the code ' + code);",
      "if (!links.has(code)) return { code, url: 'https://example.com/', hits: 0 };",
      /not 404/,
    ],
  ])('fail %s', async (_about, piece, by, reason) => {
    const [check] = await accept(spec, sabotaged(piece, by));
    expect(check?.status).toBe('failed');
    expect(check?.reasons.join('\n')).toMatch(reason);
  });

  it('tell the request, the answer and the seed, and draw the same values for the same seed', async () => {
    const build = sabotaged('return [201, { data: link }]', 'return [500, { oh: "no" }]');
    const [first] = await accept(spec, build, { seed: 'one' });
    const [again] = await accept(spec, build, { seed: 'one' });
    const [other] = await accept(spec, build, { seed: 'two' });
    expect(first?.reasons).toEqual(again?.reasons);
    expect(first?.reasons).not.toEqual(other?.reasons);
    expect(first?.facts.seed).toContain('one');
    expect(first?.reasons[0]).toMatch(
      /^SPEC\.md:\d+ ".+": POST \/links \{"url":"https:\/\/example\.com\/\w+"\} answered 500 \{"oh":"no"\}/,
    );
  });

  it('say of a service that ends what ended it', async () => {
    const [check] = await accept(
      spec,
      sabotaged('link.hits += 1;', "console.error('out of luck'); process.exit(3);"),
    );
    expect(check?.status).toBe('failed');
    expect(check?.reasons.join('\n')).toMatch(/GET \/\w+ ended the service \(exit 3\):[\s\S]*out of luck/);
  });

  it('are as strict as andon.yaml says', async () => {
    const build = sabotaged('link.hits += 1;', '');
    const yaml = (word: string) => `verification:\n  acceptance: ${word}\n`;
    expect(await accept(spec, build, { andonYaml: yaml('off') })).toEqual([]);
    expect((await accept(spec, build, { andonYaml: yaml('advisory') }))[0]).toMatchObject({
      status: 'failed',
      advisory: true,
    });
  });
});
