import type { TicketContext } from '../../machines/ticket/ticket.context.ts';
import { plainText } from '../contracts/plain-text.ts';
import type { SessionServiceDeps } from './session-service-deps.ts';

/** All other builds together take no more characters of what a session reads. */
const mostTogether = 60_000;

/** The other builds a ticket's holder gets to read: each as what is different in it from what the work starts from. */
export async function besideOf(
  { repositories }: Pick<SessionServiceDeps, 'repositories'>,
  { service, base, beside }: TicketContext,
): Promise<string[]> {
  const most = Math.floor(mostTogether / Math.max(1, beside.length));
  const texts: string[] = [];
  for (const { name, commit } of beside) {
    const diff = plainText(await repositories.diff(service.id, { from: base, to: commit, most }));
    const cut = diff.length >= most ? '\n(the rest is left out)' : '';
    texts.push(
      diff === '' ? `${name} is the same as yours.` : `${name}, against what you start from:\n${diff}${cut}`,
    );
  }
  return texts;
}
