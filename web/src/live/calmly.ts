type Subscribe = (listener: () => void) => () => void;

/** Tells of a change at once, and of those that follow it at most every `ms` milliseconds: numbers that people read need no more. */
export function calmly(subscribe: Subscribe, ms: number): Subscribe {
  return (listener) => {
    let due: ReturnType<typeof setTimeout> | undefined;
    let again = false;
    const tell = () => {
      again = false;
      due = setTimeout(() => {
        due = undefined;
        if (again) tell();
      }, ms);
      listener();
    };
    const stop = subscribe(() => {
      if (due === undefined) tell();
      else again = true;
    });
    return () => {
      clearTimeout(due);
      stop();
    };
  };
}
