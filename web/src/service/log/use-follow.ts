import { type RefObject, useCallback, useRef, useState } from 'react';

/** So near the end, pixels, is at the end. */
const near = 24;

export type Follow = {
  readonly following: boolean;
  /** The newest line when following ended. */
  readonly since: number;
  /** To be called with each scroll of the list. */
  readonly onScroll: () => void;
  /** To be called when somebody's hand is on the list: what the page scrolled by itself begins nothing. */
  readonly onHand: () => void;
  readonly start: () => void;
  readonly stop: () => void;
};

/** Follows the end of a list while the end is in view: scrolling up ends it, scrolling to the end begins it again. */
export function useFollow(box: RefObject<HTMLElement | null>, begin: boolean, last: number): Follow {
  const [following, setFollowing] = useState(begin);
  const [since, setSince] = useState(last);
  const top = useRef(0);
  const byHand = useRef(false);

  const stop = useCallback(() => {
    byHand.current = false;
    setFollowing(false);
    setSince(last);
  }, [last]);
  const start = useCallback(() => setFollowing(true), []);
  const onScroll = () => {
    const element = box.current;
    if (!element) return;
    const { scrollTop, scrollHeight, clientHeight } = element;
    const up = scrollTop < top.current - 1;
    top.current = scrollTop;
    const atEnd = scrollHeight - scrollTop - clientHeight <= near;
    if (atEnd && !following && !up && byHand.current) start();
    if (!atEnd && up && following) stop();
  };
  const onHand = () => {
    byHand.current = true;
  };
  return { following, since, onScroll, onHand, start, stop };
}
