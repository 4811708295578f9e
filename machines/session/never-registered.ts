import type { SessionContext } from './session.context.ts';

/** What a session is before it says otherwise; also what those of version 1 are taken for. */
export const neverRegistered = {
  account: null,
  unavailable: [],
  authorised: null,
  revision: 0,
  drained: false,
  knows: [],
} satisfies Partial<SessionContext>;
