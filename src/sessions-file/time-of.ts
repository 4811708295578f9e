/** The times these files hold, as epoch milliseconds: ISO, `2025-11-15 09:30`, `2025-11-15_09-30-00`, seconds or milliseconds. */
export function timeOf(value: unknown): number | undefined {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) {
    return value < 100_000_000_000 ? value * 1_000 : value;
  }
  if (typeof value !== 'string') return undefined;
  const text = value
    .trim()
    .replace(
      /^(\d{4}-\d{2}-\d{2})[_ ](\d{2})[-:](\d{2})(?:[-:](\d{2}))?/,
      (_all, day, hour, minute, second) => `${day}T${hour}:${minute}:${second ?? '00'}`,
    );
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}
