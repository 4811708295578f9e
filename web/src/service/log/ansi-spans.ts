import Anser from 'anser';
import { plainText } from '../../../../src/contracts/plain-text.ts';

export const hues = ['red', 'yellow', 'green', 'cyan', 'blue', 'magenta'] as const;
export type Hue = (typeof hues)[number];

/** A piece of a line and how it is to look. What would hide it (hidden, black on black, blinking) is left out. */
export type Span = {
  readonly text: string;
  readonly hue: Hue | null;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
};

/** Codes that change how text looks, and no others. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
const looks = /\u001b\[([\d;:]{0,100})m/g;
/** Looked for in one line; what follows is as the last of them left it. */
const mostCodes = 500;

/** A printed line as text in pieces: colours become one of six hues that can be read in both themes. */
export function ansiSpans(line: string): Span[] {
  if (!line.includes('\u001b[')) return spanOf(plainText(line));
  const anser = new Anser();
  const spans: Span[] = [];
  let codes = '';
  let from = 0;
  let seen = 0;
  const take = (text: string) => {
    const { fg, bg, decorations } = anser.processChunkJson(`${codes}m${text}`, { json: true }, true);
    const plain = plainText(text);
    if (plain === '') return;
    const has = new Set<string>(decorations);
    spans.push({
      text: plain,
      hue: hueOf(bg) ?? hueOf(fg),
      bold: has.has('bold'),
      dim: has.has('dim'),
      italic: has.has('italic'),
      underline: has.has('underline'),
    });
  };
  for (const found of line.matchAll(looks)) {
    take(line.slice(from, found.index));
    codes = found[1] ?? '';
    from = found.index + found[0].length;
    seen += 1;
    if (seen === mostCodes) break;
  }
  take(line.slice(from));
  return spans;
}

function spanOf(text: string): Span[] {
  return text === '' ? [] : [{ text, hue: null, bold: false, dim: false, italic: false, underline: false }];
}

/** Of "r, g, b"; null where it is rather grey, black or white. */
function hueOf(color: string | null): Hue | null {
  const [r = 0, g = 0, b = 0] = (color ?? '').split(',').map(Number);
  const high = Math.max(r, g, b);
  const range = high - Math.min(r, g, b);
  if (high === 0 || range / high < 0.25) return null;
  const sixth = high === r ? (g - b) / range : high === g ? 2 + (b - r) / range : 4 + (r - g) / range;
  return hues[(Math.round(sixth) + 6) % 6] ?? null;
}
