import { useEffect, useRef } from 'react';
import { hear, type ShortcutId } from './shortcuts.ts';

const PAUSE_MS = 1_500;

/**
 * Listens for the board's keys. What stands in a dialog, a menu or a field keeps its keys; `quiet` is while a dialog is
 * on its way.
 */
export function useShortcuts(act: (id: ShortcutId) => void, quiet: boolean): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  }, [act]);
  useEffect(() => {
    if (quiet) return;
    let pending: readonly string[] = [];
    let last = 0;
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || ['Shift', 'Control', 'Meta'].includes(event.key))
        return;
      const { target } = event;
      const element = target instanceof HTMLElement ? target : null;
      if (element?.closest('[role="dialog"], [role="menu"], [role="listbox"]')) return;
      const heard = hear(event.timeStamp - last > PAUSE_MS ? [] : pending, {
        key: event.key,
        mod: event.metaKey || event.ctrlKey,
        alt: event.altKey,
        typing: element !== null && isField(element),
      });
      pending = heard.pending;
      last = event.timeStamp;
      if (heard.id === null) return;
      event.preventDefault();
      latest.current(heard.id);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [quiet]);
}

function isField(element: HTMLElement): boolean {
  return element.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(element.tagName);
}
