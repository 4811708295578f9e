import { Button, Group, Text, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { Notice } from './notice.tsx';

type Props = {
  readonly label: string;
  readonly onSave: () => void;
  readonly saving: boolean;
  /** Why it cannot be saved now; it stays in reach of the keyboard and says so. */
  readonly why: string | null;
  readonly problem: string | null;
  readonly children?: ReactNode;
};

/** The way to save a spec, and what came of it. */
export function SaveBar({ label, onSave, saving, why, problem, children }: Props) {
  return (
    <>
      {problem !== null && (
        <Notice tone="bad" title="It was not saved" urgent>
          {problem}
        </Notice>
      )}
      <Group gap="sm" justify="flex-end">
        <Text size="sm" c="dimmed" mr="auto" visibleFrom="sm">
          Ctrl S, or ⌘ S, saves
        </Text>
        {children}
        <Tooltip label={why} disabled={why === null} events={{ hover: true, focus: true, touch: true }}>
          <Button
            onClick={() => (why === null ? onSave() : undefined)}
            loading={saving}
            aria-disabled={why !== null}
            {...(why === null ? {} : { 'data-disabled': true, 'aria-description': why })}
          >
            {label}
          </Button>
        </Tooltip>
      </Group>
    </>
  );
}
