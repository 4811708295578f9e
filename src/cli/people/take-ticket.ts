import type { TicketView } from '../../contracts/board.ts';
import type { CoordinatorApi } from '../../worker/coordinator-api.ts';
import { pause } from '../../worker/retry.ts';
import { Exit, exitCodes } from '../exit-codes.ts';

/** Kinds that are answered with a commit: the others are for programs. */
const ofPeople: ReadonlySet<string> = new Set(['build', 'fix', 'write-tests', 'write-spec']);
const asked = 20;
const againMs = 2_000;

export type Wish = {
  readonly ticket?: string | undefined;
  readonly service?: string | undefined;
  readonly kind?: string | undefined;
  /** Until there is one that may be taken. */
  readonly wait: boolean;
};

type Taken = { readonly ticket: string; readonly token: number };

/** Takes an open ticket that is as wished for. Rejects with an `Exit` that says why there is none to be had. */
export async function takeTicket(
  api: Pick<CoordinatorApi, 'take' | 'tickets'>,
  bearer: string,
  wish: Wish,
  signal: AbortSignal,
): Promise<Taken> {
  for (;;) {
    const { reasons, taken } = await tryOnce(api, bearer, wish);
    if (taken) return taken;
    if (!wish.wait) throw new Exit(exitCodes.refused, reasons.join(' '));
    await pause(againMs, signal);
    if (signal.aborted) throw new Exit(exitCodes.notOk, 'Stopped waiting.');
  }
}

async function tryOnce(
  api: Pick<CoordinatorApi, 'take' | 'tickets'>,
  bearer: string,
  wish: Wish,
): Promise<{ reasons: string[]; taken?: Taken }> {
  const tickets = await api.tickets(bearer);
  const fitting = tickets.filter((ticket) => fits(ticket, wish));
  if (fitting.length === 0) return { reasons: [nothing(tickets, wish)] };
  const reasons: string[] = [];
  for (const { id, service, kind } of fitting.slice(0, asked)) {
    const answer = await api.take(bearer, id);
    if (answer.assigned) return { reasons: [], taken: answer.assigned };
    reasons.push(`${id} (${kind} of ${service}): ${answer.reasons.join('; ')}.`);
  }
  return { reasons };
}

function fits({ id, service, kind, state }: TicketView, wish: Wish): boolean {
  if (wish.ticket !== undefined) return id === wish.ticket;
  if (state !== 'open' || !ofPeople.has(kind)) return false;
  return (
    (wish.service === undefined || service === wish.service) &&
    (wish.kind === undefined || kind === wish.kind)
  );
}

function nothing(tickets: readonly TicketView[], wish: Wish): string {
  if (wish.ticket !== undefined) return `There is no ticket ${wish.ticket} that is not over.`;
  const what = [wish.kind, wish.service && `of ${wish.service}`].filter(Boolean).join(' ');
  const held = tickets.filter(({ state }) => state === 'held').length;
  return `No ticket${what ? ` (${what})` : ''} waits for somebody; ${held} are worked on. --wait waits for one.`;
}
