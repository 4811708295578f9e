import { useNavigate } from '@tanstack/react-router';
import {
  lazy,
  type ReactNode,
  type RefObject,
  Suspense,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
} from 'react';
import type { Column } from '../../../src/contracts/board.ts';
import { useAct } from '../act/use-act.tsx';
import { useLiveStore } from '../live/use-live.ts';
import { type CardKey, cardKey, target } from './card-keys.ts';
import { landing, orderDeed } from './landing.ts';
import { LineContext } from './line-source.ts';
import { SelectionContext } from './selection.ts';
import type { LaneControl } from './use-lane-control.ts';

const CardMenu = lazy(() => import('./card-menu.tsx'));

/** So long a key that begins a sequence is waited for, milliseconds; shell/use-shortcuts.ts. */
const SEQUENCE_MS = 1_500;

type Asked = { readonly id: string; readonly at: DOMRect };
type On = {
  readonly root: RefObject<HTMLDivElement | null>;
  readonly controls: RefObject<Map<Column, LaneControl>>;
  readonly orderable: boolean;
};

/** What keys, clicks and the context menu do on cards: one listener each for all of them. Gives the menu to render. */
export function useCardDeeds({ root, controls, orderable }: On): ReactNode {
  const store = useLiveStore();
  const source = useContext(LineContext);
  const selection = useContext(SelectionContext);
  const navigate = useNavigate();
  const act = useAct();
  const [asked, setAsked] = useState<Asked | null>(null);

  const openMenu = (id: string, element: Element) => setAsked({ id, at: element.getBoundingClientRect() });
  const open = (id: string) => {
    const name = store.get().board?.services.get(id)?.name;
    if (name !== undefined) void navigate({ to: '/services/$name', params: { name } });
  };
  const shift = (id: string, by: 1 | -1) => {
    const shown = source.get();
    const at = shown?.find(id);
    const next =
      shown && at && orderable ? landing(shown.lanes[at.column], id, at.index + (by === 1 ? 2 : -1)) : null;
    if (next === null || typeof next === 'string') return;
    const { services } = store.get().board ?? {};
    const service = services?.get(id);
    const other = services?.get(next.id);
    if (service && other) void act(orderDeed(service, next.side, other));
  };
  const press = (key: CardKey, id: string | null, card: Element | null) => {
    if (key.do === 'go') {
      const shown = source.get();
      const to = shown && target(key, id, card, shown, controls.current);
      if (to) controls.current.get(to.column)?.focusRow(to.index);
    } else if (id !== null && card) {
      if (key.do === 'menu') openMenu(id, card);
      else if (key.do === 'pick') selection.toggle(id);
      else if (key.do === 'shift') shift(id, key.by);
    }
  };

  const latest = useRef({ press, open, openMenu });
  useEffect(() => {
    latest.current = { press, open, openMenu };
  });
  useEffect(() => {
    const element = root.current;
    if (!element) return;
    const off = new AbortController();
    const { signal } = off;
    let began = Number.NEGATIVE_INFINITY;
    window.addEventListener(
      'keydown',
      (event) => {
        // The second key of `g l` and its like is no key of the line.
        const isSecond = event.timeStamp - began < SEQUENCE_MS;
        began = event.key === 'g' && !isSecond ? event.timeStamp : Number.NEGATIVE_INFINITY;
        const key = isSecond ? null : cardKey(event);
        if (!key) return;
        const card = document.activeElement?.closest('[data-service]') ?? null;
        if (key.do !== 'go' && !card) return;
        event.preventDefault();
        latest.current.press(key, card?.getAttribute('data-service') ?? null, card);
      },
      { signal },
    );
    element.addEventListener(
      'click',
      (event) => {
        const on = event.target instanceof Element ? event.target : null;
        const card = on?.closest('[data-service]');
        const id = card?.getAttribute('data-service');
        if (!on || !card || !id || event.metaKey || event.ctrlKey || event.shiftKey) return;
        const button = on.closest('[data-acts]');
        if (button) latest.current.openMenu(id, button);
        if (!on.closest('[data-open]')) return;
        event.preventDefault();
        latest.current.open(id);
      },
      { signal },
    );
    element.addEventListener(
      'contextmenu',
      (event) => {
        const card = event.target instanceof Element ? event.target.closest('[data-service]') : null;
        const id = card?.getAttribute('data-service');
        // With Shift the browser's own menu is to be had.
        if (!card || !id || event.shiftKey) return;
        event.preventDefault();
        latest.current.openMenu(id, card);
      },
      { signal },
    );
    return () => off.abort();
  }, [root]);

  const close = useCallback(() => setAsked(null), []);
  return (
    asked && (
      <Suspense>
        <CardMenu key={asked.id} id={asked.id} at={asked.at} onClose={close} />
      </Suspense>
    )
  );
}
