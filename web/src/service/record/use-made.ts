import type { UseQueryResult } from '@tanstack/react-query';
import type { z } from 'zod';
import type { ServiceView } from '../../../../src/contracts/board.ts';
import { useRead } from '../../api/use-read.ts';

/**
 * What was made of a service: asked again when the service moved on, and not whenever somebody at work on it makes
 * progress. `path` is what comes after the service's name.
 */
export function useMade<T>(service: ServiceView, path: string, shape: z.ZodType<T>): UseQueryResult<T> {
  const { id, name, state, since, change, attempt, release, live } = service;
  const about = ['made', id, state, since, change, attempt, release?.commit ?? null, live.state] as const;
  return useRead(about, `/api/services/${encodeURIComponent(name)}/${path}`, shape);
}
