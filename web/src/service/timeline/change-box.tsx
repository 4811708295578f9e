import { Select, Title } from '@mantine/core';
import { useId, useState } from 'react';
import type { ServiceView } from '../../../../src/contracts/board.ts';
import { changesView } from '../../../../src/contracts/history.ts';
import { useRead } from '../../api/use-read.ts';
import { useLive } from '../../live/use-live.ts';
import { exactly } from '../exactly.ts';
import { useNow } from '../use-now.ts';
import { cutAt } from './cut-at.ts';
import { Legend } from './legend.tsx';
import { SpanTable } from './span-table.tsx';
import { changeTitle } from './span-words.ts';
import styles from './timeline.module.css';
import { Waterfall } from './waterfall.tsx';

/** One change in a waterfall; which one is chosen here. */
export function ChangeBox({ service: { id, name } }: { service: ServiceView }) {
  const title = useId();
  const [chosen, setChosen] = useState<number | null>(null);
  const until = useLive(({ at }) => at);
  const path = `/api/services/${encodeURIComponent(name)}/changes?limit=50`;
  const { data, error } = useRead(['service', id], path, changesView);
  const changes = cutAt(data?.changes ?? [], until);
  const change = changes.find(({ n }) => n === chosen) ?? changes[0];
  const now = useNow(change !== undefined && change.ended === null);
  return (
    <section className={styles.box} aria-labelledby={title}>
      <div className={styles.head}>
        <Title order={3} id={title}>
          Where the time went
        </Title>
        {changes.length > 1 && change && (
          <Select
            size="xs"
            aria-label="Which change"
            className={styles.which}
            allowDeselect={false}
            comboboxProps={{ withinPortal: false }}
            value={String(change.n)}
            onChange={(value) => setChosen(value === null ? null : Number(value))}
            data={changes.map((each) => ({ value: String(each.n), label: changeTitle(each) }))}
          />
        )}
      </div>
      {error && <p className={styles.problem}>The changes cannot be read now: {error.message}</p>}
      {data && !change && <p className={styles.soft}>Nothing has happened to it yet.</p>}
      {change && (
        <>
          <p>
            {changes.length === 1 && `${changeTitle(change)} · `}
            {exactly((change.ended ?? now) - change.started)}
            {change.ended === null && ' so far'}
            {change.attempts > 1 && ` · ${change.attempts} attempts`}
          </p>
          <Waterfall change={change} now={now} />
          <Legend spans={change.spans} now={change.ended ?? now} />
          <SpanTable spans={change.spans} end={change.ended ?? now} />
        </>
      )}
    </section>
  );
}
