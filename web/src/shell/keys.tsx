import { Kbd } from '@mantine/core';
import { Fragment } from 'react';
import { isMac } from './is-mac.ts';
import { keyText } from './shortcuts.ts';

/** Keys as they stand on a keyboard, one after the other. */
export function Keys({ keys }: { keys: readonly string[] }) {
  return (
    <span>
      {keys.map((key, index) => (
        <Fragment key={keys.slice(0, index + 1).join(' ')}>
          {index > 0 && ' then '}
          <Kbd>{keyText(key, isMac)}</Kbd>
        </Fragment>
      ))}
    </span>
  );
}
