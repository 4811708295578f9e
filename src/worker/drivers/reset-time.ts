/** No provider locks anybody out for longer; what says so is mistaken. */
const longestMs = 32 * 24 * 3_600_000;
const hourMs = 3_600_000;

const unitMs: Readonly<Record<string, number>> = {
  d: 24 * hourMs,
  h: hourMs,
  m: 60_000,
  s: 1_000,
  ms: 1,
};

/**
 * When a limit is over by the words of a provider, epoch milliseconds: an epoch, an ISO time, `retry-after: 30`, `try again in
 * 2 hours 5 minutes`, `resets 3pm (Europe/Berlin)`, `resets Oct 9, 5pm`. Undefined where nothing of it is there, and for
 * a time that has passed or is more than 32 days away. A time of day without a zone is one of `zone`.
 */
export function resetTime(text: string, now: number, zone = 'UTC'): number | undefined {
  const words = text.slice(0, 20_000);
  for (const read of [epoch, iso, span, wallClock]) {
    const at = read(words, now, zone);
    if (at !== undefined && at > now && at - now <= longestMs) return Math.round(at);
  }
  return undefined;
}

function epoch(text: string): number | undefined {
  const found = /(?:reset|retry|until|limit)[^\n]{0,60}?(?<![\d.])(1\d{9}|1\d{12})(?!\d)/i.exec(text)?.[1];
  if (found === undefined) return undefined;
  return found.length === 10 ? Number(found) * 1_000 : Number(found);
}

function iso(text: string): number | undefined {
  const found =
    /\b(20\d\d-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(Z|UTC|[+-]\d\d:?\d\d)?(?![\d:])/.exec(text);
  if (!found) return undefined;
  const offset = found[3] === undefined || found[3] === 'UTC' ? 'Z' : found[3];
  const at = Date.parse(`${found[1]}T${found[2]}${offset}`);
  return Number.isNaN(at) ? undefined : at;
}

const amount = String.raw`(\d+(?:\.\d+)?) ?(milliseconds?|ms|days?|d|hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)(?![a-z])`;
const spans = new RegExp(`(?:in|after|delay"?:? ?"?|for)[ :]+"?((?:${amount}(?:,? (?:and )?| ?))+)`, 'gi');

function span(text: string, now: number): number | undefined {
  const header = /retry[-_ ]after(?:[-_ ](ms))?"?[:= ]+"?(\d+(?:\.\d+)?)(?![\d.]* ?[a-z])/i.exec(text);
  if (header) return now + Number(header[2]) * (header[1] ? 1 : 1_000);
  for (const [, parts = ''] of text.matchAll(spans)) {
    let total = 0;
    for (const [, count, unit = ''] of parts.matchAll(new RegExp(amount, 'gi'))) {
      const short = /^(ms|milli)/i.test(unit) ? 'ms' : (unit[0] ?? '').toLowerCase();
      total += Number(count) * (unitMs[short] ?? 0);
    }
    if (total > 0) return now + total;
  }
  return undefined;
}

const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const clock = String.raw`(?:(\w{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,?(?: (20\d\d),?)? (?:at )?)?(?:(\d{1,2})(?::(\d\d))? ?([ap])\.?m\b|(\d{1,2}):(\d\d)(?!\d))`;
const clocks = new RegExp(
  String.raw`(?:resets?|again|until|available|reset time)[^\n\d]{0,20}?(?:at|on|by|:)? ?${clock}(?: ?\(?([A-Z][A-Za-z_]+/[A-Za-z_/]+|UTC|GMT)\)?)?`,
  'i',
);

function wallClock(text: string, now: number, zone: string): number | undefined {
  const found = clocks.exec(text);
  if (!found) return undefined;
  const [, month, day, year, hour12, minute12, half, hour24, minute24, named] = found;
  const hour =
    hour12 === undefined ? Number(hour24) : (Number(hour12) % 12) + (half?.toLowerCase() === 'p' ? 12 : 0);
  const minute = Number(minute12 ?? minute24 ?? 0);
  if (hour > 23 || minute > 59) return undefined;
  const place = isZone(named) ? named : zone;
  const today = new Date(now + offsetOf(now, place));
  const monthIndex = month === undefined ? -1 : months.indexOf(month.slice(0, 3).toLowerCase());
  if (monthIndex < 0) {
    const at = inZone(
      Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate(), hour, minute),
      place,
    );
    return at > now ? at : at + 24 * hourMs;
  }
  const named12 = Number(year ?? today.getUTCFullYear());
  const at = inZone(Date.UTC(named12, monthIndex, Number(day), hour, minute), place);
  // In December a January without a year is the next one.
  return at > now || year !== undefined
    ? at
    : inZone(Date.UTC(named12 + 1, monthIndex, Number(day), hour, minute), place);
}

function inZone(wall: number, zone: string): number {
  return wall - offsetOf(wall - offsetOf(wall, zone), zone);
}

/** How far the clocks of a zone are ahead of UTC at that moment. */
function offsetOf(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
  const get = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const wall = Date.UTC(get('year'), get('month') - 1, get('day'), get('hour'), get('minute'), get('second'));
  return wall - Math.floor(at / 1_000) * 1_000;
}

function isZone(name: string | undefined): name is string {
  if (name === undefined) return false;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
