import { type ReactNode, useMemo, useState } from 'react';
import type { Column, ServiceView } from '../../../src/contracts/board.ts';
import styles from './columns.module.css';
import { MovingCards } from './moving-cards.tsx';
import { ServiceCard } from './service-card.tsx';

const names: readonly Column[] = ['SPEC', 'BUILD', 'TEST', 'PRODUCTION'];
const STEP = 100;

type Props = { services: readonly ServiceView[]; onOpen: (name: string) => void };

/** The four columns; what waits for something stands above what flows. */
export function Columns({ services, onOpen }: Props) {
  const byColumn = useMemo(() => sorted(services), [services]);
  return (
    <MovingCards services={services}>
      <div className={styles.columns}>
        {names.map((name) => {
          const cards = byColumn[name];
          return (
            <ColumnOf key={name} name={name} count={cards.length}>
              {(shown) =>
                cards
                  .slice(0, shown)
                  .map((service) => <ServiceCard key={service.id} service={service} onOpen={onOpen} />)
              }
            </ColumnOf>
          );
        })}
      </div>
    </MovingCards>
  );
}

function ColumnOf({
  name,
  count,
  children,
}: {
  name: Column;
  count: number;
  children: (most: number) => ReactNode;
}) {
  const [shown, setShown] = useState(STEP);
  return (
    <section className={styles.column} aria-label={`${name}, ${count} services`} data-column={name}>
      <h2 className={styles.title}>
        {name} <span className={styles.count}>{count}</span>
      </h2>
      {count === 0 ? (
        <p className={styles.none}>nothing here</p>
      ) : (
        <ul className={styles.cards}>{children(shown)}</ul>
      )}
      {count > shown && (
        <button type="button" className={styles.more} onClick={() => setShown(shown + STEP)}>
          {count - shown} more
        </button>
      )}
    </section>
  );
}

function sorted(services: readonly ServiceView[]): Record<Column, ServiceView[]> {
  const byColumn: Record<Column, ServiceView[]> = { SPEC: [], BUILD: [], TEST: [], PRODUCTION: [] };
  for (const service of services) byColumn[service.column].push(service);
  for (const name of names) {
    byColumn[name].sort(
      (a, b) => Number(Boolean(b.reason)) - Number(Boolean(a.reason)) || (a.name < b.name ? -1 : 1),
    );
  }
  return byColumn;
}
