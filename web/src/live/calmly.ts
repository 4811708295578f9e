type Subscribe = (listener: () => void) => () => void;

/** How often numbers that only tell of the whole are drawn at most, milliseconds. */
const CALM_MS = 1_000;

/**
 * Milliseconds to the next beat of the page. All that is not urgent is drawn on the same beat, so that it makes one
 * frame a second together and not one for each.
 */
export function untilBeat(): number {
  return CALM_MS - (performance.now() % CALM_MS);
}

/** Tells of a change at once when the last is long ago, else with the next beat: people read no faster. */
export function calmly(subscribe: Subscribe): Subscribe {
  return (listener) => {
    let due: ReturnType<typeof setTimeout> | undefined;
    let last = Number.NEGATIVE_INFINITY;
    const tell = () => {
      due = undefined;
      last = performance.now();
      listener();
    };
    const stop = subscribe(() => {
      if (due !== undefined) return;
      if (performance.now() - last > CALM_MS) tell();
      else due = setTimeout(tell, untilBeat());
    });
    return () => {
      clearTimeout(due);
      stop();
    };
  };
}
