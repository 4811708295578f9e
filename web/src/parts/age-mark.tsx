import { memo } from 'react';
import { age } from './age.ts';
import { useTicking } from './ticking.ts';

/** How long ago `since` (the server's clock, epoch milliseconds) was, ticking. */
export const AgeMark = memo(function AgeMark({ since }: { since: number }) {
  const element = useTicking<HTMLTimeElement>((now) => age(now - since));
  const date = new Date(since);
  return <time ref={element} dateTime={date.toISOString()} title={date.toLocaleString()} />;
});
