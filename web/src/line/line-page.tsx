import { TextInput } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useDeferredValue, useMemo } from 'react';
import { useBoard, useConnection } from '../live/use-live.ts';
import { Banners } from '../shell/banners.tsx';
import { Columns } from './columns.tsx';
import { EmptyState } from './empty-state.tsx';
import { needsYou } from './needs-you.ts';
import { NeedsYou } from './needs-you-strip.tsx';

const route = getRouteApi('/');

/** What moves, what stands still and why, what needs me. */
export function LinePage() {
  const board = useBoard();
  const connection = useConnection();
  const { q = '' } = route.useSearch();
  const navigate = useNavigate({ from: '/' });
  const wanted = useDeferredValue(q.trim().toLowerCase());
  const calls = useMemo(() => (board ? needsYou(board.line, board.services.values()) : []), [board]);
  const services = useMemo(
    () => [...(board?.services.values() ?? [])].filter(({ name }) => name.toLowerCase().includes(wanted)),
    [board, wanted],
  );
  if (!board) {
    return (
      <p>{connection.state === 'refused' ? connection.why : 'Waiting for the first picture of the line …'}</p>
    );
  }
  const open = (name: string) => void navigate({ to: '/services/$name', params: { name } });
  return (
    <>
      <Banners line={board.line} />
      <NeedsYou calls={calls} onOpen={open} />
      <TextInput
        type="search"
        placeholder="Find a service"
        aria-label="Find a service by name"
        value={q}
        onChange={({ currentTarget: { value } }) =>
          void navigate({ search: (before) => ({ ...before, q: value || undefined }), replace: true })
        }
      />
      {board.services.size === 0 ? <EmptyState /> : <Columns services={services} onOpen={open} />}
    </>
  );
}
