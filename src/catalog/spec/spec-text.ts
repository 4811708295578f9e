/** The largest spec Andon reads, bytes. */
export const specSizeLimit = 256 * 1024;

const mostLines = 6_000;
const longestLine = 20_000;
const deepestNesting = 24;
/** Emphasis and bracket characters in one paragraph; their matching is what grows with the square. */
const mostMarkup = 1_000;

/**
 * Why a text is not worth parsing: shapes no person writes, on which Markdown parsers are slow. Null when it is fine.
 * Linear in the length of the text.
 */
export function hostileShape(text: string): { line: number; text: string } | null {
  if (Buffer.byteLength(text) > specSizeLimit) {
    return { line: 1, text: `the spec is larger than ${specSizeLimit / 1024} KB: shorten it` };
  }
  let number = 0;
  let markup = 0;
  let fenced = false;
  for (const line of text.split('\n')) {
    number += 1;
    if (number > mostLines)
      return { line: number, text: `the spec has more than ${mostLines} lines: shorten it` };
    if (line.length > longestLine) {
      return { line: number, text: `the line is longer than ${longestLine} characters: break it up` };
    }
    if (/^ {0,3}(?:```|~~~)/.test(line)) fenced = !fenced;
    const shape = shapeOf(line);
    if (shape.nesting > deepestNesting) {
      return { line: number, text: `quotes, lists or brackets are nested deeper than ${deepestNesting}` };
    }
    const separate = fenced || line.startsWith('|') || line.trim() === '';
    markup = separate ? shape.markup : markup + shape.markup;
    if (markup > mostMarkup) {
      return { line: number, text: `the paragraph holds more than ${mostMarkup} of * _ [: break it up` };
    }
  }
  return null;
}

function shapeOf(line: string): { nesting: number; markup: number } {
  let depth = 0;
  let brackets = 0;
  let deepest = 0;
  let markup = 0;
  let leading = true;
  for (const character of line) {
    if (leading && '>-+*'.includes(character)) depth += 1;
    else if (character !== ' ' && character !== '\t') leading = false;
    if (character === '[') brackets += 1;
    else if (character === ']' && brackets > 0) brackets -= 1;
    if (brackets > deepest) deepest = brackets;
    if (character === '[' || character === '*' || character === '_') markup += 1;
  }
  return { nesting: leading && isRule(line) ? deepest : Math.max(depth, deepest), markup };
}

/** A line of dashes or stars is a rule, not a list in a list. */
function isRule(line: string): boolean {
  return line.length < 500 && /^(?:-+|\*+)\s*$/.test(line.trim());
}
