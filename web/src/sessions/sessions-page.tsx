import { Title } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useBoard } from '../live/use-live.ts';
import { Sessions } from './sessions-strip.tsx';

/** Who works on the line, and on what. */
export function SessionsPage() {
  const board = useBoard();
  const navigate = useNavigate();
  return (
    <>
      <Title order={2}>Sessions</Title>
      {board && (
        <Sessions
          sessions={board.sessions}
          onOpen={(name) => void navigate({ to: '/services/$name', params: { name } })}
        />
      )}
    </>
  );
}
