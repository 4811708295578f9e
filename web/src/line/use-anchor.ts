import type { Virtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef } from 'react';
import type { Column } from '../../../src/contracts/board.ts';
import type { Lane } from './arrangement.ts';
import type { LineShown } from './line-follower.ts';

/** Keeps what a person reads in a scrolled lane where it is while cards come and go above it. */
export function useAnchor(
  name: Column,
  lane: Lane,
  find: LineShown['find'],
  virtual: Virtualizer<HTMLDivElement, Element>,
): void {
  const anchor = useRef<{ id: string; below: number } | null>(null);
  const arranged = useRef(lane);
  useLayoutEffect(() => {
    const { scrollElement, scrollOffset } = virtual;
    const offset = scrollOffset ?? 0;
    const held = anchor.current;
    if (arranged.current !== lane && held && offset > 0 && scrollElement) {
      const now = find(held.id);
      const start = now?.column === name ? virtual.measurementsCache[now.index]?.start : undefined;
      if (start !== undefined && Math.abs(start + held.below - offset) >= 1) {
        scrollElement.scrollTop = start + held.below;
      }
    } else {
      const row = virtual.getVirtualItemForOffset(offset);
      anchor.current = row ? { id: String(row.key), below: offset - row.start } : null;
    }
    arranged.current = lane;
  });
}
