import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { table } from './table.ts';

it('machines/README.md says what the machines do; `npm run table` writes it anew', () => {
  const written = readFileSync(new URL('../../machines/README.md', import.meta.url), 'utf8');
  expect(written === table()).toBe(true);
});
