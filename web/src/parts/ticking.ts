import { type RefObject, useEffect, useRef } from 'react';
import { untilBeat } from '../live/calmly.ts';

type Shown = { readonly element: Element; readonly text: () => string };

const shown = new Set<Shown>();
let timer: ReturnType<typeof setTimeout> | undefined;

// One timer writes all ages straight into the page: a second's tick renders nothing.
function tick(): void {
  timer = setTimeout(tick, untilBeat());
  if (document.hidden) return;
  for (const each of shown) write(each);
}

function write({ element, text }: Shown): void {
  const words = text();
  if (element.textContent !== words) element.textContent = words;
}

/** Writes what `textAt` says of the server's clock (epoch milliseconds) into an element of this component, each second. */
export function useTicking<E extends Element>(textAt: (now: number) => string): RefObject<E | null> {
  const ref = useRef<E>(null);
  const latest = useRef(textAt);
  useEffect(() => {
    latest.current = textAt;
    if (ref.current) write({ element: ref.current, text: () => textAt(serverNow()) });
  });
  useEffect(() => {
    if (!ref.current) return;
    const mine: Shown = { element: ref.current, text: () => latest.current(serverNow()) };
    shown.add(mine);
    timer ??= setTimeout(tick, untilBeat());
    return () => {
      shown.delete(mine);
      if (shown.size > 0) return;
      clearTimeout(timer);
      timer = undefined;
    };
  }, []);
  return ref;
}

/** The server's clock as far as this page knows it; in the past it stands still. */
function serverNow(): number {
  const { at } = document.documentElement.dataset;
  if (at !== undefined) return Number(at);
  return Date.now() + Number(document.documentElement.dataset.skew ?? 0);
}
