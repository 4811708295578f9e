import { Button, Group, Modal, Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';

/** Asks whoever leaves the page with something unsaved; `mayLeave` is asked at that moment. */
export function LeaveGuard({ mayLeave, onDiscard }: { mayLeave: () => boolean; onDiscard: () => void }) {
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname && !mayLeave(),
    enableBeforeUnload: () => !mayLeave(),
    withResolver: true,
  });
  return (
    <Modal opened={status === 'blocked'} onClose={() => reset?.()} title="This spec is not saved">
      <Text size="sm">It stays in this tab until you come back, unless you throw it away.</Text>
      <Group justify="flex-end" mt="md" gap="xs">
        <Button
          variant="subtle"
          color="red"
          onClick={() => {
            onDiscard();
            proceed?.();
          }}
        >
          Throw it away
        </Button>
        <Button variant="default" onClick={() => proceed?.()}>
          Leave it here
        </Button>
        <Button data-autofocus onClick={() => reset?.()}>
          Go on writing
        </Button>
      </Group>
    </Modal>
  );
}
