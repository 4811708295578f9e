/** The largest spec Andon reads, bytes. */
export const specSizeLimit = 256 * 1024;

const longestLine = 20_000;
const deepestNesting = 24;

/** The text every hash and parse is made of: no byte order mark, line feeds only. */
export function normaliseSpec(text: string): string {
  const bare = text.startsWith('\uFEFF') ? text.slice(1) : text;
  return bare.includes('\r') ? bare.replace(/\r\n?/g, '\n') : bare;
}

/**
 * Why a text is not worth parsing: shapes no person writes, on which Markdown parsers are slow. Null when it is fine.
 * Linear in the length of the text.
 */
export function hostileShape(text: string): { line: number; text: string } | null {
  if (Buffer.byteLength(text) > specSizeLimit) {
    return { line: 1, text: `the spec is larger than ${specSizeLimit / 1024} KB: shorten it` };
  }
  let number = 0;
  for (const line of text.split('\n')) {
    number += 1;
    if (line.length > longestLine) {
      return { line: number, text: `the line is longer than ${longestLine} characters: break it up` };
    }
    if (nesting(line) > deepestNesting) {
      return { line: number, text: `quotes, lists or brackets are nested deeper than ${deepestNesting}` };
    }
  }
  return null;
}

function nesting(line: string): number {
  let depth = 0;
  let brackets = 0;
  let deepest = 0;
  let leading = true;
  for (const character of line) {
    if (leading && (character === '>' || character === '-' || character === '+' || character === '*'))
      depth += 1;
    else if (character !== ' ' && character !== '\t') leading = false;
    if (character === '[') brackets += 1;
    else if (character === ']' && brackets > 0) brackets -= 1;
    if (brackets > deepest) deepest = brackets;
  }
  const rule = /^[\s]{0,3}(?:[-*+][ \t]*){3,}$/.test(line.slice(0, 2_000)) && line.length < 2_000;
  return rule ? deepest : Math.max(depth, deepest);
}
