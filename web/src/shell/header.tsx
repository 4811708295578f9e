import { ActionIcon, Group, Title, useMantineColorScheme } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { ActButton } from '../act/act-button.tsx';
import { useBoard, useConnection, useLive } from '../live/use-live.ts';
import { ConnectionMark } from './connection-mark.tsx';

const next = { auto: 'light', light: 'dark', dark: 'auto' } as const;
const shapes = { auto: '◐', light: '○', dark: '●' } as const;

/** The name, whether what is shown is now, and what concerns the whole line. */
export function Header() {
  const line = useBoard()?.line ?? null;
  const behind = useLive(({ gap }) => gap);
  const connection = useConnection();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <>
      <Title order={1} size="h2">
        <Link to="/" style={{ color: 'inherit', textDecoration: 'none' }}>
          Andon
        </Link>
      </Title>
      <ConnectionMark connection={connection} behind={behind} />
      <Group ml="auto" gap="xs" wrap="nowrap">
        {line && (
          <ActButton
            label={line.paused ? 'Resume the line' : 'Pause the line'}
            deed={
              line.paused
                ? {
                    path: '/api/resume',
                    done: 'The line goes on',
                    undo: { path: '/api/pause', done: 'The line is paused' },
                  }
                : {
                    path: '/api/pause',
                    done: 'The line is paused',
                    undo: { path: '/api/resume', done: 'The line goes on' },
                  }
            }
          />
        )}
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={`Colours: ${colorScheme === 'auto' ? 'as the system' : colorScheme}`}
          onClick={() => setColorScheme(next[colorScheme])}
        >
          <span aria-hidden="true">{shapes[colorScheme]}</span>
        </ActionIcon>
      </Group>
    </>
  );
}
