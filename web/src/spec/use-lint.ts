import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type LintSpecResponse, lintSpecResponse } from '../../../src/contracts/specs.ts';
import { send } from '../api/client.ts';
import { useToken } from '../api/use-token.ts';

/** So long after the last key a text is looked at, milliseconds. */
const PAUSE_MS = 300;

export type Lint = {
  /** Of the text as it was a moment ago; null before the first answer. */
  readonly found: LintSpecResponse | null;
  /** Of a text that has been changed since. */
  readonly behind: boolean;
  readonly problem: string | null;
};

/** What the spec gate says of a text while it is written. */
export function useLint(text: string): Lint {
  const token = useToken();
  const [settled] = useDebouncedValue(text, PAUSE_MS);
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: ['spec-lint', settled],
    queryFn: ({ signal }) =>
      send('POST', '/api/specs/lint', { text: settled }, lintSpecResponse, { token, signal }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
  return {
    found: data ?? null,
    behind: settled !== text || isPlaceholderData,
    problem: error ? error.message : null,
  };
}
