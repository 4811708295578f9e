import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Coordinator } from '../coordinator/coordinator.port.ts';
import { whyOver } from './holdings.ts';
import type { HoldingName } from './session-service.port.ts';

/** Tokens that are good for one holding alone. Nothing is kept of them: they are made of what the holding is. */
export type TicketTokens = {
  /** `<session>~<ticket>~<lease token>~<seal>`; the same each time while the session's registration lasts. */
  of(holding: HoldingName): string;
  /** The holding of a token with a true seal, while it is the session's newest and not over. */
  holdingOf(token: string): HoldingName | undefined;
};

/** Seals are made with `secret` and the registration's own hash, so that they end with the registration too. */
export function createTicketTokens(coordinator: Coordinator, secret: string): TicketTokens {
  const seal = ({ session, ticket, token }: HoldingName, registration: string): Buffer =>
    createHmac('sha256', secret)
      .update(JSON.stringify(['ticket', session, ticket, token, registration]))
      .digest();

  return {
    of(holding) {
      const { session, ticket, token } = holding;
      const registration = coordinator.session(session)?.context.tokenHash ?? '';
      return [session, ticket, token, seal(holding, registration).toString('base64url')].join('~');
    },

    holdingOf(text) {
      const [session = '', ticket = '', lease = '', given = '', ...more] = text.split('~');
      if (more.length > 0 || !/^[1-9]\d{0,8}$/.test(lease)) return undefined;
      const registered = coordinator.session(session);
      if (!registered || registered.state === 'gone' || registered.context.tokenHash === '') return undefined;
      const holding = { session, ticket, token: Number(lease) };
      const expected = seal(holding, registered.context.tokenHash);
      const actual = Buffer.from(given, 'base64url');
      if (actual.length !== expected.length || !timingSafeEqual(actual, expected)) return undefined;
      const state = coordinator.ticket(ticket);
      return state && whyOver(state, session, holding.token) === undefined ? holding : undefined;
    },
  };
}
