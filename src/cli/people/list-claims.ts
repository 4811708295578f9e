import { isAlive } from '../../worker/kept-session.ts';
import type { CommandContext } from '../command-context.ts';
import { readClaim } from './claim-file.ts';
import { personFile, personName, readPerson } from './person-session.ts';

/** Says what a person has in hand, and had, and whether its lease is kept. */
export function listClaims(context: CommandContext, flags: { as?: string; json?: boolean }): void {
  const person = readPerson(personFile(context.home(), personName(flags.as)));
  const claims = (person?.claims ?? []).flatMap((directory) => {
    const found = readClaim(directory);
    if (!found) return [];
    const { ticket, kind, service, state, why, dueAt, keeper } = found;
    const kept = keeper !== null && isAlive(keeper);
    return [{ directory, ticket, kind, service, state, why, dueAt, kept }];
  });
  context.show(flags.json, { claims }, () =>
    claims.length === 0
      ? 'You have nothing in hand.'
      : claims
          .map(({ directory, ticket, kind, service, state, why, kept }) => {
            const stands = state === 'working' ? (kept ? 'yours' : 'nobody keeps its lease') : state;
            return `${ticket}  ${kind} of ${service}  ${stands}${why ? `: ${why}` : ''}  ${directory}`;
          })
          .join('\n'),
  );
}
