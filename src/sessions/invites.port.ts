import type { InviteRequest, InviteView } from '../contracts/invites.ts';

/** Tokens that let others register sessions of a stated kind, so that nobody is handed the worker's key. */
export interface Invites {
  /** A new invite and its token, of which only the hash is kept. */
  create(request: InviteRequest): { readonly invite: InviteView; readonly token: string };
  /** Newest first; those long over are not kept. */
  list(): InviteView[];
  /** Nobody registers with it any more; who joined stays. Throws `NOT_FOUND`. */
  revoke(id: string): InviteView;
  /** The invite of this bearer token, unless it was revoked; an expired one still lets back in who joined. */
  authenticate(token: string): InviteView | undefined;
  /** Notes that this session registers with it; throws `FORBIDDEN` where it does not allow that. */
  admit(id: string, session: string, isKnown: boolean): InviteView;
}
