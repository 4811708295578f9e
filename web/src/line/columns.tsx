import { SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { type ReactNode, useCallback, useContext, useMemo, useRef } from 'react';
import type { Column } from '../../../src/contracts/board.ts';
import { columns } from './arrangement.ts';
import styles from './columns.module.css';
import { LaneColumn } from './lane.tsx';
import { LineContext, type LineSource, useOfLine } from './line-source.ts';
import { MovingCards } from './moving-cards.tsx';
import { Ordering } from './ordering.tsx';
import { useCardDeeds } from './use-card-deeds.tsx';
import type { LaneControl } from './use-lane-control.ts';
import { useSlots } from './use-slots.ts';
import { useStaleSince } from './use-stale-since.ts';

type Props = {
  /** Waiting cards stand in the order they are given out, so that it can be asked for. */
  readonly orderable: boolean;
  /** The one column that is seen where there is no room for four; by itself the first with something in it. */
  readonly column: Column | undefined;
  readonly onColumn: (column: Column) => void;
};

const PHONE = '(max-width: 640px)';

/** The four columns; on a phone one of them, with a switch. */
export function Columns({ orderable, column: chosen, onColumn }: Props) {
  const root = useRef<HTMLDivElement>(null);
  const controls = useRef(new Map<Column, LaneControl>());
  const register = useCallback((name: Column, control: LaneControl | null) => {
    if (control) controls.current.set(name, control);
    else controls.current.delete(name);
  }, []);
  const source = useContext(LineContext);
  const column = useMemo(() => chosen ?? firstFilled(source), [chosen, source]);
  const isPhone = useMediaQuery(PHONE, undefined, { getInitialValueInEffect: false });
  const slots = useSlots();
  const staleSince = useStaleSince();
  const deeds = useCardDeeds({ root, controls, orderable });
  const lanes = useMemo(
    () => (
      <div className={styles.columns}>
        {columns
          .filter((name) => !isPhone || name === column)
          .map((name) => (
            <LaneColumn
              key={name}
              name={name}
              slots={slots[name]}
              staleSince={staleSince}
              orderable={orderable}
              register={register}
            />
          ))}
      </div>
    ),
    [isPhone, column, slots, staleSince, orderable, register],
  );
  return (
    <div ref={root} className={styles.root}>
      {isPhone && <ColumnSwitch column={column} onColumn={onColumn} />}
      <Ordering controls={controls}>
        <Moving controls={controls}>{lanes}</Moving>
      </Ordering>
      {deeds}
    </div>
  );
}

function Moving({
  controls,
  children,
}: {
  controls: { readonly current: ReadonlyMap<Column, LaneControl> };
  children: ReactNode;
}) {
  const source = useContext(LineContext);
  const shown = useOfLine(source, (line) => line);
  const focusCard = useCallback(
    (id: string) => {
      const at = source.get()?.find(id);
      if (at) controls.current.get(at.column)?.focusRow(at.index);
    },
    [source, controls],
  );
  return (
    <MovingCards shown={shown} onFocusMoved={focusCard}>
      {children}
    </MovingCards>
  );
}

const byInterest: readonly Column[] = ['BUILD', 'TEST', 'SPEC', 'PRODUCTION'];

function firstFilled({ get }: LineSource): Column {
  const lanes = get()?.lanes;
  return byInterest.find((name) => (lanes?.[name].count ?? 0) > 0) ?? 'BUILD';
}

function ColumnSwitch({ column, onColumn }: { column: Column; onColumn: Props['onColumn'] }) {
  const shown = useOfLine(useContext(LineContext), (line) => line);
  return (
    <SegmentedControl
      fullWidth
      size="xs"
      aria-label="Column"
      value={column}
      onChange={(value) => onColumn(columns.find((each) => each === value) ?? 'BUILD')}
      data={columns.map((name) => ({
        value: name,
        label: `${name === 'PRODUCTION' ? 'PROD' : name} ${shown?.lanes[name].count ?? 0}`,
      }))}
    />
  );
}
