import { Button } from '@mantine/core';
import { memo, useMemo, useState } from 'react';
import { type ChangeData, Decoration, Diff, getChangeKey, Hunk, type HunkData } from 'react-diff-view';
import type { ChangedFile } from '../../../../src/contracts/submissions.ts';
import { CommentForm } from './comment-form.tsx';
import { type Comment, isAt, type Place } from './comments.ts';
import styles from './diff.module.css';
import { changeAt, parseFile, placeOf } from './parse-file.ts';

type Props = {
  readonly file: ChangedFile;
  readonly view: 'split' | 'unified';
  /** Those on this file. */
  readonly comments: readonly Comment[];
  /** The line of this file that is being commented. */
  readonly writing: Place | null;
  readonly onWrite: (place: Place | null) => void;
  readonly onComment: (place: Place, text: string) => void;
};

/** What is different in one file. A press on a line's number writes a comment on it. */
export const FileDiff = memo(function FileDiff(props: Props) {
  const { file, view, comments, writing, onWrite, onComment } = props;
  const { hunks, type } = useMemo(() => parseFile(file), [file]);
  const widgets = useMemo(() => {
    const places = writing === null ? comments : [...comments, writing];
    return Object.fromEntries(
      places.flatMap((place) => {
        const change = changeAt(hunks, place);
        if (!change) return [];
        const key = getChangeKey(change);
        const isWriting = writing !== null && isAt(writing, place);
        const comment = comments.find((each) => isAt(each, place));
        const about = { place, comment, isWriting, onWrite, onComment };
        return [[key, <AtLine key={key} {...about} />]];
      }),
    );
  }, [hunks, comments, writing, onWrite, onComment]);
  const events = useMemo(
    () => ({
      onClick: ({ change }: { change: ChangeData | null }) => {
        if (change) onWrite(placeOf(file.path, change));
      },
    }),
    [file.path, onWrite],
  );
  if (hunks.length === 0) {
    const words =
      file.status === 'renamed'
        ? 'Only its name is another.'
        : 'No line of it is different: only its mode, or it is empty.';
    return <p className={styles.none}>{words}</p>;
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is in reach of the keyboard
    <section className={styles.scroll} aria-label={`Lines of ${file.path}`} tabIndex={0}>
      <Diff
        viewType={view}
        diffType={type}
        hunks={hunks}
        widgets={widgets}
        gutterEvents={events}
        optimizeSelection
      >
        {(shown: HunkData[]) =>
          shown.flatMap((hunk) => [
            <Decoration key={`at ${hunk.content}`}>
              <div className={styles.hunk}>{hunk.content}</div>
            </Decoration>,
            <Hunk key={hunk.content} hunk={hunk} />,
          ])
        }
      </Diff>
    </section>
  );
});

type AtLineProps = Pick<Props, 'onWrite' | 'onComment'> & {
  readonly place: Place;
  readonly comment: Comment | undefined;
  readonly isWriting: boolean;
};

function AtLine({ place, comment, isWriting, onWrite, onComment }: AtLineProps) {
  if (!isWriting) return comment && <Said comment={comment} onEdit={() => onWrite(place)} />;
  return (
    <CommentForm
      label={`Comment on line ${place.line} of ${place.path}`}
      text={comment?.text ?? ''}
      onDone={(text) => {
        if (text !== null) onComment(place, text);
        onWrite(null);
      }}
    />
  );
}

function Said({ comment, onEdit }: { comment: Comment; onEdit: () => void }) {
  return (
    <div className={styles.said}>
      <p>{comment.text}</p>
      <Button size="compact-xs" variant="subtle" onClick={onEdit}>
        Change it
      </Button>
    </div>
  );
}

/** Chooses a line by its number, for those who do not press on it. */
export function LineForm({ file, onChoose }: { file: ChangedFile; onChoose: (place: Place | null) => void }) {
  const { hunks } = useMemo(() => parseFile(file), [file]);
  const [wrong, setWrong] = useState<string | null>(null);
  const first = hunks[0]?.newStart ?? 1;
  const choose = (data: FormData) => {
    const line = Number(data.get('line'));
    const change = changeAt(hunks, { line, side: 'new' }) ?? changeAt(hunks, { line, side: 'old' });
    if (change) onChoose(placeOf(file.path, change));
    else setWrong(`Line ${line} is not shown here.`);
  };
  return (
    <form action={choose} className={styles.lineForm}>
      <label>
        Comment on line {/* biome-ignore lint/a11y/noAutofocus: it was opened to be written in */}
        <input name="line" type="number" min={1} defaultValue={first} autoFocus className={styles.number} />
      </label>
      <Button type="submit" size="compact-sm" variant="default">
        Write
      </Button>
      <Button size="compact-sm" variant="subtle" onClick={() => onChoose(null)}>
        Cancel
      </Button>
      {wrong !== null && <span role="alert">{wrong}</span>}
    </form>
  );
}
