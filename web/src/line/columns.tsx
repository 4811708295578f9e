import { SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useCallback, useMemo, useRef } from 'react';
import type { Column, SessionView } from '../../../src/contracts/board.ts';
import { useConnection, useLive, useSessions } from '../live/use-live.ts';
import { columns } from './arrangement.ts';
import styles from './columns.module.css';
import { LaneColumn, type LaneControl } from './lane.tsx';
import type { LineShown } from './line-follower.ts';
import { MovingCards } from './moving-cards.tsx';
import { Ordering } from './ordering.tsx';
import { useCardDeeds } from './use-card-deeds.tsx';

type Props = {
  readonly shown: LineShown;
  /** Waiting cards stand in the order they are given out, so that it can be asked for. */
  readonly orderable: boolean;
  /** The one column that is seen where there is no room for four. */
  readonly column: Column;
  readonly onColumn: (column: Column) => void;
};

const PHONE = '(max-width: 640px)';
const workers: Readonly<Record<Column, readonly string[]>> = {
  SPEC: ['architect'],
  BUILD: ['builder'],
  TEST: ['tester', 'fixer'],
  PRODUCTION: [],
};

/** The four columns; on a phone one of them, with a switch. */
export function Columns({ shown, orderable, column, onColumn }: Props) {
  const root = useRef<HTMLDivElement>(null);
  const controls = useRef(new Map<Column, LaneControl>());
  const register = useCallback((name: Column, control: LaneControl | null) => {
    if (control) controls.current.set(name, control);
    else controls.current.delete(name);
  }, []);
  const isPhone = useMediaQuery(PHONE, undefined, { getInitialValueInEffect: false });
  const sessions = useSessions();
  const slots = useMemo(() => slotsOf(sessions?.values() ?? []), [sessions]);
  const staleSince = useStaleSince();
  const { find } = shown;
  const focusCard = useCallback(
    (id: string) => {
      const at = find(id);
      if (at) controls.current.get(at.column)?.focusRow(at.index);
    },
    [find],
  );
  const deeds = useCardDeeds({ root, shown, controls, orderable });

  return (
    <div ref={root} className={styles.root}>
      {isPhone && (
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label="Column"
          value={column}
          onChange={(value) => onColumn(columns.find((each) => each === value) ?? 'BUILD')}
          data={columns.map((name) => ({
            value: name,
            label: `${name === 'PRODUCTION' ? 'PROD' : name} ${shown.lanes[name].count}`,
          }))}
        />
      )}
      <Ordering lanes={shown.lanes} controls={controls}>
        {(mark) => (
          <MovingCards shown={shown} onFocusMoved={focusCard}>
            <div className={styles.columns}>
              {columns
                .filter((name) => !isPhone || name === column)
                .map((name) => (
                  <LaneColumn
                    key={name}
                    name={name}
                    lane={shown.lanes[name]}
                    find={find}
                    load={loadOf(shown.lanes[name].working, slots[name])}
                    staleSince={staleSince}
                    orderable={orderable}
                    mark={mark?.column === name ? mark.index : null}
                    register={register}
                  />
                ))}
            </div>
          </MovingCards>
        )}
      </Ordering>
      {deeds}
    </div>
  );
}

/** When the page last heard of the line, the server's clock; null while it is heard of. */
function useStaleSince(): number | null {
  const connection = useConnection();
  const skew = useLive((picture) => picture.skew);
  return connection.state === 'stale' ? connection.since + skew : null;
}

/** What sessions that are here could work on in each column at once. */
function slotsOf(sessions: Iterable<SessionView>): Readonly<Record<Column, number>> {
  const slots = { SPEC: 0, BUILD: 0, TEST: 0, PRODUCTION: 0 };
  for (const session of sessions) {
    if (session.state === 'gone' || session.state === 'draining') continue;
    for (const name of columns) {
      if (workers[name].some((capability) => session.capabilities.includes(capability))) {
        slots[name] += session.slots;
      }
    }
  }
  return slots;
}

function loadOf(working: number, slots: number): string | null {
  if (slots === 0) return working === 0 ? null : `${working} at work`;
  return `${working} / ${slots} at work`;
}
