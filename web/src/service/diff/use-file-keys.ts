import { type RefObject, useEffect } from 'react';

/** `j` and `k` go from the head of one file to the next and back, while nobody types. */
export function useFileKeys(root: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
      const step = event.key === 'j' ? 1 : event.key === 'k' ? -1 : 0;
      const { target } = event;
      if (step === 0 || !(target instanceof HTMLElement) || isTyping(target)) return;
      const heads = [...(root.current?.querySelectorAll<HTMLElement>('[data-file-head]') ?? [])];
      const article = target.closest('[data-file]');
      const now = heads.findIndex((head) => article?.contains(head));
      const next = heads[now < 0 ? 0 : Math.min(heads.length - 1, Math.max(0, now + step))];
      if (!next) return;
      event.preventDefault();
      next.focus();
      next.scrollIntoView({ block: 'start' });
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [root]);
}

function isTyping(element: HTMLElement): boolean {
  return (
    element.isContentEditable ||
    ['INPUT', 'TEXTAREA', 'SELECT'].includes(element.tagName) ||
    element.closest('[role="dialog"], [role="menu"], [role="listbox"]') !== null
  );
}
