import { createHash } from 'node:crypto';

// Controls but tab and newline, marks that turn the direction of text, and the tag characters that show nothing.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|[\u{e0000}-\u{e007f}]/gu;

/**
 * Text of users, agents and programs as data inside a prompt: between two marks that do not occur in it, so that nothing
 * in it can close them. What people could not see is taken out; more than `mostBytes` is cut in the middle, and says so.
 * The same seed, label and text give the same marks.
 */
export function fenced(label: string, text: string, seed: string, mostBytes: number): string {
  const body = cutMiddle(text.replace(/\r\n?/g, '\n').replace(unseen, ''), mostBytes);
  const mark = markFor(`${seed}\n${label}\n${body.length}`, body);
  return `<<<${mark} ${label}\n${body}\n${mark}>>>`;
}

function markFor(seed: string, body: string): string {
  for (let tries = 0; ; tries += 1) {
    const mark = `DATA-${createHash('sha256').update(`${seed}\n${tries}`).digest('hex').slice(0, 16)}`;
    if (!body.includes(mark)) return mark;
  }
}

/** The text, or its beginning and end with a note of how much is missing, in at most about `mostBytes` of UTF-8. */
function cutMiddle(text: string, mostBytes: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= mostBytes) return text;
  const tail = Math.floor(mostBytes / 4);
  const head = mostBytes - tail;
  const first = bytes
    .subarray(0, head)
    .toString('utf8')
    .replace(/\uFFFD+$/, '');
  const last = bytes
    .subarray(bytes.length - tail)
    .toString('utf8')
    .replace(/^\uFFFD+/, '');
  return `${first}\n[… ${bytes.length - mostBytes} bytes are left out here …]\n${last}`;
}
