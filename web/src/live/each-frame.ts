/** Where no frame is drawn (a hidden tab), the title still counts: then so late, milliseconds. */
const HIDDEN_MS = 250;

/** Runs `task` once in the next frame however often it is asked for, and soon also where no frame is drawn. */
export function eachFrame(task: () => void): () => void {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    const run = () => {
      if (!asked) return;
      asked = false;
      clearTimeout(late);
      cancelAnimationFrame(frame);
      task();
    };
    const frame = requestAnimationFrame(run);
    const late = setTimeout(run, HIDDEN_MS);
  };
}
