/** Keeps whether something is up and what is wrong with it, and tells listeners when that changes. */
export function createUpAndDown() {
  const downListeners = new Set<(reason: string) => void>();
  const upListeners = new Set<() => void>();
  const problemListeners = new Set<() => void>();
  let up = false;
  let problem: string | undefined;
  return {
    get up() {
      return up;
    },
    get problem() {
      return problem;
    },
    onDown(listener: (reason: string) => void): () => void {
      downListeners.add(listener);
      return () => downListeners.delete(listener);
    },
    onUp(listener: () => void): () => void {
      upListeners.add(listener);
      return () => upListeners.delete(listener);
    },
    onProblem(listener: () => void): () => void {
      problemListeners.add(listener);
      return () => problemListeners.delete(listener);
    },
    goUp(): void {
      if (up) return;
      up = true;
      for (const listener of upListeners) listener();
    },
    goDown(reason: string): void {
      if (!up) return;
      up = false;
      for (const listener of downListeners) listener(reason);
    },
    /** Returns whether that is news. */
    setProblem(now: string | undefined): boolean {
      if (now === problem) return false;
      problem = now;
      for (const listener of problemListeners) listener();
      return true;
    },
  };
}
