import { defaultLimits } from '../../../machines/policy/limits.ts';
import { isWaiting, openContest } from '../../../machines/service/contest.ts';
import { rollbackTargets } from '../../../machines/service/facts.ts';
import { edited, type Service, specSeen } from '../given.ts';

type Loose = Parameters<Service['when']>[0];

/**
 * Everything that can happen to a service, each by the name of the case it makes. An answer is made from what the service
 * asks now; `stale` makes the same answer to a question that is over.
 */
export type Case = { readonly name: string; readonly event: (service: Service, stale: boolean) => Loose };

/** Of several builds the first that waits, that somebody has, or that is looked at. */
const entries = (service: Service) => openContest(service.context)?.entries ?? [];
const waiting = (service: Service) => entries(service).find(isWaiting)?.ticket;
const atWork = (service: Service) =>
  entries(service).find(({ session, commit, settled }) => session && commit === null && settled === null)
    ?.ticket;
const lookedAt = (service: Service) => entries(service).find((entry) => entry.verification)?.verification?.id;

const ticket = (service: Service, stale: boolean, of = atWork) =>
  stale ? 't-0' : (service.context.ticket?.id ?? of(service) ?? 't-none');
const verification = (service: Service, stale: boolean) =>
  stale ? 'v-0' : (service.context.verification?.id ?? lookedAt(service) ?? 'v-none');
/** Builds that are compared come from different sessions. */
const builder = (service: Service) =>
  entries(service).some(({ session }) => session === 'b1') ? 'b2' : 'b1';
const release = (service: Service, stale: boolean) =>
  stale ? 'r-0' : (service.context.change?.release ?? 'r-none');
const serving = (service: Service, stale: boolean) =>
  stale ? 'r-0' : (service.context.live.release?.id ?? 'r-none');
/** Where the rollback goes that is under way. */
const goneTo = (service: Service, stale: boolean) => {
  const { asked, lastGood } = service.context.live;
  return stale ? 'r-0' : ((asked?.to ?? lastGood)?.id ?? 'r-none');
};
const older = (service: Service, stale: boolean) =>
  stale ? 'r-0' : (rollbackTargets(service.context)[0]?.id ?? 'r-none');

const verdict = (name: string, more: Record<string, unknown>): Case => ({
  name: `VerificationFinished ${name}`,
  event: (service, stale) => ({
    type: 'VerificationFinished',
    verification: verification(service, stale),
    reasons: ['a reason'],
    ...more,
  }),
});
const releaseFailed = (fault: string): Case => ({
  name: `ReleaseFailed ${fault}`,
  event: (service, stale) => ({
    type: 'ReleaseFailed',
    release: release(service, stale),
    fault,
    reason: 'a reason',
    log: 'a log',
  }),
});
const plain = (type: Loose['type'], more: Record<string, unknown> = {}, name: string = type): Case => ({
  name,
  event: () => ({ type, ...more }),
});
const timer = (name: string) => plain('TimerFired', { timer: name }, `TimerFired ${name}`);

