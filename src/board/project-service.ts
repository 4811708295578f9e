import { isApprovalAwaited } from '../../machines/service/facts.ts';
import type { ServiceContext } from '../../machines/service/service.context.ts';
import { costNow } from '../../machines/service/spending.ts';
import type { StateMeaning } from '../../machines/states.ts';
import type { ServiceView } from '../contracts/board.ts';
import { plainText } from '../contracts/plain-text.ts';
import type { ServiceState } from '../coordinator/coordinator.port.ts';
import type { LatestSignals } from '../coordinator/signals.port.ts';
import type { LiveFigures } from '../release/release.port.ts';
import { builders, contestReason, costView, projectBuilds, type WhyOf } from './project-builds.ts';
import { openQuestions } from './project-question.ts';
import { projectReason, type ReasonExtras } from './project-reason.ts';

export type ServiceExtras = ReasonExtras & {
  readonly meaning: StateMeaning;
  readonly figures: LiveFigures | undefined;
  readonly latest: LatestSignals;
  /** Why nobody has a ticket: for those that several builds wait with. */
  readonly whyOf: WhyOf;
  /** Where released services are reached, without a slash at the end. */
  readonly gatewayUrl: string;
};

type Health = ServiceView['live']['health'];

const healthOf: Readonly<Record<string, Health>> = {
  none: 'none',
  healthy: 'healthy',
  unhealthy: 'unhealthy',
  restarting: 'recovering',
  rollingBack: 'recovering',
  down: 'down',
  missing: 'missing',
};

/** One service as the board shows it: a pure fold of its committed state and the newest signals. */
export function projectService(state: ServiceState, extras: ServiceExtras): ServiceView {
  const { context } = state;
  const { meaning, latest } = extras;
  const reason = projectReason(state, extras) ?? contestReason(context, extras.whyOf);
  return {
    id: context.id,
    name: context.name,
    phase: meaning.phase,
    column: meaning.column,
    state: state.line,
    sentence: meaning.sentence,
    since: context.since,
    paused: context.paused,
    live: {
      ...liveOf(state),
      uptime: context.live.release ? rounded(extras.figures?.uptime ?? null) : null,
      reason: context.live.reason,
    },
    change: context.change?.n ?? context.changes,
    attempt: context.change?.attempt ?? 0,
    ...workOf(state, latest),
    ...orderedOf(state),
    ...testsOf(state, latest),
    ...(reason ? { reason } : {}),
    ...questionsOf(extras),
    ...costOf(context),
    ...buildsOf(context, extras),
    ...releaseOf(state, extras),
  };
}

function questionsOf({ ticket }: ServiceExtras): Partial<ServiceView> {
  const questions = openQuestions(ticket);
  return questions.length > 0 ? { questions } : {};
}

function costOf({ spent }: ServiceContext): Partial<ServiceView> {
  const cost = costNow(spent.change, spent, ({ change }) => change === spent.n);
  return cost.ms === 0 ? {} : { cost: costView(cost) };
}

/** Those of a former change are asked for by name. */
function buildsOf(context: ServiceContext, { whyOf }: ServiceExtras): Partial<ServiceView> {
  const { change, contest } = context;
  return change && contest?.change === change.n ? { builds: projectBuilds(context, whyOf).builds } : {};
}

// The region is `none`, or the rung under `present` or `missing`; a directory that vanished is told of what is well.
function liveOf({ live }: ServiceState): Pick<ServiceView['live'], 'state' | 'health'> {
  const rung = live.slice(live.lastIndexOf('.') + 1);
  const state = live.startsWith('missing') && rung === 'healthy' ? 'missing' : rung;
  return { state, health: healthOf[state] ?? 'none' };
}

function workOf(state: ServiceState, latest: LatestSignals): Partial<ServiceView> {
  const { ticket } = state.context;
  const sessions = ticket?.session ? [ticket.session] : builders(state.context);
  const progress = ticket && latest.progress?.ticket === ticket.id ? latest.progress : undefined;
  const activity = progress?.text || (isVerifying(state) ? latest.activity : undefined);
  return {
    ...(ticket ? { ticket: ticket.id, ticketKind: ticket.kind } : {}),
    ...(sessions.length > 0 ? { session: sessions.join(', ') } : {}),
    ...(progress ? { progress: Math.round(Math.min(100, Math.max(0, progress.percent))) } : {}),
    ...(progress?.at === undefined ? {} : { progressAt: progress.at }),
    ...(activity ? { activity: plainText(activity).slice(0, 300) } : {}),
  };
}

/** What people said of it, and are asked to say. */
function orderedOf({ line, context }: ServiceState): Partial<ServiceView> {
  const { priority, change } = context;
  return {
    ...(priority === 0 ? {} : { priority }),
    ...(line === 'release.awaiting' && change && isApprovalAwaited(context)
      ? { approval: { change: change.n, ...(change.commit === null ? {} : { commit: change.commit }) } }
      : {}),
  };
}

function testsOf(state: ServiceState, latest: LatestSignals): Partial<ServiceView> {
  const { change } = state.context;
  const tests = (isVerifying(state) ? latest.tests : undefined) ?? change?.tests;
  const { coverage, mutation, finding } = change ?? {};
  return {
    ...(tests ? { tests: { passed: tests.passed, total: tests.total } } : {}),
    ...(typeof coverage === 'number' ? { coverage } : {}),
    ...(typeof mutation === 'number' ? { mutation } : {}),
    ...(finding ? { finding } : {}),
  };
}

// What a gate says of itself is true for as long as it runs; afterwards the verdict is.
function isVerifying({ line }: ServiceState): boolean {
  return line.endsWith('.verifying');
}

function releaseOf({ context }: ServiceState, extras: ServiceExtras): Partial<ServiceView> {
  const { release } = context.live;
  if (!release) return {};
  const url = extras.figures?.url ?? `${extras.gatewayUrl}/${encodeURIComponent(context.name)}/`;
  return { release: { commit: release.commit, url, version: release.version } };
}

// Four decimals are what is shown; finer steps would send a delta with every probe for nothing.
function rounded(share: number | null): number | null {
  return share === null ? null : Math.floor(share * 10_000) / 10_000;
}
