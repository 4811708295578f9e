import 'react-diff-view/style/index.css';
import { SegmentedControl } from '@mantine/core';
import { useLocalStorage, useMediaQuery } from '@mantine/hooks';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo, useRef, useState } from 'react';
import type { ServiceView } from '../../../../src/contracts/board.ts';
import { type ChangedFile, type DiffResponse, diffResponse } from '../../../../src/contracts/submissions.ts';
import { useMade } from '../record/use-made.ts';
import type { TabProps } from '../tab.ts';
import type { Comment, Place } from './comments.ts';
import styles from './diff.module.css';
import { FileCard } from './file-card.tsx';
import { FileIndex } from './file-index.tsx';
import { SendBackBar } from './send-back-bar.tsx';
import { SidesPicker } from './sides-picker.tsx';
import { useComments } from './use-comments.ts';
import { useFileKeys } from './use-file-keys.ts';

const route = getRouteApi('/services/$name');

/** What is different between any two of what was handed in or released; lines can be commented and sent back. */
export default function DiffTab({ service }: TabProps) {
  const { from, to } = route.useSearch();
  const query = new URLSearchParams({ ...(from ? { from } : {}), ...(to ? { to } : {}) });
  const { data, error } = useMade(service, `diff?${query}`, diffResponse);
  const narrow = useMediaQuery('(max-width: 48em)') ?? false;
  const [wish, setWish] = useLocalStorage<'split' | 'unified'>({
    key: 'andon.diff',
    defaultValue: 'unified',
  });
  const nothingYet = to === undefined && error?.message.startsWith('Nothing was handed in');
  if (nothingYet) {
    return (
      <p className={styles.none}>
        Nothing was handed in for {service.name} yet. What is, is shown here line by line.
      </p>
    );
  }
  return (
    <div className={styles.page}>
      <div className={styles.tools}>
        <SidesPicker service={service} from={from} to={to} shown={data} />
        {!narrow && (
          <SegmentedControl
            aria-label="How both sides are shown"
            value={wish}
            onChange={(value) => setWish(value === 'split' ? 'split' : 'unified')}
            data={[
              { value: 'unified', label: 'In one column' },
              { value: 'split', label: 'Side by side' },
            ]}
          />
        )}
      </div>
      {error && <p className={styles.problem}>{error.message}</p>}
      {!data && !error && <p className={styles.none}>Reading what is different …</p>}
      {data && !error && (
        <Files
          key={`${data.from?.commit} ${data.to.commit}`}
          service={service}
          diff={data}
          view={narrow ? 'unified' : wish}
        />
      )}
    </div>
  );
}

type FilesProps = { service: ServiceView; diff: DiffResponse; view: 'split' | 'unified' };

function Files({ service, diff, view }: FilesProps) {
  const root = useRef<HTMLDivElement>(null);
  const [find, setFind] = useState('');
  const [toggled, setToggled] = useState<ReadonlyMap<number, boolean>>(new Map());
  const [writing, setWriting] = useState<Place | null>(null);
  const { comments, write, clear } = useComments(service.id, diff.to.commit);
  const byPath = useMemo(() => groupedByPath(comments), [comments]);
  const openFirst = useMemo(() => openAtFirst(diff.files), [diff.files]);
  useFileKeys(root);
  const from = diff.from?.commit ?? 'nothing';
  const path = `/api/services/${encodeURIComponent(service.name)}/diff?from=${from}&to=${diff.to.commit}`;
  const listed = diff.files
    .map((file, at) => ({ file, at }))
    .filter(({ file }) => file.path.toLowerCase().includes(find.trim().toLowerCase()));
  const go = (at: number) => {
    setToggled((was) => new Map(was).set(at, true));
    const head = root.current?.querySelector<HTMLElement>(`[data-at="${at}"] [data-file-head]`);
    head?.focus();
    head?.scrollIntoView({ block: 'start' });
  };
  if (diff.files.length === 0) {
    return <p className={styles.none}>There is no difference in BUILD/ or SPEC.md.</p>;
  }
  return (
    <>
      <p className={styles.sum}>
        <Sum files={diff.files} cut={diff.cut} />
        <span className={styles.keys}>
          <kbd>J</kbd> next file, <kbd>K</kbd> the one before, <kbd>N</kbd> comment on a line of it; or press
          on a line’s number
        </span>
      </p>
      <SendBackBar service={service} comments={comments} onClear={clear} />
      <div className={styles.body}>
        <FileIndex files={listed} find={find} onFind={setFind} onGo={go} />
        <div className={styles.files} ref={root}>
          {listed.map(({ file, at }) => (
            <div key={file.path} data-at={at}>
              <FileCard
                file={file}
                at={at}
                open={toggled.get(at) ?? openFirst.has(at)}
                onOpen={(open) => setToggled((was) => new Map(was).set(at, open))}
                view={view}
                path={path}
                comments={byPath.get(file.path) ?? none}
                writing={writing?.path === file.path ? writing : null}
                onWrite={setWriting}
                onComment={write}
              />
            </div>
          ))}
        </div>
      </div>
    </>
  );
}

const none: readonly Comment[] = [];

function groupedByPath(comments: readonly Comment[]): ReadonlyMap<string, readonly Comment[]> {
  const groups = new Map<string, Comment[]>();
  for (const comment of comments) groups.set(comment.path, [...(groups.get(comment.path) ?? []), comment]);
  return groups;
}

/** So many lines are drawn at once; what comes after is opened by who wants to see it. */
const linesAtOnce = 800;

function openAtFirst(files: readonly ChangedFile[]): ReadonlySet<number> {
  let left = linesAtOnce;
  return new Set(
    files.flatMap(({ patch }, at) => {
      left -= patch === null ? 1 : patch.split('\n').length;
      return left >= 0 || at === 0 ? [at] : [];
    }),
  );
}

function Sum({ files, cut }: { files: readonly ChangedFile[]; cut: boolean }) {
  const sum = (of: (file: ChangedFile) => number | null) =>
    files.reduce((total, file) => total + (of(file) ?? 0), 0);
  const hidden = files.filter(({ patch }) => patch === null).length;
  const parts = [
    `${files.length}${cut ? ' and more' : ''} ${files.length === 1 ? 'file' : 'files'}`,
    `+${sum(({ added }) => added)} −${sum(({ removed }) => removed)} lines`,
    hidden > 0 && `${hidden} not shown`,
  ];
  return <>{parts.filter(Boolean).join(' · ')}</>;
}
