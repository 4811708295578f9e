import type { OffersResponse } from '../../contracts/acts.ts';
import { oneLine, textTable } from '../text-table.ts';

/** What may be done now and what not, who could have the ticket, which releases are kept. */
export function offersText({ offers, sessions, releases }: OffersResponse): string {
  return [
    textTable(
      ['ACT', 'NOW'],
      offers.map(({ act, allowed, why }) => [act, allowed ? 'yes' : `no: ${why ?? ''}`]),
    ),
    ...(sessions.length > 0 ? ['', 'Its ticket could go to:'] : []),
    ...sessions.map(
      ({ name, allowed, why }) => `  - ${oneLine(allowed ? name : `not now: ${why.join('; ')}`)}`,
    ),
    ...(releases.length > 0 ? ['', 'It could go back to:'] : []),
    ...releases.map(
      ({ id, version, commit, at }) =>
        `  - ${oneLine(`${version} (${id}), commit ${commit.slice(0, 10)}, of ${new Date(at).toISOString()}`)}`,
    ),
  ].join('\n');
}
