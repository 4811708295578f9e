/** What is open by its name, at most `kept` at a time: the one longest unused is closed for a new one. */
export function createPool<T extends { close(): Promise<unknown> }>(kept: number, open: (name: string) => T) {
  const parts = new Map<string, T>();
  return {
    get(name: string): T {
      const part = parts.get(name) ?? open(name);
      parts.delete(name);
      parts.set(name, part);
      const [oldest] = parts;
      if (parts.size > kept && oldest) {
        parts.delete(oldest[0]);
        oldest[1].close().catch(() => undefined);
      }
      return part;
    },
    close: () => Promise.all([...parts.values()].map((part) => part.close())),
  };
}
