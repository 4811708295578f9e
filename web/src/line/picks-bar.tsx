import { Button, Group, Paper, Text } from '@mantine/core';
import { useContext } from 'react';
import type { ServiceView } from '../../../src/contracts/board.ts';
import type { Deed } from '../act/deed.ts';
import { pauseDeed, resumeDeed, retryDeed } from '../act/deeds.ts';
import { useAct, useReadOnly } from '../act/use-act.tsx';
import { useLiveStore } from '../live/use-live.ts';
import styles from './picks-bar.module.css';
import { SelectionContext, usePicked } from './selection.ts';

/** What can be done to all picked cards at once. */
export function PicksBar() {
  const selection = useContext(SelectionContext);
  const picked = usePicked();
  const store = useLiveStore();
  const act = useAct();
  const readOnly = useReadOnly();
  if (picked.size === 0) return null;
  const each = (deedOf: (view: ServiceView) => Deed) => async () => {
    if (readOnly !== null) return;
    selection.clear();
    for (const id of picked) {
      const view = store.get().board?.services.get(id);
      if (view) await act(deedOf(view));
    }
  };
  const off =
    readOnly === null ? {} : { 'aria-disabled': true, 'data-disabled': true, 'aria-description': readOnly };
  return (
    <Paper component="section" aria-label="Picked services" withBorder shadow="md" className={styles.bar}>
      <Group gap="xs">
        <Text size="sm" role="status">
          {picked.size} picked
        </Text>
        <Button size="compact-sm" variant="default" {...off} onClick={each(pauseDeed)}>
          Pause
        </Button>
        <Button size="compact-sm" variant="default" {...off} onClick={each(resumeDeed)}>
          Resume
        </Button>
        <Button size="compact-sm" variant="default" {...off} onClick={each(retryDeed)}>
          Retry
        </Button>
        <Button size="compact-sm" variant="subtle" onClick={() => selection.clear()}>
          Put back
        </Button>
      </Group>
    </Paper>
  );
}
