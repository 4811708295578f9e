import { useEffect, useRef } from 'react';
import { age } from './age.ts';

const shown = new Set<HTMLTimeElement>();
let timer: ReturnType<typeof setInterval> | undefined;

// One timer writes all ages straight into the page: a second's tick renders nothing.
function tick(): void {
  if (document.hidden) return;
  for (const element of shown) write(element);
}

function write(element: HTMLTimeElement): void {
  const skew = Number(document.documentElement.dataset.skew ?? 0);
  const text = age(Date.now() + skew - Number(element.dataset.since));
  if (element.textContent !== text) element.textContent = text;
}

/** How long ago `since` (the server's clock, epoch milliseconds) was, ticking. */
export function AgeMark({ since }: { since: number }) {
  const element = useRef<HTMLTimeElement>(null);
  useEffect(() => {
    const mine = element.current;
    if (!mine) return;
    shown.add(mine);
    write(mine);
    timer ??= setInterval(tick, 1_000);
    return () => {
      shown.delete(mine);
      if (shown.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    };
  }, []);
  useEffect(() => {
    if (element.current?.dataset.since === String(since)) write(element.current);
  }, [since]);
  return (
    <time
      ref={element}
      data-since={since}
      dateTime={new Date(since).toISOString()}
      title={new Date(since).toLocaleString()}
    />
  );
}
