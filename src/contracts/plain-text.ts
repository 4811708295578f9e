const ESC = 0x1b;
const STRING_STARTS = new Set([0x50, 0x58, 0x5d, 0x5e, 0x5f]); // DCS, SOS, OSC, PM, APC
const BIDI = new Set([
  0x061c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069,
]);

/**
 * What an agent or a service printed, as text that is safe to show: escape sequences, control and bidirectional
 * override characters are gone; tabs and line feeds stay. Linear in the length.
 */
export function plainText(raw: string): string {
  let out = '';
  let from = 0;
  let at = 0;
  while (at < raw.length) {
    const code = raw.charCodeAt(at);
    if (!isHidden(code)) {
      at += 1;
      continue;
    }
    out += raw.slice(from, at);
    at = code === ESC || code === 0x9b || code === 0x9d ? endOfSequence(raw, at) : at + 1;
    from = at;
  }
  return from === 0 ? raw : out + raw.slice(from);
}

function isHidden(code: number): boolean {
  if (code < 0x20) return code !== 0x09 && code !== 0x0a;
  return (code >= 0x7f && code <= 0x9f) || BIDI.has(code);
}

function endOfSequence(raw: string, at: number): number {
  const eightBit = raw.charCodeAt(at) !== ESC;
  const kind = eightBit ? raw.charCodeAt(at) - 0x40 : raw.charCodeAt(at + 1);
  const body = at + (eightBit ? 1 : 2);
  if (kind === 0x5b) return endOfControlSequence(raw, body);
  if (STRING_STARTS.has(kind)) return endOfString(raw, body);
  return Math.min(at + 1, raw.length);
}

function endOfControlSequence(raw: string, at: number): number {
  let end = at;
  while (end < raw.length && raw.charCodeAt(end) >= 0x20 && raw.charCodeAt(end) <= 0x3f) end += 1;
  const last = raw.charCodeAt(end);
  return last >= 0x40 && last <= 0x7e ? end + 1 : end;
}

// A string that is never closed ends at its line: one torn sequence must not swallow the log behind it.
function endOfString(raw: string, at: number): number {
  for (let end = at; end < raw.length; end += 1) {
    const code = raw.charCodeAt(end);
    if (code === 0x07 || code === 0x9c) return end + 1;
    if (code === ESC) return raw.charCodeAt(end + 1) === 0x5c ? end + 2 : end;
    if (code === 0x0a) return end;
  }
  return raw.length;
}
