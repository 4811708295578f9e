import { Button } from '@mantine/core';
import { useState } from 'react';
import { type ChangedFile, diffResponse } from '../../../../src/contracts/submissions.ts';
import { useRead } from '../../api/use-read.ts';
import type { Comment, Place } from './comments.ts';
import styles from './diff.module.css';
import { FileDiff, LineForm } from './file-diff.tsx';

type Props = {
  readonly file: ChangedFile;
  /** Its place in the whole list. */
  readonly at: number;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly view: 'split' | 'unified';
  /** Where one file of this diff can be asked for. */
  readonly path: string;
  /** Those on this file, and the line of it that is being commented. */
  readonly comments: readonly Comment[];
  readonly writing: Place | null;
  readonly onWrite: (place: Place | null) => void;
  readonly onComment: (place: Place, text: string) => void;
};

const words = { added: 'added', deleted: 'deleted', modified: 'changed', renamed: 'moved' };
const marks = { added: '+', deleted: '−', modified: '±', renamed: '→' };

/** One file: its name, how much of it is different, and the lines when it is open. */
export function FileCard(props: Props) {
  const { file, at, open, onOpen, path, comments } = props;
  const [asked, setAsked] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const { data, error, isFetching } = useRead(['diff-file'], `${path}&file=${at}`, diffResponse, {
    enabled: asked,
  });
  const shown = file.patch === null ? (data?.files[0] ?? file) : file;
  const said = comments.length;
  return (
    <article className={styles.file} aria-label={file.path} data-file={file.path}>
      <div className={styles.fileHead}>
        <button
          type="button"
          className={styles.fileName}
          aria-expanded={open}
          data-file-head
          onClick={() => onOpen(!open)}
          onKeyDown={(event) => {
            if (event.key === 'n' && !event.metaKey && !event.ctrlKey && !event.altKey) {
              event.preventDefault();
              onOpen(true);
              setChoosing(true);
            }
          }}
        >
          <span aria-hidden="true">{open ? '▾' : '▸'}</span>
          <code>
            {file.was !== null && <span className={styles.was}>{file.was} → </span>}
            {file.path}
          </code>
        </button>
        <span className={styles.status} data-status={file.status}>
          <span aria-hidden="true">{marks[file.status]} </span>
          {words[file.status]}
        </span>
        <Counts file={shown} />
        {said > 0 && <span className={styles.status}>{said === 1 ? '1 comment' : `${said} comments`}</span>}
      </div>
      {open && choosing && shown.patch !== null && (
        <LineForm
          file={shown}
          onChoose={(place) => {
            setChoosing(false);
            if (place) props.onWrite(place);
          }}
        />
      )}
      {open &&
        (shown.patch === null ? (
          <NotShown file={file} error={error} loading={asked && isFetching} onAsk={() => setAsked(true)} />
        ) : (
          <FileDiff
            file={shown}
            view={props.view}
            comments={comments}
            writing={props.writing}
            onWrite={props.onWrite}
            onComment={props.onComment}
          />
        ))}
    </article>
  );
}

function Counts({ file: { added, removed } }: { file: ChangedFile }) {
  if (added === null || removed === null) return null;
  return (
    <span className={styles.counts}>
      <span className={styles.plus}>+{added}</span> <span className={styles.minus}>−{removed}</span>
      <span className="visually-hidden"> lines added and removed</span>
    </span>
  );
}

type NotShownProps = { file: ChangedFile; error: Error | null; loading: boolean; onAsk: () => void };

function NotShown({ file: { why, bytes }, error, loading, onAsk }: NotShownProps) {
  const size = bytes < 10_000 ? `${bytes} bytes` : `${Math.round(bytes / 1_000)} kB`;
  if (error) return <p className={styles.none}>It cannot be read now: {error.message}</p>;
  if (why === 'binary') return <p className={styles.none}>It is no text ({size}).</p>;
  if (why === 'link')
    return <p className={styles.none}>It is a link, or became one: what it points to is not shown.</p>;
  return (
    <p className={styles.none}>
      {why === 'large'
        ? `It is large (${size}). `
        : 'Many files are different: this one is read when it is asked for. '}
      <Button size="compact-sm" variant="default" onClick={onAsk} loading={loading}>
        Show it
      </Button>
    </p>
  );
}
