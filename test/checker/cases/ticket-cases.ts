import { blamelessFailures } from '../promises/blameless-failures.ts';
import { differentBuilders } from '../promises/different-builders.ts';
import { fitHolder } from '../promises/fit-holder.ts';
import { leasesLive } from '../promises/leases-live.ts';
import { oldToken } from '../promises/old-token.ts';
import { oneCompletion } from '../promises/one-completion.ts';
import { oneTicket } from '../promises/one-ticket.ts';
import { priorityIsHeard } from '../promises/priority-is-heard.ts';
import { restIsKept } from '../promises/rest-is-kept.ts';
import type { ToldHistory } from '../told-history.ts';
import type { PromiseCase } from './promise-case.ts';

const assigned = (session = 's') => ({ type: 'TicketAssigned', session });
const submitted = (token: number, commit = 'c1', session = 's') => ({
  type: 'SubmissionReceived',
  token,
  session,
  commit,
});
const expired = (token = 1, session = 's') => ({ type: 'LeaseExpired', token, session });
const accepted = (token: number) => ({ type: 'TicketAccepted', token });
const registered = (slots = 1, capabilities = ['builder']) => ({
  type: 'SessionRegistered',
  slots,
  capabilities,
});
const beat = { what: 'beat', session: 's', ticket: 't', token: 1 } as const;
const answered = (token: number, commit: string) =>
  ({ what: 'submission-answered', ticket: 't', token, commit, accepted: true }) as const;
const parks = (account: string) => ({
  type: 'AccountParked',
  account,
  until: 2_000_000,
  reason: 'limit',
  session: 's',
});
const fails = (kind: string) => ({ type: 'WorkFailed', token: 1, session: 's', class: kind, reason: 'r' });
const opened = { type: 'Opened', input: {} };

const reassigned = (history: ToldHistory) =>
  history.ticket(assigned()).ticket(expired(), { state: 'open' }).ticket(assigned('s2'));

const siblings = (history: ToldHistory) =>
  history.service({ type: 'SpecSeen' }, {}, [
    { type: 'openTicket', ticket: 't' },
    { type: 'openTicket', ticket: 'u' },
  ]);

const order = (priority: number, ticket = 't') => ({ type: 'openTicket', ticket, kind: 'build', priority });

