import { isApprovalAwaited } from '../../machines/service/facts.ts';
import type { ServiceContext } from '../../machines/service/service.context.ts';
import type { Reason } from '../contracts/board.ts';
import type { ServiceState, TicketState } from '../coordinator/coordinator.port.ts';
import { openQuestions } from './project-question.ts';

export type ReasonExtras = {
  /** The service's open ticket, where there is one. */
  readonly ticket: TicketState | undefined;
  /** Why that ticket is not assigned; empty when it is. */
  readonly waitReasons: readonly string[];
  /** The services root as people write it: `SERVICES`. */
  readonly servicesRoot: string;
};

/** Why a service stands and the ways on, or undefined while it flows. What a person must do comes before what only takes time. */
export function projectReason(state: ServiceState, extras: ReasonExtras): Reason | undefined {
  const { context } = state;
  const specPath = `${extras.servicesRoot}/${context.name}/SPEC.md`;
  return (
    blocked(context) ??
    unknown(context, specPath) ??
    incomplete(state, specPath) ??
    approval(state) ??
    asked(extras) ??
    waiting(state, extras, specPath) ??
    specMissing(state, specPath) ??
    paused(context) ??
    inProduction(state, extras.servicesRoot)
  );
}

function blocked({ block }: ServiceContext): Reason | undefined {
  if (!block) return undefined;
  const reason = { code: block.code, text: block.text, ways: [...block.ways] };
  return block.details.length > 0 ? { ...reason, details: [...block.details] } : reason;
}

function unknown(context: ServiceContext, specPath: string): Reason | undefined {
  if (context.unknown === null) return undefined;
  return {
    code: 'unknown',
    text: context.unknown,
    ways: [`Write ${specPath}`, `Take it off the line: andon retire ${context.name}`],
  };
}

function incomplete({ line, context }: ServiceState, specPath: string): Reason | undefined {
  const problems = context.spec?.problems ?? [];
  if (problems.length === 0 || !line.startsWith('spec')) return undefined;
  const what = problems.length === 1 ? 'one thing' : `${problems.length} things`;
  return {
    code: 'spec-incomplete',
    text: `The spec lacks ${what} before anything can be built from it.`,
    ways: [
      ...(problems.some((problem) => problem.startsWith('andon.yaml:'))
        ? [`Edit ${specPath.replace(/SPEC\.md$/, 'andon.yaml')}: nobody but you does`]
        : []),
      `Edit ${specPath}: it is read again when you save`,
      `Check it: andon spec lint ${specPath}`,
    ],
    details: [...problems],
  };
}

/** Verified, and somebody has to let it go to production. */
function approval({ line, context }: ServiceState): Reason | undefined {
  const { change, name, live } = context;
  if (line !== 'release.awaiting' || !change || !isApprovalAwaited(context)) return undefined;
  const instead = live.release === null ? '' : ` in place of ${live.release.version}`;
  return {
    code: 'approval',
    text: `Change ${change.n} is verified, commit ${change.commit?.slice(0, 7)}; it goes to production${instead} once somebody approves it.`,
    ways: [
      `Let it go to production: andon approve ${name}`,
      `Ask for more work: andon send-back ${name} <note>`,
    ],
  };
}

/** Nothing of the line waits for the answer, but the session may. */
function asked({ ticket }: ReasonExtras): Reason | undefined {
  const [first, ...others] = openQuestions(ticket);
  if (!first) return undefined;
  const ways = [`Answer it: andon answer ${first.id} <text>`];
  const details = [
    ...first.options.map((option) => `it offers: ${option}`),
    ...others.map(({ id, session, text }) => `${session} asks as well (${id}): ${text}`),
  ];
  const reason = { code: 'question', text: `${first.session} asks: ${first.text}`, ways };
  return details.length > 0 ? { ...reason, details } : reason;
}

function waiting({ context }: ServiceState, extras: ReasonExtras, specPath: string): Reason | undefined {
  if (!context.ticket || context.ticket.session !== null) return undefined;
  const { note } = context.ticket;
  const [first, ...others] = note === null ? extras.waitReasons : [...extras.waitReasons, ...clauses(note)];
  if (first === undefined) return undefined;
  const { requires = [], excluded = [] } = extras.ticket?.context ?? {};
  const capabilities = requires[0] ?? [];
  const ways = [];
  if (context.ticket.kind === 'write-spec') ways.push(`Write ${specPath}`);
  else if (excluded.length > 0)
    ways.push(`Edit ${specPath}: say these clauses in another way, or leave them out`);
  if (capabilities.length > 0) {
    ways.push(
      `Join as one: andon worker --name <name> --capabilities ${capabilities.join(',')} --agent <driver>`,
    );
  }
  const reason = { code: 'waiting', text: first, ways };
  return others.length > 0 ? { ...reason, details: others } : reason;
}

/** What was handed back names its clauses one after the other, each with its place. */
function clauses(note: string): string[] {
  return note.split(/; (?=SPECS?\.md:\d)/);
}

function specMissing({ line, context }: ServiceState, specPath: string): Reason | undefined {
  if (line !== 'spec.missing' || context.ticket?.session) return undefined;
  return { code: 'spec-missing', text: 'There is no SPEC.md yet.', ways: [`Write ${specPath}`] };
}

function paused({ paused: isPaused }: ServiceContext): Reason | undefined {
  if (!isPaused) return undefined;
  return {
    code: 'paused',
    text: 'Paused by an operator: facts are recorded, nothing is assigned, deployed or switched.',
    ways: ['Press Resume on the board'],
  };
}

function inProduction({ live, context }: ServiceState, servicesRoot: string): Reason | undefined {
  if (live.endsWith('down')) {
    return {
      code: 'down',
      text: context.live.reason ?? 'The release does not answer and restarting did not help.',
      ways: [`Read what it printed: andon logs ${context.name}`, `Try again: andon retry ${context.name}`],
    };
  }
  if (live.startsWith('missing')) {
    return {
      code: 'missing',
      text: `The directory ${servicesRoot}/${context.name} is gone; what is released is still served and watched.`,
      ways: ['Bring the directory back', `Take it off the line: andon retire ${context.name}`],
    };
  }
  return undefined;
}
