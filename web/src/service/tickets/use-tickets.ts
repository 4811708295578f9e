import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { ServiceView } from '../../../../src/contracts/board.ts';
import { serviceTicketsView } from '../../../../src/contracts/history.ts';
import { read } from '../../api/client.ts';
import { useToken } from '../../api/use-token.ts';

/** Every ticket a service ever had, newest first and a page at a time. */
export function useTickets({ id, name }: ServiceView) {
  const token = useToken();
  const path = `/api/services/${encodeURIComponent(name)}/tickets?limit=20`;
  return useInfiniteQuery({
    queryKey: ['service', id, path],
    queryFn: ({ pageParam, signal }) =>
      read(pageParam === null ? path : `${path}&before=${pageParam}`, serviceTicketsView, { token, signal }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ before }) => before ?? undefined,
    placeholderData: keepPreviousData,
  });
}
