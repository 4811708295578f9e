import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core';
import { useAct, useReadOnly } from '../act/use-act.tsx';
import { useLive } from '../live/use-live.ts';
import { Icon } from './icon.tsx';
import { lineDeed } from './line-pause.tsx';
import type { ShortcutId } from './shortcuts.ts';

const schemes = { auto: 'as the system', light: 'light', dark: 'dark' } as const;

/** What else there is: the past, the colours, the keys, and on a phone what has no room in the header. */
export function BoardMenu({ onCommand }: { onCommand: (id: ShortcutId) => void }) {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const paused = useLive(({ board }) => board?.line.paused);
  const past = useLive(({ at }) => at !== null);
  const act = useAct();
  const readOnly = useReadOnly();
  return (
    <Menu position="bottom-end" width={240} withinPortal={false}>
      <Menu.Target>
        <ActionIcon variant="default" size="lg" aria-label="More">
          <Icon name="more" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Icon name="clock" />} onClick={() => onCommand('past')}>
          {past ? 'Back to now' : 'Look at the past'}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="keys" />} onClick={() => onCommand('help')}>
          Keys
        </Menu.Item>
        {paused !== undefined && (
          <Menu.Item
            hiddenFrom="sm"
            leftSection={<Icon name={paused ? 'go' : 'pause'} />}
            aria-disabled={readOnly !== null}
            onClick={() => {
              if (readOnly === null) void act(lineDeed(paused));
            }}
          >
            {paused ? 'Resume the line' : 'Pause the line'}
            {readOnly !== null && `: ${readOnly}`}
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Label>Colours</Menu.Label>
        {(['auto', 'light', 'dark'] as const).map((scheme) => (
          <Menu.Item
            key={scheme}
            leftSection={<Icon name={scheme} />}
            rightSection={colorScheme === scheme ? '✓' : null}
            aria-current={colorScheme === scheme}
            onClick={() => setColorScheme(scheme)}
          >
            {schemes[scheme]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
