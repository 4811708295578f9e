import { Group, Title, UnstyledButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Picture } from '../live/live-store.ts';
import { useLive } from '../live/use-live.ts';
import { BoardMenu } from './board-menu.tsx';
import { CallsMark } from './calls-mark.tsx';
import { ConnectionMark } from './connection-mark.tsx';
import classes from './header.module.css';
import { Icon } from './icon.tsx';
import { Keys } from './keys.tsx';
import { LinePause } from './line-pause.tsx';
import type { ShortcutId } from './shortcuts.ts';

type Props = Pick<Picture, 'connection' | 'gap'> & { readonly onCommand: (id: ShortcutId) => void };

/** The name, whether what is shown is now, what calls for a person, and what concerns the whole line. */
export function Header({ connection, gap, onCommand }: Props) {
  const past = useLive(({ at }) => at !== null);
  return (
    <>
      <Title order={1} size="h2">
        <Link to="/" className={classes.name}>
          <img src="/lamp.svg" alt="" width={22} height={22} />
          Andon
        </Link>
      </Title>
      <ConnectionMark connection={connection} behind={gap} past={past} />
      <CallsMark />
      <Group ml="auto" gap="xs" wrap="nowrap">
        <UnstyledButton className={classes.find} onClick={() => onCommand('palette')}>
          <Icon name="search" />
          <span className={classes.word}>Find</span>
          <span className={classes.words}>
            <Keys keys={['mod+k']} />
          </span>
        </UnstyledButton>
        <span className={classes.words}>
          <LinePause />
        </span>
        <BoardMenu onCommand={onCommand} />
      </Group>
    </>
  );
}
