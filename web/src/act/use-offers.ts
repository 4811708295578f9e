import type { UseQueryResult } from '@tanstack/react-query';
import { type OffersResponse, offersResponse } from '../../../src/contracts/acts.ts';
import type { ServiceView } from '../../../src/contracts/board.ts';
import { useRead } from '../api/use-read.ts';
import { useLive } from '../live/use-live.ts';
import { actPath } from './deeds.ts';

/** Sessions come and go without touching the service: asked again so often while something shows them. */
const EVERY_MS = 10_000;

/** What may be done to a service now, and why the rest may not; asked again whenever the service changes. */
export function useOffers(service: ServiceView | undefined, enabled = true): UseQueryResult<OffersResponse> {
  const past = useLive(({ at }) => at !== null);
  return useRead(['service', service?.id ?? ''], service ? actPath(service, 'offers') : '', offersResponse, {
    everyMs: EVERY_MS,
    enabled: enabled && service !== undefined && !past,
  });
}
