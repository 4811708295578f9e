import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { keyText, shortcuts } from '../../web/src/shell/shortcuts.ts';
import { pageNames } from '../browser/pages.ts';
import { root, textOf } from './markdown.ts';

const directory = join(root, 'docs', 'board');

it('every key of the board is written down', () => {
  const text = textOf('docs/board.md');
  const rows = Object.values(shortcuts)
    .flat()
    .map(
      ({ keys, does }) => `| ${keys.map((key) => `\`${keyText(key, false)}\``).join(' then ')} | ${does} |`,
    );
  expect(rows.filter((row) => !text.includes(row))).toEqual([]);
});

it('there is a small picture of every page, in both themes, for desktop and phone, and no other', () => {
  const wanted = pageNames.flatMap((page) =>
    ['light', 'dark'].flatMap((theme) => [1440, 375].map((width) => `${page}-${theme}-${width}.png`)),
  );
  const there = readdirSync(directory).filter((name) => name.endsWith('.png'));
  expect(there.sort()).toEqual(wanted.sort());
  expect(there.filter((name) => statSync(join(directory, name)).size > 120_000)).toEqual([]);
});
