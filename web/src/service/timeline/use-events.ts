import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { ServiceView } from '../../../../src/contracts/board.ts';
import { eventsView } from '../../../../src/contracts/history.ts';
import { read } from '../../api/client.ts';
import { useToken } from '../../api/use-token.ts';

const PAGE = 100;

export type ToldEvent = z.infer<typeof eventsView>['events'][number];

/** The journal of a service, newest first and a page at a time; with `types` only those. */
export function useEvents({ id, name }: ServiceView, types: readonly string[]) {
  const token = useToken();
  const asked = types.length === 0 ? '' : `&types=${encodeURIComponent(types.join(','))}`;
  const path = `/api/services/${encodeURIComponent(name)}/events?limit=${PAGE}${asked}`;
  return useInfiniteQuery({
    queryKey: ['service', id, path],
    queryFn: ({ pageParam, signal }) =>
      read(pageParam === null ? path : `${path}&before=${pageParam}`, eventsView, { token, signal }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ before }) => before ?? undefined,
    placeholderData: keepPreviousData,
  });
}
