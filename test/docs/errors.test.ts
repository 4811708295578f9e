import { expect, it } from 'vitest';
import { errorCodes } from '../../src/errors.ts';
import { namesIn, rowsBelow, textOf } from './markdown.ts';

it('docs/errors.md lists every code with its status and whether it may succeed later, and no other', () => {
  const written = rowsBelow(textOf('docs/errors.md'), '# Errors').map(([code, status, again]) => [
    namesIn(code)[0],
    { status: Number(status), retryable: again === 'yes' },
  ]);
  const real = Object.entries(errorCodes).map(([code, { status, retryable }]) => [
    code,
    { status, retryable },
  ]);
  expect(written).toEqual(real);
});
