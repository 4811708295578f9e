import type { Nodes, Root } from 'mdast';
import type { Problem } from './parsed-spec.ts';

const htmlElements: ReadonlySet<string> = new Set(
  (
    'a abbr b blockquote br center code dd del details div dl dt em figcaption figure font h1 h2 h3 h4 h5 h6 hr i img ' +
    'input ins kbd label li mark ol p picture pre q s samp section small source span strike strong sub summary sup ' +
    'table tbody td tfoot th thead tr tt u ul var video wbr'
  ).split(' '),
);

/** Single words that only a template puts in brackets. */
const templateWords: ReadonlySet<string> = new Set(
  (
    'name date title description feature service author owner version status team link url port number value ' +
    'placeholder todo tbd text details reason actor role action outcome example insert'
  ).split(' '),
);

const markers: readonly { readonly pattern: RegExp; readonly say: (found: string) => string }[] = [
  { pattern: /\b(?:TBD|TBC|FIXME)\b/g, say: (found) => `“${found}” is a placeholder: decide it` },
  {
    pattern: /\bTODO\b(?!\s+(?:lists?|items?|apps?|apis?|services?|tasks?|entr(?:y|ies))\b)/g,
    say: () => '“TODO” is a placeholder: write it, or leave it out',
  },
  {
    pattern: /\bto be (?:determined|defined|decided|confirmed|written)\b/gi,
    say: (found) => `“${found}” is a placeholder: decide it`,
  },
  { pattern: /\blorem ipsum\b/gi, say: () => '“lorem ipsum” is filler text: write what is meant' },
  { pattern: /\?{3,}/g, say: () => '“???” is a placeholder: decide it' },
];

const bracketed = /\[([^[\]\n]{1,200})\]/g;
const angled = /<([A-Za-z.][^<>\n]{0,120})>/g;

function isTemplateHint(inside: string): boolean {
  const words = inside.trim();
  if (/^NEEDS CLARIFICATION/i.test(words)) return true;
  if (!/^[A-Za-z#]/.test(words)) return false;
  if (/^[A-Z#][A-Z0-9 _#-]{2,}$/.test(words)) return true;
  if (!words.includes(' ')) return templateWords.has(words.toLowerCase().replace(/[^a-z].*$/, ''));
  return words.split(',').some((item) => item.trim().includes(' '));
}

/** What stands just before makes it part of a path, a type or an expression. */
function isGlued(text: string, index: number): boolean {
  return index > 0 && /[\w/\])(=:.]/.test(text.charAt(index - 1));
}

function inText(text: string): { index: number; text: string }[] {
  const found: { index: number; text: string }[] = [];
  for (const { pattern, say } of markers) {
    for (const match of text.matchAll(pattern)) found.push({ index: match.index, text: say(match[0]) });
  }
  for (const match of text.matchAll(bracketed)) {
    const inside = match[1] ?? '';
    if (isTemplateHint(inside) && !isGlued(text, match.index)) {
      found.push({ index: match.index, text: `“[${inside}]” is a placeholder: write what is meant` });
    }
  }
  for (const match of text.matchAll(angled)) {
    if (!isGlued(text, match.index)) {
      found.push({ index: match.index, text: `“<${match[1]}>” is a placeholder: write what is meant` });
    }
  }
  return found.sort((a, b) => a.index - b.index);
}

function inHtml(html: string, source: string, offset: number): string | null {
  const match = /^<([A-Za-z][A-Za-z0-9-]*)([^<>]*)>$/.exec(html.slice(0, 300).trim());
  if (match === null || htmlElements.has((match[1] ?? '').toLowerCase()) || isGlued(source, offset))
    return null;
  return `“${match[0]}” is a placeholder: write what is meant`;
}

/** Everything a template or a hurried author left open, with its line. Code, comments and links are not looked at. */
export function findPlaceholders(tree: Root, source: string): Problem[] {
  const problems: Problem[] = [];
  const visit = (node: Nodes): void => {
    const line = node.position?.start.line ?? 1;
    if (node.type === 'text') {
      for (const { index, text } of inText(node.value)) {
        problems.push({ line: line + (node.value.slice(0, index).match(/\n/g)?.length ?? 0), text });
      }
    } else if (node.type === 'html') {
      const text = inHtml(node.value, source, node.position?.start.offset ?? 0);
      if (text !== null) problems.push({ line, text });
    } else if ('children' in node && node.type !== 'link') {
      for (const child of node.children) visit(child);
    }
  };
  visit(tree);
  return problems;
}
