import { Button, Group, NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import { plainText } from '../../../../src/contracts/plain-text.ts';
import { CopyLines } from './copy-lines.tsx';
import { logPath } from './log-reader.ts';
import styles from './log-tools.module.css';
import { RawLink } from './raw-link.tsx';

/** Which lines are shown; what is left out holds for all. */
export type Choice = { readonly source?: string | undefined; readonly level?: 'warn' | 'error' | undefined };

type ToolsProps = {
  readonly service: string;
  readonly sources: readonly string[];
  readonly choice: Choice;
  readonly onChoice: (choice: Choice) => void;
  readonly times: boolean;
  readonly wrap: boolean;
  readonly onTimes: (times: boolean) => void;
  readonly onWrap: (wrap: boolean) => void;
  readonly search: ReactNode;
};

const levels = [
  { value: 'info', label: 'Every level' },
  { value: 'warn', label: '▲ Warnings, errors' },
  { value: 'error', label: '✖ Errors' },
];

/** What stands above the lines: what is looked for, which are shown, how, and ways to take them along. */
export function LogTools({
  service,
  sources,
  choice,
  onChoice,
  times,
  wrap,
  onTimes,
  onWrap,
  search,
}: ToolsProps) {
  const { source, level } = choice;
  const known = source === undefined || sources.includes(source) ? sources : [source, ...sources];
  return (
    <search className={styles.tools} aria-label="What of the log is shown">
      {search}
      <Group gap={6}>
        <NativeSelect
          size="xs"
          aria-label="From whom"
          value={source ?? ''}
          onChange={({ currentTarget: { value } }) =>
            onChoice({ level, source: value === '' ? undefined : value })
          }
          data={[
            { value: '', label: 'Everybody' },
            ...known.map((value) => ({ value, label: plainText(value) })),
          ]}
        />
        <NativeSelect
          size="xs"
          aria-label="How grave"
          value={level ?? 'info'}
          onChange={({ currentTarget: { value } }) =>
            onChoice({ source, level: value === 'warn' || value === 'error' ? value : undefined })
          }
          data={levels}
        />
        <Button.Group>
          <Toggle on={times} onChange={onTimes} label="Times" />
          <Toggle on={wrap} onChange={onWrap} label="Wrap" />
        </Button.Group>
        <Button.Group>
          <CopyLines service={service} choice={choice} />
          <RawLink href={`${logPath(service)}/raw`} file={`${service}.log`} />
        </Button.Group>
      </Group>
    </search>
  );
}

function Toggle({ on, onChange, label }: { on: boolean; onChange: (on: boolean) => void; label: string }) {
  return (
    <Button
      size="xs"
      variant="default"
      aria-pressed={on}
      className={styles.toggle}
      onClick={() => onChange(!on)}
    >
      <span aria-hidden="true" className={styles.tick}>
        {on ? '✓' : ''}
      </span>
      {label}
    </Button>
  );
}
