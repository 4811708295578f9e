import { z } from 'zod';
import { capability, sessionName } from './sessions.ts';

const dayMs = 24 * 60 * 60_000;

/** Asks for a token with which sessions may register, and for what they may be. */
export const inviteRequest = z.strictObject({
  /** The one name it is good for; without it any free name. */
  name: sessionName.optional(),
  /** What such a session may be given, whatever it declares. */
  capabilities: z.array(capability).min(1).max(20),
  /** How many sessions may join with it. */
  uses: z.number().int().min(1).max(1_000).default(1),
  /** For how long it lets new sessions in, milliseconds; at most 90 days. */
  expiresMs: z
    .number()
    .int()
    .min(1_000)
    .max(90 * dayMs)
    .default(dayMs),
});
export type InviteRequest = z.infer<typeof inviteRequest>;

export const inviteView = z.object({
  id: z.string(),
  name: z.string().nullable(),
  capabilities: z.array(z.string()),
  uses: z.number(),
  expiresAt: z.number(),
  createdAt: z.number(),
  /** Sessions that joined with it; they may come back with it also when it is used up or over. */
  joined: z.array(z.string()),
  state: z.enum(['open', 'used-up', 'expired', 'revoked']),
});
export type InviteView = z.infer<typeof inviteView>;

/** The token is shown this once. */
export const inviteResponse = z.object({ invite: inviteView, token: z.string() });
export const invitesResponse = z.object({ invites: z.array(inviteView) });

/** What an invite says to whoever holds it: who it may be and what for. */
export const invitationView = inviteView.pick({ name: true, capabilities: true });
