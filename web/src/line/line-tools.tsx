import { NativeSelect, TextInput } from '@mantine/core';
import { memo, useContext, useMemo } from 'react';
import { calmly } from '../live/calmly.ts';
import { columns } from './arrangement.ts';
import { LineContext, type LineSource, useOfLine } from './line-source.ts';
import styles from './line-tools.module.css';
import type { SavedView } from './saved-views.ts';
import { ViewsMenu } from './views-menu.tsx';
import { type Filter, filters, groups, sorts, type Wish } from './wish.ts';

const filterWords: Readonly<Record<Filter, string>> = {
  'needs-you': 'Needs you',
  waiting: 'Waiting',
  working: 'At work',
  blocked: 'Blocked',
  unhealthy: 'Unhealthy',
  paused: 'Paused',
};
const sortWords = {
  urgency: 'By urgency',
  name: 'By name',
  age: 'Longest there first',
  cost: 'Dearest first',
};

type Props = {
  readonly wish: Wish;
  /** What stands in the search field, which is ahead of what is shown. */
  readonly typed: string;
  readonly view: string | undefined;
  readonly onType: (q: string) => void;
  readonly onWish: (change: Partial<Wish>) => void;
  readonly onView: (view: SavedView | null) => void;
};

/** What of the line is shown, and how. */
export const LineTools = memo(function LineTools(props: Props) {
  const { wish, typed, view, onType, onWish, onView } = props;
  return (
    <search className={styles.tools} aria-label="What is shown">
      <TextInput
        className={styles.search}
        size="xs"
        type="search"
        placeholder="Find a service"
        aria-label="Find a service by name"
        value={typed}
        onChange={({ currentTarget: { value } }) => onType(value)}
      />
      <FilterChips only={wish.only} onWish={onWish} />
      <Found />
      <NativeSelect
        size="xs"
        aria-label="Group by"
        value={wish.group ?? ''}
        onChange={({ currentTarget: { value } }) =>
          onWish({ group: groups.find((known) => known === value) ?? null })
        }
        data={[
          { value: '', label: 'No groups' },
          ...groups.map((group) => ({ value: group, label: `By ${group}` })),
        ]}
      />
      <NativeSelect
        size="xs"
        aria-label="Sort"
        value={wish.sort}
        onChange={({ currentTarget: { value } }) =>
          onWish({ sort: sorts.find((known) => known === value) ?? 'urgency' })
        }
        data={sorts.map((sort) => ({ value: sort, label: sortWords[sort] }))}
      />
      <ViewsMenu wish={wish} view={view} onView={onView} />
    </search>
  );
});

function FilterChips({ only, onWish }: { only: Filter | null; onWish: Props['onWish'] }) {
  const counts = useOfLine(useCalmLine(), (shown) => shown?.counts);
  return (
    <fieldset className={styles.chips}>
      <legend className="visually-hidden">Only those</legend>
      {filters.map((filter) => (
        <button
          key={filter}
          type="button"
          className={styles.chip}
          aria-pressed={only === filter}
          data-filter={filter}
          onClick={() => onWish({ only: only === filter ? null : filter })}
        >
          {filterWords[filter]} <span className={styles.count}>{counts?.[filter]}</span>
        </button>
      ))}
    </fieldset>
  );
}

function useCalmLine(): LineSource {
  const source = useContext(LineContext);
  return useMemo(() => ({ get: source.get, subscribe: calmly(source.subscribe) }), [source]);
}

function Found() {
  const source = useCalmLine();
  const total = useOfLine(source, (shown) => shown?.total ?? 0);
  const found = useOfLine(source, (shown) =>
    columns.reduce((sum, name) => sum + (shown?.lanes[name].count ?? 0), 0),
  );
  return (
    <p className={styles.found} role="status">
      {found < total ? `${found} of ${total} shown` : ''}
    </p>
  );
}
