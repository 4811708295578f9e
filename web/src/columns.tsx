import { type ReactNode, useState } from 'react';
import type { Column, ServiceView } from '../../src/contracts/board.ts';
import styles from './columns.module.css';
import { MovingCards } from './moving-cards.tsx';
import { ServiceCard } from './service-card.tsx';

const names: readonly Column[] = ['SPEC', 'BUILD', 'TEST', 'PRODUCTION'];
const STEP = 100;

type Props = { services: readonly ServiceView[]; onOpen: (name: string) => void };

/** The four columns; what waits for something stands above what flows. */
export function Columns({ services, onOpen }: Props) {
  const sorted = [...services].sort(
    (a, b) => Number(Boolean(b.reason)) - Number(Boolean(a.reason)) || a.name.localeCompare(b.name),
  );
  return (
    <MovingCards services={services}>
      <div className={styles.columns}>
        {names.map((name) => {
          const cards = sorted.filter(({ column }) => column === name);
          return (
            <ColumnOf key={name} name={name} count={cards.length}>
              {cards.map((service) => (
                <ServiceCard key={service.id} service={service} onOpen={onOpen} />
              ))}
            </ColumnOf>
          );
        })}
      </div>
    </MovingCards>
  );
}

function ColumnOf({ name, count, children }: { name: Column; count: number; children: ReactNode[] }) {
  const [shown, setShown] = useState(STEP);
  return (
    <section className={styles.column} aria-label={`${name}, ${count} services`} data-column={name}>
      <h2 className={styles.title}>
        {name} <span className={styles.count}>{count}</span>
      </h2>
      {count === 0 ? (
        <p className={styles.none}>nothing here</p>
      ) : (
        <ul className={styles.cards}>{children.slice(0, shown)}</ul>
      )}
      {count > shown && (
        <button type="button" className={styles.more} onClick={() => setShown(shown + STEP)}>
          {count - shown} more
        </button>
      )}
    </section>
  );
}
