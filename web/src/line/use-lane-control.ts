import type { Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Column } from '../../../src/contracts/board.ts';
import type { Lane } from './arrangement.ts';

/** What the keys and the pointer ask of a lane. */
export type LaneControl = {
  /** Brings a row into view and puts the focus on its card. */
  readonly focusRow: (index: number) => void;
  /** The row at this height of the screen. */
  readonly rowAt: (clientY: number) => number;
  /** The row before which something lands that is dropped at this height. */
  readonly edgeAt: (clientY: number) => number;
};

export type Register = (name: Column, control: LaneControl | null) => void;

/** The card of a lane that had the focus last, by id; it stays in the page wherever one scrolls. */
export function useCurrentCard(
  scroller: RefObject<HTMLDivElement | null>,
): [string | null, (id: string) => void] {
  const [current, setCurrent] = useState<string | null>(null);
  useEffect(() => {
    const element = scroller.current;
    const note = ({ target }: FocusEvent) => {
      const card = target instanceof Element ? target.closest('[data-service]') : null;
      const id = card?.getAttribute('data-service');
      if (id) setCurrent(id);
    };
    element?.addEventListener('focusin', note);
    return () => element?.removeEventListener('focusin', note);
  }, [scroller]);
  return [current, setCurrent];
}

/** Lets a lane be asked by its name. */
export function useLaneControl(
  name: Column,
  rows: Lane['rows'],
  virtual: Virtualizer<HTMLDivElement, Element>,
  setCurrent: (id: string) => void,
  register: Register,
): void {
  const wanted = useRef<string | null>(null);
  // A row that was out of view is in the page only after the lane was drawn again.
  useLayoutEffect(() => {
    if (wanted.current !== null && focusCard(virtual.scrollElement, wanted.current)) wanted.current = null;
  });
  useEffect(() => {
    const offset = (clientY: number) =>
      clientY - (virtual.scrollElement?.getBoundingClientRect().top ?? 0) + (virtual.scrollOffset ?? 0);
    register(name, {
      focusRow: (index) => {
        const id = rows[index]?.id;
        if (id === undefined) return;
        setCurrent(id);
        virtual.scrollToIndex(index, { align: 'auto' });
        wanted.current = focusCard(virtual.scrollElement, id) ? null : id;
      },
      rowAt: (clientY) => virtual.getVirtualItemForOffset(offset(clientY))?.index ?? 0,
      edgeAt: (clientY) => {
        const y = offset(clientY);
        const row = virtual.getVirtualItemForOffset(y);
        if (!row) return 0;
        return y > row.start + row.size / 2 ? row.index + 1 : row.index;
      },
    });
    return () => register(name, null);
  }, [name, rows, virtual, setCurrent, register]);
}

function focusCard(scroller: HTMLElement | null, id: string): boolean {
  const link = scroller?.querySelector<HTMLElement>(`[data-service="${CSS.escape(id)}"] [data-open]`);
  link?.focus({ preventScroll: true });
  return Boolean(link);
}
