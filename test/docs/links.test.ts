import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeIn, documents, root, textOf } from './markdown.ts';

/** A heading as GitHub names its anchor. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

const anchorsOf = (path: string): string[] =>
  [...textOf(path).matchAll(/^#{1,6} (.+)$/gm)].map((match) => anchorOf(match[1] ?? ''));

const linksIn = (path: string): string[] =>
  [...textOf(path).matchAll(/\]\(([^()\s]+)\)/g)]
    .map((match) => match[1] ?? '')
    .filter((link) => !/^https?:/.test(link));

describe.each(documents)('%s', (path) => {
  it('links to files and headings that are there', () => {
    const broken = linksIn(path).filter((link) => {
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? path : join(dirname(path), file);
      if (!existsSync(join(root, target))) return true;
      return anchor !== undefined && !anchorsOf(target).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('names files and folders of this repository that are there', () => {
    const named = codeIn(textOf(path))
      .flatMap(
        (code) => code.match(/(?<![\w/.-])(?:src|machines|web|test|docs|services-example)\/[\w./-]+/g) ?? [],
      )
      .filter((name) => !name.includes('.port'));
    expect(named.filter((name) => !existsSync(join(root, name)))).toEqual([]);
  });

  it('names npm scripts that are there', () => {
    const { scripts } = JSON.parse(textOf('package.json'));
    const named = [...textOf(path).matchAll(/\bnpm run (?:--\S+ )*([a-z:]+)/g)].map(
      (match) => match[1] ?? '',
    );
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});
