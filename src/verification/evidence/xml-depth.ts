/** How deep elements nest in reports: groups in groups, a handful of levels. */
const deepest = 100;

/**
 * Whether an XML text can be handed to a parser: it declares no entities of its own and nests no deeper than reports do.
 * Looks at tags alone; what is in CDATA and comments is skipped.
 */
export function isPlainXml(text: string): boolean {
  let depth = 0;
  let at = text.indexOf('<');
  while (at !== -1) {
    if (text.startsWith('<!--', at)) at = after(text, '-->', at);
    else if (text.startsWith('<![CDATA[', at)) at = after(text, ']]>', at);
    else if (text.startsWith('<?', at)) at = after(text, '?>', at);
    else if (text.startsWith('<!', at)) return false;
    else {
      const end = tagEnd(text, at);
      if (end === -1) return false;
      if (text[at + 1] === '/') depth -= 1;
      else if (text[end - 1] !== '/') depth += 1;
      if (depth > deepest) return false;
      at = end;
    }
    if (at === -1) return false;
    at = text.indexOf('<', at);
  }
  return depth === 0;
}

function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found === -1 ? -1 : found + mark.length;
}

/** Where the tag ends: the first `>` that is not inside a quoted value. */
function tagEnd(text: string, from: number): number {
  let quote = '';
  for (let at = from + 1; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '>') return at;
    else if (char === '<') return -1;
  }
  return -1;
}
