/** A local day and where it begins and ends, epoch milliseconds; it has 23 to 25 hours where clocks are set. */
export type LocalDay = { readonly day: string; readonly from: number; readonly until: number };

/** The local day of this moment, or the one so many days before it. */
export function localDayOf(at: number, daysBefore = 0): LocalDay {
  const moment = new Date(at);
  const begin = (days: number) =>
    new Date(moment.getFullYear(), moment.getMonth(), moment.getDate() - daysBefore + days);
  const first = begin(0);
  const two = (part: number) => String(part).padStart(2, '0');
  return {
    day: `${first.getFullYear()}-${two(first.getMonth() + 1)}-${two(first.getDate())}`,
    from: first.getTime(),
    until: begin(1).getTime(),
  };
}