/** Answers to something that was asked: each has a stale form. */
export const answers: readonly Case[] = [
  {
    name: 'TicketHeld',
    event: (service, stale) => ({
      type: 'TicketHeld',
      ticket: ticket(service, stale, waiting),
      token: 1,
      session: builder(service),
    }),
  },
  {
    name: 'TicketReopened',
    event: (service, stale) => ({
      type: 'TicketReopened',
      ticket: ticket(service, stale),
      token: 1,
      reason: 'lost',
    }),
  },
  {
    name: 'TicketSubmitted',
    event: (service, stale) => ({
      type: 'TicketSubmitted',
      ticket: ticket(service, stale),
      token: 1,
      session: 'b1',
      commit: `c-${service.n}`,
    }),
  },
  {
    name: 'TicketExhausted',
    event: (service, stale) => ({ type: 'TicketExhausted', ticket: ticket(service, stale), reasons: ['no'] }),
  },
  {
    name: 'TicketContradicted',
    event: (service, stale) => ({
      type: 'TicketContradicted',
      ticket: ticket(service, stale),
      session: 'b1',
      clauses: ['§1', '§2'],
    }),
  },
  {
    name: 'TicketSpent',
    event: (service, stale) => ({
      type: 'TicketSpent',
      ticket: stale ? 't-0' : (service.context.spent.holdings[0]?.ticket ?? 't-none'),
      token: 1,
      session: 'b1',
      spent: { usd: 1, tokens: null, ms: 1_000 },
      over: true,
    }),
  },
  verdict('passed', { verdict: 'passed', hasTests: true, record: 'rec' }),
  verdict('passed, no tests', { verdict: 'passed', hasTests: false, record: 'rec' }),
  verdict('failed', { verdict: 'failed' }),
  verdict('inconclusive', { verdict: 'inconclusive', fault: 'environment' }),
  verdict('inconclusive, gate', { verdict: 'inconclusive', fault: 'gate' }),
  {
    name: 'ReleaseStarted',
    event: (service, stale) => ({ type: 'ReleaseStarted', release: release(service, stale) }),
  },
  {
    name: 'ReleaseProved',
    event: (service, stale) => ({
      type: 'ReleaseProved',
      release: release(service, stale),
      version: '1.0.0',
    }),
  },
  releaseFailed('work'),
  releaseFailed('environment'),
  releaseFailed('secret'),
  releaseFailed('record'),
  {
    name: 'ReleaseSwitched',
    event: (service, stale) => ({ type: 'ReleaseSwitched', release: release(service, stale) }),
  },
  {
    name: 'SwitchFailed',
    event: (service, stale) => ({
      type: 'SwitchFailed',
      release: release(service, stale),
      fault: 'work',
      reason: 'a reason',
      log: 'a log',
      serving: service.context.live.release?.id ?? null,
    }),
  },
  {
    name: 'SwitchFailed environment',
    event: (service, stale) => ({
      type: 'SwitchFailed',
      release: release(service, stale),
      fault: 'environment',
      reason: 'a reason',
      log: 'a log',
      serving: service.context.live.release?.id ?? null,
    }),
  },
  {
    name: 'SwitchFailed, nothing serves',
    event: (service, stale) => ({
      type: 'SwitchFailed',
      release: release(service, stale),
      fault: 'work',
      reason: 'a reason',
      log: 'a log',
      serving: null,
    }),
  },
  {
    name: 'HealthPassed',
    event: (service, stale) => ({ type: 'HealthPassed', release: serving(service, stale) }),
  },
  ...['service', 'environment'].map(
    (cause): Case => ({
      name: `HealthFailed ${cause}`,
      event: (service, stale) => ({
        type: 'HealthFailed',
        release: serving(service, stale),
        reason: 'no answer',
        log: 'a log',
        cause,
      }),
    }),
  ),
  {
    name: 'ReleaseRestarted',
    event: (service, stale) => ({ type: 'ReleaseRestarted', release: serving(service, stale) }),
  },
  {
    name: 'RolledBack',
    event: (service, stale) => ({
      type: 'RolledBack',
      from: serving(service, stale),
      to: goneTo(service, stale),
    }),
  },
  {
    name: 'RollbackFailed',
    event: (service, stale) => ({
      type: 'RollbackFailed',
      from: serving(service, stale),
      to: goneTo(service, stale),
      reason: 'a reason',
      log: 'a log',
    }),
  },
  {
    name: 'RollbackFailed, what served serves',
    event: (service, stale) => ({
      type: 'RollbackFailed',
      from: serving(service, stale),
      to: goneTo(service, stale),
      reason: 'a reason',
      log: 'a log',
      serving: serving(service, stale),
    }),
  },
  {
    name: 'ReleaseApproved',
    event: (service, stale) => ({
      type: 'ReleaseApproved',
      change: stale ? 0 : (service.context.change?.n ?? -1),
      by: 'ada',
    }),
  },
  {
    name: 'RollbackAsked',
    event: (service, stale) => ({
      type: 'RollbackAsked',
      from: serving(service, stale),
      to: older(service, stale),
      reason: 'a reason',
      by: 'ada',
    }),
  },
];

/** What comes of itself: from the tree, from people, from time. */
export const happenings: readonly Case[] = [
  {
    name: 'SpecSeen new',
    event: (service) => specSeen(`spec-${service.n}`, { secrets: ['KEY'] }),
  },
  {
    name: 'SpecSeen incomplete',
    event: (service) => specSeen(`spec-${service.n}`, { problems: ['SPEC.md:1 no Purpose'] }),
  },
  {
    name: 'SpecSeen of the change',
    event: (service) => ({ type: 'SpecSeen', spec: service.context.change?.spec ?? specSeen('first').spec }),
  },
  plain('SpecVanished'),
  { name: 'TreeEdited', event: (service) => edited(`e-${service.n}`) },
  {
    name: 'TreeEdited, unknown',
    event: (service) => edited(`e-${service.n}`, { unknown: 'tests lie elsewhere' }),
  },
  { name: 'TreeEdited, empty', event: (service) => edited(`e-${service.n}`, { source: false }) },
  plain('DirectoryVanished'),
  plain('DirectoryReturned'),
  plain('ServiceRetried'),
  plain('ServiceRetired'),
  plain('SecretSet', { name: 'KEY' }),
  plain('WorkSentBack', { note: 'a note', by: 'ada' }),
  {
    name: 'ServicePrioritised',
    event: (service) => ({ type: 'ServicePrioritised', priority: service.context.priority + 1 }),
  },
  timer('contest'),
  timer('contest-recheck'),
  timer('no-spec'),
  timer('supersede'),
  timer('recheck'),
  timer('restart'),
  timer('forgive'),
];

/** Flags: they change no state, in any state. */
export const flags: readonly Case[] = [
  plain('ServicePaused'),
  plain('ServiceResumed'),
  plain('ServicePrioritised', { priority: 7 }),
  plain('ServiceRenamed', { name: 'proverbs' }),
  plain('LimitsSet', { limits: { ...defaultLimits, attempts: defaultLimits.attempts + 1 } }),
];
