import { Button, Group, Kbd, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import { z } from 'zod';
import { send } from '../api/client.ts';
import { useToken } from '../api/use-token.ts';
import { useLiveStore } from '../live/use-live.ts';
import type { Deed } from './deed.ts';
import { undoOffer } from './undo-offer.ts';

/** Long enough for whoever reads it slowly and goes there by keyboard; the key for it needs no way. */
const UNDO_MS = 20_000;
const closeButtonProps = { 'aria-label': 'Dismiss' };
const answer = z.looseObject({ ignored: z.boolean().optional() });

/** Why nothing can be done from this tab, or null. */
export function useReadOnly(): string | null {
  const at = useLiveStore().get().at;
  const token = useToken();
  if (at !== null) return 'This is the past. Go back to now to act.';
  return token === null ? 'Reading only. Open the link that “andon up” printed to act.' : null;
}

/**
 * Asks the line for a deed: shown at once, taken back when it is refused, with the reason; what can be undone says how.
 * Resolves with whether it was done.
 */
export function useAct(): (deed: Deed) => Promise<boolean> {
  const token = useToken();
  const store = useLiveStore();
  return useCallback(
    async function act(deed: Deed): Promise<boolean> {
      const takeBack = deed.shows ? store.pretend(deed.shows.service, deed.shows.as) : () => {};
      try {
        const { ignored } = await send('POST', deed.path, deed.body ?? {}, answer, { token });
        if (ignored) {
          takeBack();
          say('The line had no use for that: it has moved on meanwhile.');
          return false;
        }
        if (deed.undo) sayWithUndo(deed.done, deed.undo, act);
        else say(deed.done);
        return true;
      } catch (error) {
        takeBack();
        notifications.show({
          color: 'red',
          title: 'Not done',
          message: error instanceof Error ? error.message : String(error),
          autoClose: false,
          withBorder: true,
          closeButtonProps,
        });
        return false;
      }
    },
    [store, token],
  );
}

function say(words: string): void {
  notifications.show({ message: words, role: 'status', withBorder: true, closeButtonProps });
}

function sayWithUndo(words: string, undo: Deed, act: (deed: Deed) => Promise<boolean>): void {
  const id = crypto.randomUUID?.() ?? String(performance.now());
  const take = () => {
    undoOffer.end(id);
    notifications.hide(id);
    void act(undo);
  };
  undoOffer.put({ id, take });
  notifications.show({
    id,
    autoClose: UNDO_MS,
    onClose: () => undoOffer.end(id),
    role: 'status',
    withBorder: true,
    closeButtonProps,
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{words}</Text>
        <Button
          size="compact-sm"
          variant="subtle"
          style={{ flex: 'none' }}
          onClick={take}
          rightSection={<Kbd>Z</Kbd>}
        >
          Undo
        </Button>
      </Group>
    ),
  });
}