export const ticketCases: readonly PromiseCase[] = [
  {
    promise: differentBuilders,
    keeps: (history) =>
      siblings(history)
        .ticket(assigned())
        .ticket(assigned('s2'), { id: 'u' })
        .ticket(expired(), { state: 'open' })
        .ticket(assigned('s3'))
        .ticket(submitted(2, 'c2', 's2'), { id: 'u' })
        .ticket(expired(2, 's3'), { state: 'open' })
        .ticket(assigned()),
    breaks: {
      'one session has two at a time': (history) =>
        siblings(history).ticket(assigned()).ticket(assigned(), { id: 'u' }),
      'one session builds a second one after its first': (history) =>
        siblings(history)
          .ticket(assigned())
          .ticket(submitted(1))
          .ticket({ type: 'TicketRejected', token: 1 }, { state: 'open' })
          .ticket(assigned(), { id: 'u' }),
    },
  },
  {
    promise: oneCompletion,
    keeps: (history) =>
      history
        .ticket(submitted(1))
        .service({ type: 'TicketSubmitted', ticket: 't', token: 1, session: 's', commit: 'c1' })
        .saw(answered(1, 'c1'))
        .saw(answered(1, 'c1'))
        .ticket({ type: 'TicketRejected', token: 1 })
        .ticket(submitted(2, 'c2'))
        .ticket(accepted(2)),
    breaks: {
      'a second submission under one token takes effect': (history) =>
        history.ticket(submitted(1)).ticket(submitted(1, 'c2')),
      'one submission is judged twice': (history) =>
        history.ticket(submitted(1)).ticket(accepted(1)).ticket({ type: 'TicketRejected', token: 1 }),
      'the owner hears of it twice': (history) => {
        const told = { type: 'TicketSubmitted', ticket: 't', token: 1, session: 's', commit: 'c1' };
        history.ticket(submitted(1)).service(told).service(told);
      },
      'two commits are answered well for one token': (history) =>
        history.saw(answered(1, 'c1')).saw(answered(1, 'c2')),
      'a ticket is done twice': (history) => {
        const done = { type: 'TicketOutcome', outcome: 'done', ticket: 't', token: 1 };
        history.session(done, 's').session(done, 's2');
      },
    },
  },
  {
    promise: oldToken,
    keeps: (history) =>
      history
        .ticket(assigned())
        .ticket(submitted(1))
        .ticket({ type: 'TicketRejected', token: 1 }, { state: 'open' })
        .ticket(assigned('s2'))
        .saw(answered(1, 'c1'))
        .ticket(submitted(2, 'c2', 's2'))
        .saw(answered(2, 'c2'))
        .end(),
    breaks: {
      'an old token is heard': (history) => reassigned(history).ticket(submitted(1)),
      'the newest token is heard from another session': (history) =>
        reassigned(history).ticket(submitted(2, 'c1', 's')),
      'a submission with an old token is answered well': (history) =>
        reassigned(history).saw(answered(1, 'c1')),
      'a submission is answered well and not journaled': (history) =>
        history.ticket(assigned()).saw(answered(1, 'c1')).end(),
      'a held ticket is given to a second session': (history) =>
        history.ticket(assigned()).ticket(assigned('s2')),
      'a token is given out twice': (history) =>
        history.ticket(assigned()).ticket(expired(), { state: 'open' }).ticket(assigned(), { token: 1 }),
    },
  },
  {
    promise: leasesLive,
    keeps: (history) =>
      history
        .saw({ what: 'coordinator-started' })
        .ticket(assigned())
        .after(15_000)
        .saw(beat)
        .after(20_001)
        .ticket(expired(), { state: 'open' })
        // The second holding ends early: its worker was started anew.
        .ticket(assigned())
        .after(2_000)
        .ticket(expired(2), { state: 'open' })
        .session(registered())
        .end(),
    breaks: {
      'its holder beat just now': (history) =>
        history.ticket(assigned()).after(60_000).saw(beat).after(19_000).ticket(expired()).end(),
      'it was given just now': (history) => history.ticket(assigned()).after(19_000).ticket(expired()).end(),
      'the coordinator began just now': (history) =>
        history
          .ticket(assigned())
          .after(60_000)
          .saw({ what: 'coordinator-started' })
          .after(100)
          .ticket(expired())
          .end(),
      'the clock jumped just now': (history) =>
        history
          .ticket(assigned())
          .after(60_000)
          .saw({ what: 'disturbed' })
          .after(100)
          .ticket(expired())
          .end(),
      'the session lives on, and registers only later': (history) =>
        history.ticket(assigned()).after(100).ticket(expired()).saw(beat).session(registered()),
    },
  },
  {
    promise: fitHolder,
    keeps: (history) =>
      history
        .session(registered(2, ['builder', 'tester']))
        .ticket(opened, { id: 't' })
        .ticket(opened, { id: 'u', requires: [['fixer'], ['tester']] })
        .ticket(assigned(), { id: 't' })
        .ticket(assigned(), { id: 'u' })
        .ticket({ type: 'WorkDeclined', token: 1, session: 's' }, { id: 't', state: 'open' })
        // As another agent it may try what it could not do.
        .session({ ...registered(2), agent: 'another' })
        .ticket(assigned(), { id: 't' }),
    breaks: {
      'it has no slot free': (history) =>
        history
          .session(registered())
          .ticket(opened, { id: 't' })
          .ticket(opened, { id: 'u' })
          .ticket(assigned(), { id: 't' })
          .ticket(assigned(), { id: 'u' }),
      'it is drained': (history) =>
        history.session(registered()).session({ type: 'SessionDrained' }).ticket(opened).ticket(assigned()),
      'its program is not there': (history) =>
        history
          .session(registered())
          .session({ type: 'AvailabilityChanged', unavailable: [{ capability: 'builder', reason: 'r' }] })
          .ticket(opened)
          .ticket(assigned()),
      'its token does not allow it': (history) =>
        history
          .session({ ...registered(), authorised: ['tester'] })
          .ticket(opened)
          .ticket(assigned()),
      'it is silent': (history) =>
        history
          .session(registered())
          .session({ type: 'SessionFellSilent' })
          .ticket(opened)
          .ticket(assigned()),
      'it is no builder': (history) =>
        history
          .session(registered(1, ['architect']))
          .ticket(opened)
          .ticket(assigned()),
      'it declined it before': (history) =>
        history
          .session(registered())
          .ticket(opened)
          .ticket(assigned())
          .ticket({ type: 'WorkDeclined', token: 1, session: 's' }, { state: 'open' })
          .ticket(assigned()),
    },
  },
  {
    promise: restIsKept,
    keeps: (history) =>
      history
        .session({ ...registered(), account: 'a' })
        .session({ ...registered(), account: 'b' }, 's2')
        .line(parks('a'))
        .ticket(assigned('s2'))
        .line({ type: 'TimerFired', timer: 'account:a' })
        .ticket(assigned())
        .line({ type: 'SessionDied', session: 's' })
        .line({ type: 'SessionDied', session: 's' })
        .line({ type: 'SessionDied', session: 's2' })
        .ticket(assigned(), { id: 'u' }),
    breaks: {
      'its account is parked': (history) =>
        history
          .session({ ...registered(), account: 'a' })
          .line(parks('a'))
          .ticket(assigned()),
      'it is parked alone': (history) =>
        history.session(registered()).line(parks('session:s')).ticket(assigned()),
      'the breaker is open': (history) =>
        ['s', 's2', 's3']
          .reduce((told, session) => told.line({ type: 'SessionDied', session }), history)
          .ticket(assigned('s4')),
    },
  },
  {
    promise: blamelessFailures,
    keeps: (history) =>
      history
        .ticket(assigned(), { failures: 0 })
        .ticket(fails('provider'), { state: 'open' })
        .ticket(assigned('s2'))
        .ticket(fails('work'), { state: 'open', failures: 1 }),
    breaks: {
      'a limit of the provider counts': (history) =>
        history.ticket(assigned(), { failures: 0 }).ticket(fails('provider'), { state: 'open', failures: 1 }),
      'bad work does not count': (history) =>
        history.ticket(assigned(), { failures: 0 }).ticket(fails('work'), { state: 'open' }),
      'a ticket is given up for tries that were none': (history) =>
        history
          .ticket(assigned(), { failures: 0 })
          .ticket(fails('provider'), { state: 'open' })
          .service({ type: 'TicketExhausted', ticket: 't', reasons: [], why: 'attempts' }),
      'a ticket is called poison after one death': (history) =>
        history
          .ticket(assigned(), { failures: 0 })
          .ticket(expired(), { state: 'open' })
          .service({ type: 'TicketExhausted', ticket: 't', reasons: [], why: 'poison' }),
    },
  },
  {
    promise: priorityIsHeard,
    keeps: (history) =>
      history
        .service({ type: 'SpecSeen' }, { context: { ticket: { id: 't' } } }, [order(10)])
        .ticket(opened, { state: 'open', priority: 10 })
        .service({ type: 'ServicePrioritised', priority: 7 })
        .ticket({ type: 'TicketPrioritised' }, { state: 'open', priority: 17 })
        .commit('service/a', 'ticket/t')
        .service({ type: 'SpecSeen' }, { context: { ticket: { id: 'u' } } }, [order(17, 'u')]),
    breaks: {
      'a ticket is opened without it': (history) =>
        history
          .service({ type: 'ServicePrioritised', priority: 7 })
          .service({ type: 'SpecSeen' }, { context: { ticket: { id: 't' } } }, [order(10)]),
      'a ticket that is open does not hear it': (history) =>
        history
          .service({ type: 'SpecSeen' }, { context: { ticket: { id: 't' } } }, [order(10)])
          .ticket(opened, { state: 'open', priority: 10 })
          .service({ type: 'ServicePrioritised', priority: 7 })
          .commit('service/a'),
    },
  },
  {
    promise: oneTicket,
    keeps: (history) =>
      history
        .service({ type: 'SpecSeen' }, { context: { ticket: { id: 't' } } })
        .ticket(opened, { state: 'open' })
        .commit('service/a', 'ticket/t')
        .ticket({ type: 'TicketCancelled' }, { state: 'cancelled' })
        .service({ type: 'SpecSeen' }, { context: { ticket: { id: 'u' } } })
        .ticket(opened, { id: 'u', state: 'open' })
        .commit('service/a', 'ticket/u'),
    breaks: {
      'two are open': (history) =>
        history
          .service({ type: 'SpecSeen' }, { context: { ticket: { id: 't' } } })
          .ticket(opened, { state: 'open' })
          .ticket(opened, { id: 'u', state: 'open' })
          .commit('ticket/u'),
      'the service has forgotten the one that is open': (history) =>
        history
          .service({ type: 'SpecSeen' }, { context: { ticket: null } })
          .ticket(opened, { state: 'open' })
          .commit('ticket/t'),
      'the service waits for one that is over': (history) =>
        history
          .service({ type: 'SpecSeen' }, { context: { ticket: { id: 't' } } })
          .ticket({ type: 'TicketCancelled' }, { state: 'cancelled' })
          .commit('service/a'),
    },
  },
];
