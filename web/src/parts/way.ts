export type Way = { readonly before: string; readonly command: string | null; readonly after: string };

const COMMAND = /^(.*?: )?((?:andon|npm|npx|git|apt-get|sudo) .*)$/;

/** Finds the command in a way out: what stands in backticks, or what stands alone or after a colon and is one. */
export function wayOf(text: string): Way {
  const [, before = '', command] = COMMAND.exec(text) ?? [];
  if (command !== undefined) return { before, command, after: '' };
  const open = text.indexOf('`');
  const close = text.indexOf('`', open + 1);
  if (open < 0 || close < 0) return { before: text, command: null, after: '' };
  return { before: text.slice(0, open), command: text.slice(open + 1, close), after: text.slice(close + 1) };
}
