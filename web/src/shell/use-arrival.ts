import { useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';

const GIVE_UP_MS = 5_000;

/**
 * Moves the focus to the heading of a page one went to, as a loaded page would begin there. Pages come in parts, so it
 * waits for the heading; whoever has gone on meanwhile is left alone.
 */
export function useArrival(): void {
  const path = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname });
  const last = useRef(path);
  useEffect(() => {
    const from = last.current;
    last.current = path;
    const main = document.getElementById('main');
    if (!main || from === undefined || from === path) return;
    const before = document.activeElement;
    const arrive = () => {
      const heading = main.querySelector<HTMLElement>('h1, h2');
      if (!heading) return false;
      const { activeElement } = document;
      if (activeElement === before || activeElement === document.body || activeElement === null) {
        heading.tabIndex = -1;
        heading.focus({ preventScroll: true });
      }
      return true;
    };
    if (arrive()) return;
    const watching = new MutationObserver(() => {
      if (arrive()) watching.disconnect();
    });
    watching.observe(main, { childList: true, subtree: true });
    const late = setTimeout(() => watching.disconnect(), GIVE_UP_MS);
    return () => {
      clearTimeout(late);
      watching.disconnect();
    };
  }, [path]);
}
