import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { WhyButton } from '../parts/why-button.tsx';
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
        <WhyButton size="sm" variant="filled" why={why} onClick={onSave} loading={saving}>
          {label}
        </WhyButton>
      </Group>
    </>
  );
}
