import type { Change, ServedRelease, ServiceContext } from './service.context.ts';
import type { SpecFact } from './service.events.ts';

/** What can be read off a service; guards, deeds and `wants` share these words. */

/** The change under way. Throws where the chart promises one: without it the machine is wrong. */
export function changeOf(context: ServiceContext): Change {
  if (!context.change) throw new TypeError('no change is under way');
  return context.change;
}

export function ticketOf(context: ServiceContext): NonNullable<ServiceContext['ticket']> {
  if (!context.ticket) throw new TypeError('no ticket is open');
  return context.ticket;
}

export function isComplete(spec: SpecFact | null): spec is SpecFact {
  return spec !== null && spec.problems.length === 0;
}

export function sameSpec(a: SpecFact | null | undefined, b: SpecFact): boolean {
  return (
    a?.hash === b.hash &&
    sameList(a.problems, b.problems) &&
    sameList(a.secrets, b.secrets) &&
    sameList(a.services, b.services)
  );
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

/** The change in hand is for exactly this spec, and nothing ended it. */
export function isSpecOfChange(context: ServiceContext, spec: SpecFact): boolean {
  return sameSpec(context.change?.spec, spec);
}

/** The change in hand is in production; of a retired service nothing is. */
export function isShipped({ change, live }: ServiceContext): boolean {
  return change?.shippedAt != null && live.release !== null;
}

/** What serves was built for this spec already. */
export function isShippedSpec(context: ServiceContext, spec: SpecFact): boolean {
  return isShipped(context) && isSpecOfChange(context, spec);
}

/** A release of the line is being deployed, proved or switched to. */
export function isReleaseUnderWay(context: ServiceContext): boolean {
  return context.change?.release != null && context.change.shippedAt === null;
}

/** The change's newest commit has passed a gate and belongs into the tree: nobody's unchecked work is on top of it. */
export function isAccepted({ change, ticket, verification }: ServiceContext): boolean {
  if (!change?.commit) return false;
  return change.record !== null || (ticket === null && verification?.gate === 'test');
}

/** What a release is made of: the commit, and the digest of what it would run, which another commit may share. */
export type Bytes = { readonly commit: string | null; readonly digest?: string | null | undefined };

/** These bytes failed in production before, under this commit or another. */
export function isHeldBytes(context: ServiceContext, { commit, digest }: Bytes): boolean {
  const { held } = context.live;
  return (commit !== null && held.includes(commit)) || (digest != null && held.includes(digest));
}

export function sameBytes(a: Bytes, b: Bytes): boolean {
  return a.commit === b.commit || (a.digest != null && a.digest === b.digest);
}

/** Its own settings say whether a change waits for somebody's word, else those of the home do. */
export function needsApproval({
  settings,
  limits,
  change,
}: Pick<ServiceContext, 'settings' | 'limits' | 'change'>): boolean {
  if (!(settings.approval ?? limits.approval === 1)) return false;
  return change?.commit == null || change.approved?.commit !== change.commit;
}

/** Nothing but somebody's word keeps the change from production. */
export function isApprovalAwaited(context: ServiceContext): boolean {
  return isFreeToDeploy(context) && needsApproval(context);
}

/** The way to production is free: the directory is there, and no rollback is under way. */
export function isFreeToDeploy({ present, live }: ServiceContext): boolean {
  return present && live.rung !== 'rollingBack';
}

/** There is work on the change that can be sent back, nobody is at it, and no gate judges it. */
export function canBeSentBack({ change, block, ticket, verification }: ServiceContext): boolean {
  if (change === null || change.commit === null || change.shippedAt !== null) return false;
  if (block) return block.resume !== 'nothing' && !block.where.startsWith('spec.');
  return ticket === null && verification === null;
}

/** Releases that an operator may go to from the one that serves, the newest first. */
export function rollbackTargets({ live }: Pick<ServiceContext, 'live'>): readonly ServedRelease[] {
  return live.release === null ? [] : live.history.filter(({ id }) => id !== live.release?.id);
}

export function hasAttemptsLeft(context: ServiceContext): boolean {
  return changeOf(context).attempt < context.limits.attempts;
}

export function isSomethingWaiting({ pending }: ServiceContext): boolean {
  return pending.incident !== null || pending.handEdit !== null || pending.spec !== null;
}

/** Nothing of this service was ever built by Andon, nor serves. */
export function isNeverBuilt(context: ServiceContext): boolean {
  return context.live.release === null && (context.change === null || context.change.commit === null);
}
