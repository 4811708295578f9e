import { useMemo } from 'react';
import type { ServiceView } from '../../../../src/contracts/board.ts';
import { pathView } from '../../../../src/contracts/history.ts';
import { useRead } from '../../api/use-read.ts';
import { useLive } from '../../live/use-live.ts';
import { type PathStep, stepsOf } from './chart-picture.ts';

const LIVE_STEPS = 8;

export type Path = { readonly line: PathStep[]; readonly live: PathStep[]; readonly error: Error | null };

/** The path of the change on the line, and the newest of what serves; of a moment of the past, up to then. */
export function usePath({ id, name, change }: ServiceView): Path {
  const until = useLive(({ at }) => at);
  const path = `/api/services/${encodeURIComponent(name)}/path`;
  const { data, error } = useRead(['service', id], path, pathView);
  const steps = useMemo(() => {
    const moves = (data?.moves ?? []).filter(({ at }) => until === null || at <= until);
    // What led to the change is its first step.
    const first = moves.findIndex((move) => move.change === change);
    const live = stepsOf(moves, 'live').slice(-LIVE_STEPS);
    return {
      line: stepsOf(moves.slice(Math.max(0, first - 1)), 'line'),
      live: live.map((step, index) => ({ ...step, n: index + 1 })),
    };
  }, [data, until, change]);
  return { ...steps, error };
}
