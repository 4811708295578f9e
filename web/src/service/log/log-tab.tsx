import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import { meansAll } from '../../../../src/contracts/log-match.ts';
import type { TabProps } from '../tab.ts';
import { FollowBar } from './follow-bar.tsx';
import { LogList, type LogListHandle } from './log-list.tsx';
import { countAfter, countOf, indexOf } from './log-rows.ts';
import styles from './log-tab.module.css';
import { type Choice, LogTools } from './log-tools.tsx';
import { SearchField } from './search-field.tsx';
import { useLog } from './use-log.ts';
import { useRemembered } from './use-remembered.ts';

const route = getRouteApi('/services/$name');

/** What its sessions, gates and releases printed: a hundred thousand lines to follow, search and point at. */
export default function LogTab({ service }: TabProps) {
  const { line, find = '', source, level, at } = route.useSearch();
  const { store, picture } = useLog(service, { source, level }, find);
  const [times, setTimes] = useRemembered('log.times', window.innerWidth > 768);
  const [wrap, setWrap] = useRemembered('log.wrap', false);
  const [current, setCurrent] = useState<number | null>(null);
  const [follow, setFollow] = useState({ following: true, since: 0 });
  const list = useRef<LogListHandle>(null);
  const clicked = useRef<number | null>(null);
  const navigate = useNavigate({ from: '/services/$name' });
  const { found, rows, loaded } = picture;

  const goTo = useCallback(
    (change: Choice & { find?: string | undefined; line?: number }) =>
      void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false }),
    [navigate],
  );
  const onFind = useCallback((text: string) => goTo({ find: text === '' ? undefined : text }), [goTo]);
  const onName = useCallback(
    (n: number) => {
      clicked.current = n;
      goTo({ line: n });
    },
    [goTo],
  );
  const lineHref = `/services/${encodeURIComponent(service.name)}?tab=log&line=`;

  useEffect(() => {
    if (loaded && line !== undefined && clicked.current !== line) list.current?.show(line);
    clicked.current = null;
  }, [loaded, line]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text, another match
  useEffect(() => setCurrent(null), [find, source, level]);

  const step = (by: 1 | -1) => {
    if (found.length === 0) return;
    const at = current ?? list.current?.seen() ?? 0;
    const next = by === 1 ? indexOf(found, current === null ? at : at + 1) : indexOf(found, at) - 1;
    const n = found[(next + found.length) % found.length] ?? 0;
    setCurrent(n);
    list.current?.show(n);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.altKey || event.metaKey || event.ctrlKey || isField(event.target)) return;
    if (event.key === 'n' || event.key === 'N') step(event.key === 'n' ? 1 : -1);
    if (event.key === 'End' || event.key === 'Home') {
      event.preventDefault();
      if (event.key === 'End') list.current?.follow();
      else list.current?.toStart();
    }
  };

  const none = loaded && countOf(rows) === 0 && !picture.searching;
  return (
    <section className={styles.log} aria-label="Log" onKeyDown={onKeyDown}>
      <LogTools
        service={service.name}
        sources={picture.sources}
        choice={{ source, level }}
        onChoice={goTo}
        times={times}
        wrap={wrap}
        onTimes={setTimes}
        onWrap={setWrap}
        search={
          <SearchField
            find={find}
            said={saidOf(find, picture.searching, found, picture.foundCut, current)}
            canStep={found.length > 0}
            onFind={onFind}
            onStep={step}
            onLine={(n) => {
              goTo({ line: n });
              list.current?.focus();
            }}
          />
        }
      />
      {picture.problem && (
        <p className={styles.problem} role="alert">
          The log cannot be read now: {picture.problem} It is tried again.
        </p>
      )}
      {at !== undefined && <p className={styles.note}>The log is shown as it is now, also in the past.</p>}
      {picture.cut && (
        <p className={styles.note}>More lines are meant than can be listed: these are the newest.</p>
      )}
      {none ? (
        <p className={styles.none}>
          {meansAll({ source, level })
            ? 'Nothing was printed yet. What sessions, gates and the released service print appears here as it comes.'
            : 'No line is from there and that grave. Choose everybody and every level to see all.'}
        </p>
      ) : (
        <div className={styles.lines}>
          <LogList
            name={service.name}
            store={store}
            picture={picture}
            q={find}
            current={current}
            named={line}
            times={times}
            wrap={wrap}
            lineHref={lineHref}
            onName={onName}
            onFollowing={setFollow}
            handle={list}
          />
          <FollowBar
            following={follow.following}
            fresh={countAfter(rows, follow.since)}
            shown={countOf(rows)}
            onFollow={() => list.current?.follow()}
          />
        </div>
      )}
    </section>
  );
}

function isField(target: EventTarget): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
}

function saidOf(
  find: string,
  searching: boolean,
  found: readonly number[],
  cut: boolean,
  current: number | null,
): string {
  if (find === '') return '';
  if (searching) return 'searching …';
  if (found.length === 0) return 'no match';
  const many = `${found.length.toLocaleString('en')}${cut ? '+' : ''}`;
  if (current === null) return found.length === 1 ? '1 match' : `${many} matches`;
  return `${(indexOf(found, current) + 1).toLocaleString('en')} of ${many}`;
}
