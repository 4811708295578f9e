/** A moment as `<input type="datetime-local">` writes it, in this machine's zone, to the second. */
export function toLocal(at: number): string {
  const date = new Date(at);
  return new Date(at - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

/** The moment such a field says, to the end of its second; undefined when it says none. */
export function fromLocal(text: string): number | undefined {
  const at = new Date(text).getTime();
  return Number.isNaN(at) ? undefined : at + 999;
}
