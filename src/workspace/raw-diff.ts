/** One path that is different in two trees, as `git diff-tree --raw -z` tells it. */
export type RawChange = {
  readonly status: 'A' | 'D' | 'M' | 'R' | 'T';
  readonly path: string;
  /** Its name before, where it was moved. */
  readonly was: string | null;
  readonly before: Side | null;
  readonly after: Side | null;
};
type Side = { readonly mode: string; readonly blob: string };

const none = /^0+$/;

/** Reads the raw section of `git diff-tree --raw -z`, and gives back what comes after it. Pure. */
export function readRawDiff(text: string): { changes: RawChange[]; rest: string } {
  const changes: RawChange[] = [];
  let at = 0;
  const word = () => {
    const end = text.indexOf('\0', at);
    const found = text.slice(at, end < 0 ? text.length : end);
    at = end < 0 ? text.length : end + 1;
    return found;
  };
  while (text[at] === ':') {
    const [oldMode = '', newMode = '', oldBlob = '', newBlob = '', letter = ''] = word().slice(1).split(' ');
    const status = statusOf(letter);
    const first = word();
    const path = status === 'R' ? word() : first;
    const was = status === 'R' ? first : null;
    changes.push({ status, path, was, before: side(oldMode, oldBlob), after: side(newMode, newBlob) });
  }
  // A NUL of its own stands between the two sections.
  return { changes, rest: text.slice(text[at] === '\0' ? at + 1 : at) };
}

function side(mode: string, blob: string): Side | null {
  return none.test(mode) ? null : { mode, blob };
}

function statusOf(letter: string): RawChange['status'] {
  const [first] = letter;
  return first === 'A' || first === 'D' || first === 'R' || first === 'T' ? first : 'M';
}

/** The hunks of each file of a patch in their order, without git's words about the file. Pure. */
export function hunksOf(patch: string): string[] {
  // Lines of a file never stand at the beginning of a line; what else may end a line for people ends none here.
  return `\n${patch}`
    .split('\ndiff --git ')
    .slice(1)
    .map((section) => {
      const at = section.indexOf('\n@@ ');
      return at < 0 ? '' : `${section.slice(at + 1).replace(/\n$/, '')}\n`;
    });
}
