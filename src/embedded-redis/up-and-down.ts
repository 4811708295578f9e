/** Keeps whether something is up and tells listeners when that changes. */
export function createUpAndDown() {
  const downListeners = new Set<(reason: string) => void>();
  const upListeners = new Set<() => void>();
  let up = false;
  return {
    get up() {
      return up;
    },
    onDown(listener: (reason: string) => void): () => void {
      downListeners.add(listener);
      return () => downListeners.delete(listener);
    },
    onUp(listener: () => void): () => void {
      upListeners.add(listener);
      return () => upListeners.delete(listener);
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
  };
}
