import { ActionIcon, Popover, Text } from '@mantine/core';

/** Says what a figure is, to whoever asks. */
export function HelpMark({ of, text }: { of: string; text: string }) {
  return (
    <Popover width={300} position="bottom-end" withArrow shadow="md" trapFocus={false} returnFocus>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" size="sm" radius="xl" aria-label={`What is: ${of}?`}>
          <span aria-hidden="true">?</span>
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Text size="sm">{text}</Text>
      </Popover.Dropdown>
    </Popover>
  );
}
