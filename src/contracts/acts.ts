import { z } from 'zod';

/** What a person may ask the line for about one service. */
export const act = z.enum([
  'pause',
  'resume',
  'retry',
  'assign',
  'prioritise',
  'approve',
  'send-back',
  'roll-back',
  'edit-spec',
  'retire',
]);
export type Act = z.infer<typeof act>;

/** Whether an act would do something now, asked of the machine itself; where not, why. */
export const offer = z.object({
  act,
  allowed: z.boolean(),
  /** One sentence; null when allowed. */
  why: z.string().nullable(),
});
export type Offer = z.infer<typeof offer>;

/** `GET /api/services/:name/offers` */
export const offersResponse = z.object({
  offers: z.array(offer),
  /** Sessions that could have the open ticket now, the best first, and why the others cannot. */
  sessions: z.array(z.object({ name: z.string(), allowed: z.boolean(), why: z.array(z.string()) })),
  /** Releases to go back to, the newest first. */
  releases: z.array(z.object({ id: z.string(), version: z.string(), commit: z.string(), at: z.number() })),
});
export type OffersResponse = z.infer<typeof offersResponse>;

const note = z.string().trim().min(1).max(10_000);

/** `POST /api/services/:name/prioritise`: a number added to what its tickets have by themselves; 0 is none. */
export const prioritiseRequest = z.strictObject({ priority: z.number().min(-1_000_000).max(1_000_000) });
/** `POST /api/services/:name/order`: its ticket is given out just before, or just after, that service's. */
export const orderRequest = z.union([
  z.strictObject({ before: z.string().min(1) }),
  z.strictObject({ after: z.string().min(1) }),
]);
export const orderResponse = z.object({ priority: z.number(), before: z.number() });
/** `POST /api/services/:name/approve`: the change that may go to production, and the commit of it that was looked at. */
export const approveRequest = z.strictObject({
  change: z.number().int(),
  commit: z.string().min(1).optional(),
});
/** `POST /api/services/:name/send-back` */
export const sendBackRequest = z.strictObject({ note });
/** `POST /api/services/:name/roll-back`: to a release of `offers`, default the last good one. */
export const rollBackRequest = z.strictObject({ to: z.string().min(1).optional(), reason: note.optional() });
/** `POST /api/tickets/:id/assign`: to this session, default the one that matching would choose among all that may. */
export const assignRequest = z.strictObject({ session: z.string().min(1).optional() });
export const assignResponse = z.object({ ticket: z.string(), session: z.string(), token: z.number() });
