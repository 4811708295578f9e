import { Component, type ReactNode } from 'react';
import type { ServiceView } from '../../../src/contracts/board.ts';

type Props = { services: readonly ServiceView[]; children: ReactNode };
type Before = { places: Map<string, DOMRect>; focused: string | null };

const MOST_AT_ONCE = 40;

/**
 * Lets a card travel when its service changes column: measured before React moves it, played from there after. Focus
 * travels along. Where people ask for less motion, or half the board moves at once, cards just appear.
 */
export class MovingCards extends Component<Props, unknown, Before> {
  override getSnapshotBeforeUpdate(previous: Props): Before {
    const places = new Map<string, DOMRect>();
    if (previous.services === this.props.services) return { places, focused: null };
    const columns = new Map(previous.services.map(({ id, column }) => [id, column]));
    const moved = this.props.services.filter(({ id, column }) => (columns.get(id) ?? column) !== column);
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches || moved.length > MOST_AT_ONCE;
    for (const { id } of still ? [] : moved) {
      const place = cardOf(id)?.getBoundingClientRect();
      if (place) places.set(id, place);
    }
    const focused = document.activeElement?.closest('[data-service]')?.getAttribute('data-service') ?? null;
    return { places, focused: moved.some(({ id }) => id === focused) ? focused : null };
  }

  override componentDidUpdate(_props: Props, _state: unknown, { places, focused }: Before): void {
    if (focused) cardOf(focused)?.querySelector('button')?.focus({ preventScroll: true });
    for (const [id, from] of places) {
      const card = cardOf(id);
      const to = card?.getBoundingClientRect();
      if (!card || !to) continue;
      card.animate(
        [
          { transform: `translate(${from.x - to.x}px, ${from.y - to.y}px)`, zIndex: 5 },
          { transform: 'none', zIndex: 5 },
        ],
        { duration: 450, easing: 'cubic-bezier(0.2, 0.7, 0.2, 1)' },
      );
    }
  }

  override render(): ReactNode {
    return this.props.children;
  }
}

function cardOf(id: string): Element | null {
  return document.querySelector(`[data-service="${CSS.escape(id)}"]`);
}
