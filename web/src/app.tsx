import { useDeferredValue, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import styles from './app.module.css';
import { Banners } from './banners.tsx';
import { Columns } from './columns.tsx';
import type { BoardStore } from './connect-board.ts';
import { DetailsPanel } from './details-panel.tsx';
import { EmptyState } from './empty-state.tsx';
import { Header } from './header.tsx';
import { needsYou } from './needs-you.ts';
import { NeedsYou } from './needs-you-strip.tsx';
import { Sessions } from './sessions-strip.tsx';
import { useSelection } from './use-selection.ts';
import { useTitle } from './use-title.ts';

/** The whole board. */
export function App({ store, token }: { store: BoardStore; token: string | null }) {
  const picture = useSyncExternalStore(store.subscribe, store.get);
  const { board, connection, skew } = picture;
  const [filter, setFilter] = useState('');
  const wanted = useDeferredValue(filter.trim().toLowerCase());
  const [selected, select] = useSelection();

  const calls = useMemo(() => (board ? needsYou(board.line, board.services.values()) : []), [board]);
  const services = useMemo(
    () => [...(board?.services.values() ?? [])].filter(({ name }) => name.toLowerCase().includes(wanted)),
    [board, wanted],
  );
  useTitle(calls.length);
  useEffect(() => {
    document.documentElement.dataset.skew = String(skew);
  }, [skew]);

  const open =
    board && selected ? [...board.services.values()].find(({ name }) => name === selected) : undefined;
  return (
    <div className={styles.page}>
      <Header
        connection={connection}
        behind={picture.gap}
        line={board?.line ?? null}
        token={token}
        filter={filter}
        onFilter={setFilter}
      />
      <main className={styles.main}>
        {board ? (
          <>
            <Banners line={board.line} />
            <NeedsYou calls={calls} onOpen={select} />
            <Sessions sessions={board.sessions} onOpen={select} />
            {board.services.size === 0 ? <EmptyState /> : <Columns services={services} onOpen={select} />}
          </>
        ) : (
          <p className={styles.waiting}>
            {connection.state === 'refused' ? connection.why : 'Waiting for the first picture of the line …'}
          </p>
        )}
      </main>
      {open && <DetailsPanel service={open} token={token} onClose={() => select(null)} />}
    </div>
  );
}
