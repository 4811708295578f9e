import {
  hasAttemptsLeft,
  isFreeToDeploy,
  isHeldBytes,
  isReleaseUnderWay,
  isSomethingWaiting,
  needsApproval,
} from './facts.ts';
import type { Asked } from './guards.tree.ts';
import type { Block, ServiceContext } from './service.context.ts';
import type { ServiceSaid } from './service.setup.ts';

/** Questions about tickets, verdicts and releases: is this the answer to what is asked now, and which one is it? */
export const workGuards = {
  isTicket: ({ context, event }: Asked) => isTicket(context, event),

  /** Not while its submission is being judged: then it is nobody's to hold. */
  isTicketAtWork: ({ context, event }: Asked) => isTicket(context, event) && context.verification === null,

  /** The holding is over and a newer spec waits: nobody's work is lost by taking it now. */
  isOvertakenTicket: ({ context, event }: Asked) => isTicket(context, event) && context.pending.spec !== null,

  /** More work on the change would be asked for, and a newer spec waits: the work is asked for that one instead. */
  isOvertakenVerdict: ({ context, event }: Asked) =>
    isVerdict(context, event) && !passedWithTests(event) && context.pending.spec !== null,

  isVerdictToRetry: ({ context, event }: Asked) =>
    isVerdict(context, event, 'inconclusive') &&
    (context.verification?.inconclusive ?? 0) < context.limits.inconclusiveRetries,
  isInconclusive: ({ context, event }: Asked) => isVerdict(context, event, 'inconclusive'),
  isPassed: ({ context, event }: Asked) => isVerdict(context, event, 'passed'),
  isPassedWithoutTests: ({ context, event }: Asked) =>
    isVerdict(context, event, 'passed') && lacksTests(event),
  isFailed: ({ context, event }: Asked) => isFailure(context, event),
  isFailedSubmission: ({ context, event }: Asked) => isFailure(context, event) && context.ticket !== null,
  isFailedOn: ({ context, event }: Asked, kind: 'fix' | 'write-tests') =>
    isVerdict(context, event) && !passedWithTests(event) && context.ticket?.kind === kind,
  isWithoutTests: ({ context, event }: Asked) => isVerdict(context, event) && lacksTests(event),

  isFailedWithSpec: ({ context, event }: Asked) => isFailure(context, event) && context.spec !== null,

  isHeldAndHopeless: ({ context }: Asked) => isHeldNow(context) && !hasAttemptsLeft(context),
  isHeldCommit: ({ context }: Asked) => isHeldNow(context),
  /** A release waits for its directory, for a rollback that is under way, and for somebody's word where it needs one. */
  mayDeploy: ({ context }: Asked) => isFreeToDeploy(context) && !needsApproval(context),

  isRelease: ({ context, event }: Asked) => isRelease(context, event),
  isRecordFault: ({ context, event }: Asked) => isFault(context, event, 'record'),
  isSecretFault: ({ context, event }: Asked) => isFault(context, event, 'secret'),
  isEnvironmentFault: ({ context, event }: Asked) => isFault(context, event, 'environment'),
  /** The release has settled, badly, and something newer waits. */
  isOvertakenRelease: ({ context, event }: Asked) => isRelease(context, event) && isSomethingWaiting(context),
  isWorkFaultToFix: ({ context, event }: Asked) => isRelease(context, event) && hasAttemptsLeft(context),
  isCandidate: ({ context, event }: Asked) => isCandidate(context, event),

  mayResume: ({ context }: Asked, resume: Block['resume']) => context.block?.resume === resume,
  mayReverify: ({ context }: Asked, gate: 'spec' | 'build' | 'test') =>
    context.block?.resume === 'verify' && context.verification?.gate === gate,
  isRecheckOfVerify: ({ context, event }: Asked, gate: 'spec' | 'build' | 'test') =>
    isRecheck(context, event) && context.block?.resume === 'verify' && context.verification?.gate === gate,
  isRecheckOfDeploy: ({ context, event }: Asked) =>
    isRecheck(context, event) && context.block?.resume === 'deploy',
  isMissingSecret: ({ context, event }: Asked) =>
    event.type === 'SecretSet' &&
    context.block?.code === 'secret-missing' &&
    (context.change?.spec.secrets.includes(event.name) ?? false),
};

function isTicket(context: ServiceContext, event: ServiceSaid): boolean {
  return 'ticket' in event && event.ticket === context.ticket?.id;
}

function isVerdict(context: ServiceContext, event: ServiceSaid, verdict?: string): boolean {
  return (
    event.type === 'VerificationFinished' &&
    event.verification === context.verification?.id &&
    (verdict === undefined || event.verdict === verdict)
  );
}

/** Work that fails now and then is not what anybody asked for: it is mended like work that fails. */
function isFailure(context: ServiceContext, event: ServiceSaid): boolean {
  return isVerdict(context, event, 'failed') || isVerdict(context, event, 'flaky');
}

function lacksTests(event: ServiceSaid): boolean {
  return event.type === 'VerificationFinished' && event.hasTests === false;
}

function passedWithTests(event: ServiceSaid): boolean {
  return event.type === 'VerificationFinished' && event.verdict === 'passed' && !lacksTests(event);
}

function isHeldNow(context: ServiceContext): boolean {
  return isHeldBytes(context, context.change ?? { commit: null });
}

function isRelease(context: ServiceContext, event: ServiceSaid): boolean {
  return 'release' in event && event.release === context.change?.release && isReleaseUnderWay(context);
}

function isCandidate(context: ServiceContext, event: ServiceSaid): boolean {
  return 'release' in event && event.release === context.live.candidate?.id;
}

function isFault(context: ServiceContext, event: ServiceSaid, fault: string): boolean {
  const failed = event.type === 'ReleaseFailed' || event.type === 'SwitchFailed';
  return failed && event.fault === fault && isRelease(context, event);
}

function isRecheck(context: ServiceContext, event: ServiceSaid): boolean {
  const { block } = context;
  return (
    event.type === 'TimerFired' &&
    event.timer === 'recheck' &&
    (block?.code === 'environment' || block?.code === 'gate-broken' || block?.code === 'record-refused')
  );
}
