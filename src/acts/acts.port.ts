import type { z } from 'zod';
import type { assignResponse, OffersResponse, orderResponse } from '../contracts/acts.ts';

export type Ordered = z.infer<typeof orderResponse>;
export type Assigned = z.infer<typeof assignResponse>;
type Receipt = { readonly seq: number; readonly ignored: boolean };

/**
 * A person's word to one service of the line, by its id. What its machine would have no use for is refused with
 * `NOT_ALLOWED` and the reason; so is what another was quicker with.
 */
export interface Acts {
  tell(service: string, what: 'pause' | 'resume' | 'retry' | 'retire'): Promise<Receipt>;
  /** Adds this to the priority that its tickets have by themselves. */
  prioritise(service: string, priority: number): Promise<Ordered>;
  /** Its open ticket is given out just before, or after, that of the other service, by its name. */
  order(
    service: string,
    place: { readonly side: 'before' | 'after'; readonly other: string },
  ): Promise<Ordered>;
  approve(
    service: string,
    what: { readonly change: number; readonly commit?: string | undefined },
  ): Promise<Receipt>;
  sendBack(service: string, note: string): Promise<Receipt>;
  /** To a kept release by its id or version; default: the last good one. */
  rollBack(service: string, to: string | undefined, reason: string | undefined): Promise<Receipt>;
  /** To this session; default: the one that matching rates best of all that may. Rejects with `NOT_FOUND` for a ticket or session nobody knows. */
  assign(ticket: string, session: string | undefined): Promise<Assigned>;
  offers(service: string): OffersResponse;
}
