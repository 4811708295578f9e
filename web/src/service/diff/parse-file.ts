import { type ChangeData, type HunkData, parseDiff } from 'react-diff-view';
import type { ChangedFile } from '../../../../src/contracts/submissions.ts';
import type { Place } from './comments.ts';

export type ParsedFile = {
  readonly hunks: HunkData[];
  readonly type: 'add' | 'delete' | 'modify' | 'rename';
};

const types = { added: 'add', deleted: 'delete', modified: 'modify', renamed: 'rename' } as const;

/** The hunks of a file for drawing; empty for what is not shown, or is only moved. */
export function parseFile({ patch, status }: ChangedFile): ParsedFile {
  const type = types[status];
  if (patch === null || patch === '') return { hunks: [], type };
  // The name stands in no line of it: what it is called cannot be read as anything else.
  const [file] = parseDiff(`diff --git a/file b/file\n--- a/file\n+++ b/file\n${patch.replace(/\n$/, '')}`);
  return { hunks: file?.hunks ?? [], type };
}

/** Where a line of a diff is. */
export function placeOf(path: string, change: ChangeData): Place {
  if (change.type === 'normal')
    return { path, line: change.newLineNumber, side: 'new', quote: change.content };
  const side = change.type === 'delete' ? 'old' : 'new';
  return { path, line: change.lineNumber, side, quote: change.content };
}

/** The line of a diff at this place, where it is shown. */
export function changeAt(hunks: readonly HunkData[], { line, side }: Pick<Place, 'line' | 'side'>) {
  return hunks
    .flatMap(({ changes }) => changes)
    .find((change) => {
      const place = placeOf('', change);
      return place.line === line && place.side === side;
    });
}
