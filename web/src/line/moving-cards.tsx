import { Component, type ReactNode } from 'react';
import type { LineShown } from './line-follower.ts';

type Props = {
  readonly shown: LineShown | null;
  /** Puts the focus on a card that went to another column with it. */
  readonly onFocusMoved: (id: string) => void;
  readonly children: ReactNode;
};
type Seen = { readonly place: DOMRect; readonly picture: Node };
type Before = { readonly seen: ReadonlyMap<string, Seen>; readonly focused: string | null };

const MOST_AT_ONCE = 40;
const MS = 450;

/**
 * Lets a card travel when its service changes column: seen before React moves it, a picture of it flies from there after,
 * since each lane shows only what is inside it. Focus travels along. Where people ask for less motion, or more than
 * forty cards move at once, they just appear.
 */
export class MovingCards extends Component<Props, unknown, Before | null> {
  override getSnapshotBeforeUpdate(previous: Props): Before | null {
    const moved = this.props.shown?.moved ?? [];
    if (previous.shown === this.props.shown || moved.length === 0) return null;
    const seen = new Map<string, Seen>();
    const still = moved.length > MOST_AT_ONCE || matchMedia('(prefers-reduced-motion: reduce)').matches;
    for (const id of still ? [] : moved) {
      const card = cardOf(id);
      if (card) seen.set(id, { place: card.getBoundingClientRect(), picture: card.cloneNode(true) });
    }
    const focused = document.activeElement?.closest('[data-service]')?.getAttribute('data-service') ?? null;
    return { seen, focused: focused !== null && moved.includes(focused) ? focused : null };
  }

  override componentDidUpdate(_props: Props, _state: unknown, before: Before | null): void {
    if (!before) return;
    for (const [id, { place, picture }] of before.seen) {
      const card = cardOf(id);
      if (card && picture instanceof HTMLElement) fly(picture, place, card);
    }
    if (before.focused) this.props.onFocusMoved(before.focused);
  }

  override render(): ReactNode {
    return this.props.children;
  }
}

function fly(picture: HTMLElement, from: DOMRect, card: HTMLElement): void {
  const to = card.getBoundingClientRect();
  picture.removeAttribute('data-service');
  picture.setAttribute('aria-hidden', 'true');
  picture.inert = true;
  Object.assign(picture.style, {
    position: 'fixed',
    inset: 'auto',
    left: `${from.x}px`,
    top: `${from.y}px`,
    width: `${from.width}px`,
    height: `${from.height}px`,
    zIndex: '50',
    pointerEvents: 'none',
  });
  document.body.append(picture);
  const how = { duration: MS, easing: 'cubic-bezier(0.2, 0.7, 0.2, 1)' };
  const flight = picture.animate(
    [{ transform: 'none' }, { transform: `translate(${to.x - from.x}px, ${to.y - from.y}px)` }],
    how,
  );
  const land = () => picture.remove();
  flight.finished.then(land, land);
  card.animate([{ opacity: 0 }, { opacity: 0, offset: 0.8 }, { opacity: 1 }], how);
}

function cardOf(id: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-service="${CSS.escape(id)}"]`);
}
