import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { read } from './client.ts';
import { useToken } from './use-token.ts';

export type ReadOptions = {
  /** Asks again so often while the page is seen, milliseconds. Default: only when a delta touches it. */
  readonly everyMs?: number;
  readonly enabled?: boolean;
};

/**
 * An answer of the API, kept until something of what it is about changes: `about` begins with what a delta names
 * (`['service', id, …]`, `['session', name, …]`, `['line', …]`), and such a delta makes it be asked again.
 */
export function useRead<T>(
  about: readonly [string, ...unknown[]],
  path: string,
  shape: z.ZodType<T>,
  options: ReadOptions = {},
): UseQueryResult<T> {
  const token = useToken();
  return useQuery({
    queryKey: [...about, path],
    queryFn: ({ signal }) => read(path, shape, { token, signal }),
    placeholderData: keepPreviousData,
    enabled: options.enabled ?? true,
    ...(options.everyMs === undefined ? {} : { refetchInterval: options.everyMs }),
  });
}
