import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lineStates } from '../../machines/states.ts';
import { parseSpec } from '../../src/catalog/spec/parse-spec.ts';
import { sectionNames } from '../../src/catalog/spec/section-names.ts';
import { readSpec } from '../../src/spec-model/read-spec.ts';
import { codeIn, namesIn, root, rowsBelow, textOf } from './markdown.ts';

const readme = textOf('README.md');
const [, example = ''] = /<!-- example[^\n]*\n````markdown\n([\s\S]*?)^````$/m.exec(readme) ?? [];

describe('the example spec of the README', () => {
  it('passes the spec gate, also in its strict form', () => {
    expect(parseSpec(example, { strict: true }).problems).toEqual([]);
    expect(parseSpec(example).sections.map(({ name }) => name)).toEqual([...sectionNames]);
  });

  it('is one that the built-in builder can build', () => {
    expect(readSpec(example)).toMatchObject({ type: 'service' });
  });
});

describe('the README', () => {
  it('tells the phases of each column as the table of states does', () => {
    const told = rowsBelow(readme, '## What happens to it').map(([name, phases]) => [
      name,
      namesIn(phases).sort(),
    ]);
    const real = new Map<string, Set<string>>();
    for (const { column, phase } of Object.values(lineStates)) {
      if (phase !== 'UNKNOWN') real.set(column, (real.get(column) ?? new Set()).add(phase));
    }
    expect(told).toEqual([...real].map(([name, phases]) => [name, [...phases].sort()]));
  });

  it('names only routes that are there', () => {
    const files = (below: string) => readdirSync(join(root, below)).map((name) => textOf(`${below}/${name}`));
    const source = [...files('src/http/routes'), ...files('src/http/plugins')].join('\n');
    const named = codeIn(readme).flatMap(
      (code) => code.match(/\/(?:api|healthz|readyz|metrics|docs\b)[\w/:.]*/g) ?? [],
    );
    const written = named.map((route) => route.replace(/\/(?:pause|resume|retry|retire)$/, ''));
    expect(
      written.filter((route) => !source.includes(`'${route}`) && !source.includes(`\`${route}`)),
    ).toEqual([]);
    expect(named.length).toBeGreaterThan(10);
  });

  it('explains in its words what the machines and the board are made of', () => {
    const words = rowsBelow(readme, '## Words').flatMap(
      ([cell]) => cell?.match(/(?<=\*\*)\w+(?=\*\*)/g) ?? [],
    );
    expect(words).toEqual(
      expect.arrayContaining(['service', 'change', 'ticket', 'lease', 'token', 'session']),
    );
    expect(new Set(words).size).toBe(words.length);
  });
});
