/** Numbers in a text that read as statuses. */
export function codesIn(text: string): number[] {
  const pattern =
    /(?<![\w.-])([2-5]\d\d)(?![\w-]|\.\d| ?(?:ms|characters|chars|%|percent|items|seconds|times|users))/g;
  return [...text.matchAll(pattern)].map((match) => Number(match[1]));
}

/** Whether a text says something in a line that does not deny it. */
export function said(text: string, pattern: RegExp): boolean {
  return text
    .split(/\n|(?<=[.;])\s/)
    .some((line) => pattern.test(line) && !/\b(?:no|not|none|without|never|nothing)\b/i.test(line));
}

/** A condition, a negation, a figure that is no status: what narrows which values are taken. */
export function isRule(text: string): boolean {
  const words =
    /\b(?:not|never|no|only|unless|must|except|until|if|when|while|before|after|most|least|more|less|than|refus\w*|reject\w*|header|limit\w*|valid\w*|allow\w*|maximum|minimum)\b/i;
  return words.test(text) || /(?<![\w.])\d+(?!\w)/.test(text.replace(/(?<![\w.])[2-5]\d\d(?!\w)/g, ''));
}

const kinds = /^(?:number|text|value|string|list|date|word)$/i;

/**
 * Names of one or two letters are words of their own: they count in code only. "`roman` is a Roman number" says nothing
 * of an input that is called `number`.
 */
export function mentions(text: string, name: string): boolean {
  if (text.includes(`\`${name}\``)) return true;
  if (name.length <= 2 || (kinds.test(name) && /^`\w+` (?:is|are|has|must)\b/.test(text))) return false;
  return new RegExp(`(?<![\\w])${escaped(name)}(?![\\w])`, 'i').test(text);
}

/** A text made safe to stand in a regular expression. */
export function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** What each line says of a field behind its name, up to the next name in code; `` `a` and `b` are … `` says it of both. */
export function wordsBehind(source: string, name: string): string[] {
  return source.split('\n').flatMap((line) => {
    const cells = /^\s*\|\s*`?([A-Za-z_]\w*)\??`?\s*\|(.*)$/.exec(line);
    if (cells?.[1] === name) return [cells[2] ?? ''];
    const parts = line.split(/`([A-Za-z_]\w*)`/);
    return parts.flatMap((part, at) => {
      if (at % 2 === 0 || part !== name || /\b(?:or|either)\s*$/.test(parts[at - 1] ?? '')) return [];
      let next = at + 1;
      while (/^\s*(?:,|and|, and)\s*$/.test(parts[next] ?? '') && next + 2 < parts.length) next += 2;
      return [parts[next] ?? ''];
    });
  });
}
