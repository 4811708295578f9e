import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useCallback, useDeferredValue, useMemo } from 'react';
import { useBoard, useConnection, useLine, useLive } from '../live/use-live.ts';
import { Banners } from '../shell/banners.tsx';
import { FirstRun, isFirstRun } from '../shell/first-run/first-run.tsx';
import { Columns } from './columns.tsx';
import styles from './line-page.module.css';
import { LineContext, useLineSource, useOfLine } from './line-source.ts';
import { LineTools } from './line-tools.tsx';
import { NeedsYou } from './needs-you-strip.tsx';
import { PicksBar } from './picks-bar.tsx';
import { type SavedView, searchOf, useViewOfAddress } from './saved-views.ts';
import { useTyped } from './use-typed.ts';
import { type Wish, wishOf } from './wish.ts';

const route = getRouteApi('/');

/** Small as a line is that has released nothing, it may be drawn with every delta. */
function Beginning() {
  const board = useBoard();
  return board && <FirstRun board={board} />;
}

/** What moves, what stands still and why, what needs me. */
export function LinePage() {
  const line = useLine();
  const connection = useConnection();
  const isNew = useLive(({ board }) => board !== null && isFirstRun(board));
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/' });
  const { q, only, group, sort, view, column } = search;
  const wish = useMemo(() => wishOf({ q, only, group, sort }), [q, only, group, sort]);

  const put = useCallback(
    (change: Partial<Wish>) => {
      void navigate({ search: { view, column, ...searchOf({ ...wish, ...change }) }, replace: true });
    },
    [navigate, wish, view, column],
  );
  const [typed, type] = useTyped(
    q ?? '',
    useCallback((words: string) => put({ q: words }), [put]),
  );
  const wanted = useDeferredValue(typed);
  const source = useLineSource({ ...wish, q: wanted });
  const total = useOfLine(source, (shown) => shown?.total ?? null);
  const open = useCallback(
    (name: string) => void navigate({ to: '/services/$name', params: { name } }),
    [navigate],
  );
  const showView = useCallback(
    (chosen: SavedView | null) => {
      void navigate({
        search: { column, ...(chosen ? { ...searchOf(wishOf(chosen)), view: chosen.name } : {}) },
      });
    },
    [navigate, column],
  );
  useViewOfAddress(view, q ?? only ?? group ?? sort, showView);
  const showCalls = useCallback(() => put({ only: 'needs-you' }), [put]);

  if (!line || total === null) {
    return (
      <p>{connection.state === 'refused' ? connection.why : 'Waiting for the first picture of the line …'}</p>
    );
  }
  return (
    <div className={styles.page}>
      <Banners line={line} />
      <NeedsYou onOpen={open} onAll={showCalls} />
      {isNew && <Beginning />}
      {total > 0 && (
        <LineContext value={source}>
          <LineTools wish={wish} typed={typed} view={view} onType={type} onWish={put} onView={showView} />
          <Columns
            orderable={wish.sort === 'urgency' && wish.group === null}
            column={column}
            onColumn={(next) =>
              void navigate({ search: { view, ...searchOf(wish), column: next }, replace: true })
            }
          />
          <PicksBar />
        </LineContext>
      )}
    </div>
  );
}
