/** A moment for people, `2026-11-21 13:05 UTC`, to the minute: time is a number here, and the calendar the proleptic one. */
export function utcTime(at: number): string {
  const minutes = Math.floor(at / 60_000);
  const ofDay = minutes - Math.floor(minutes / 1_440) * 1_440;
  // Days are counted from 1 March of the year 0, so that the leap day comes last (Howard Hinnant, days_from_civil).
  const days = Math.floor(minutes / 1_440) + 719_468;
  const era = Math.floor(days / 146_097);
  const ofEra = days - era * 146_097;
  const year = Math.floor(
    (ofEra - Math.floor(ofEra / 1_460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const shifted = Math.floor((5 * ofYear + 2) / 153);
  const day = ofYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const date = [era * 400 + year + (month <= 2 ? 1 : 0), month, day].map(two).join('-');
  return `${date} ${two(Math.floor(ofDay / 60))}:${two(ofDay % 60)} UTC`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
