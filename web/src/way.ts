export type Way = { readonly before: string; readonly command: string | null; readonly after: string };

/** Finds the command in a way out: what stands in backticks, or all of it when it is a command of ours. */
export function wayOf(text: string): Way {
  if (/^(andon|npm|npx|git|apt-get|sudo) /.test(text)) return { before: '', command: text, after: '' };
  const open = text.indexOf('`');
  const close = text.indexOf('`', open + 1);
  if (open < 0 || close < 0) return { before: text, command: null, after: '' };
  return { before: text.slice(0, open), command: text.slice(open + 1, close), after: text.slice(close + 1) };
}
