import { Select } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { RecordBrief } from '../../../../src/contracts/records.ts';
import styles from './record.module.css';

const marks = { passed: '✓', failed: '✗', flaky: '≈', inconclusive: '?' };
const route = getRouteApi('/services/$name');

/** The record that is shown: the one the address names, else the newest that counted; null where there is none. */
export function useChosenRecord(records: readonly RecordBrief[] | undefined): string | null {
  const { record } = route.useSearch();
  const newest = records?.find(({ again }) => !again) ?? records?.[0];
  return record ?? newest?.id ?? null;
}

/** Chooses the record that is shown; the choice is in the address. */
export function RecordPicker({
  records,
  chosen,
}: {
  records: readonly RecordBrief[];
  chosen: string | null;
}) {
  const navigate = useNavigate({ from: '/services/$name' });
  const known = records.some(({ id }) => id === chosen);
  const others = chosen === null || known ? [] : [{ value: chosen, label: chosen }];
  return (
    <Select
      className={styles.grow ?? ''}
      label="Verification"
      data={[...records.map((record) => ({ value: record.id, label: labelOf(record) })), ...others]}
      value={chosen}
      allowDeselect={false}
      searchable
      maxDropdownHeight={360}
      nothingFoundMessage="No such record"
      onChange={(id) => void navigate({ search: (before) => ({ ...before, record: id ?? undefined }) })}
    />
  );
}

function labelOf({ id, gate, verdict, commit, finishedAt, again }: RecordBrief): string {
  const when = new Date(finishedAt).toLocaleString([], { dateStyle: 'short', timeStyle: 'short' });
  return `${marks[verdict]} ${gate} gate ${verdict}${again ? ' (looked at again)' : ''} · ${commit.slice(0, 8)} · ${when} · ${id}`;
}
