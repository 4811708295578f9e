/** Length of a frame, milliseconds. */
const FRAME_MS = 16;
/** Where no frame is drawn (a hidden tab), the title still counts: then so late, milliseconds. */
const HIDDEN_MS = 250;

/**
 * Runs `task` at once, but no more often than frames are drawn: what is asked for within a frame is done with the next,
 * and soon also where none is drawn. A frame is not asked for where nothing waits for it: drawing one has its price even
 * when nothing of it changed.
 */
export function onceAFrame(task: () => void): () => void {
  let asked = false;
  let last = Number.NEGATIVE_INFINITY;
  const run = () => {
    last = performance.now();
    task();
  };
  return () => {
    if (asked) return;
    if (performance.now() - last >= FRAME_MS) return run();
    asked = true;
    const late = () => {
      if (!asked) return;
      asked = false;
      clearTimeout(timer);
      cancelAnimationFrame(frame);
      run();
    };
    const frame = requestAnimationFrame(late);
    const timer = setTimeout(late, HIDDEN_MS);
  };
}
