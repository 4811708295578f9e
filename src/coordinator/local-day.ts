/** The day of this moment where Andon runs, `2026-11-21`, and when the next one begins (epoch milliseconds). */
export function localDay(at: number): { day: string; endsAt: number } {
  const now = new Date(at);
  const [year, month, date] = [now.getFullYear(), now.getMonth(), now.getDate()];
  const two = (part: number) => String(part).padStart(2, '0');
  return {
    day: `${year}-${two(month + 1)}-${two(date)}`,
    endsAt: new Date(year, month, date + 1).getTime(),
  };
}
