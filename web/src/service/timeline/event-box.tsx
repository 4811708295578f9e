import { Button, MultiSelect, Title } from '@mantine/core';
import { useId, useState } from 'react';
import type { ServiceView } from '../../../../src/contracts/board.ts';
import { useLive } from '../../live/use-live.ts';
import { spaced } from '../spaced.ts';
import { EventRows } from './event-rows.tsx';
import styles from './timeline.module.css';
import { useEvents } from './use-events.ts';

/** What happened to a service, newest first; of some kinds alone where somebody asks. */
export function EventBox({ service }: { service: ServiceView }) {
  const title = useId();
  const [types, setTypes] = useState<string[]>([]);
  const [seen, setSeen] = useState<readonly string[]>([]);
  const until = useLive(({ at }) => at);
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useEvents(service, types);
  const all = data?.pages.flatMap(({ events }) => events) ?? [];
  const events = until === null ? all : all.filter(({ at }) => at <= until);
  const known = [...new Set([...seen, ...all.map(({ event }) => event.type)])].sort();
  if (known.length > seen.length) setSeen(known);
  return (
    <section className={styles.box} aria-labelledby={title}>
      <div className={styles.head}>
        <Title order={3} id={title}>
          Events
        </Title>
        <MultiSelect
          size="xs"
          className={styles.which}
          aria-label="Only these kinds of events"
          placeholder={types.length === 0 ? 'Every kind' : ''}
          clearable
          comboboxProps={{ withinPortal: false }}
          searchable
          value={types}
          onChange={setTypes}
          data={known.map((type) => ({ value: type, label: spaced(type) }))}
        />
      </div>
      {error && <p className={styles.problem}>The events cannot be read now: {error.message}</p>}
      {data && events.length === 0 && <p className={styles.soft}>None.</p>}
      {events.length > 0 && <EventRows events={events} />}
      {hasNextPage && (
        <Button
          size="compact-md"
          variant="default"
          className={styles.more}
          loading={isFetchingNextPage}
          onClick={() => fetchNextPage()}
        >
          Older events
        </Button>
      )}
    </section>
  );
}
