import type { ServiceStep } from '../step.ts';
import type { LinePromise } from '../watch.ts';

/** Tries are counted, and used up they end: in a block, or in something newer that waited. */
export const attemptsBounded: LinePromise = {
  name: 'attempts are bounded',
  watch(judge, { limits, tolerances }) {
    const failures = new Map<string, number>();
    const losses = new Map<string, number>();
    const opened = new Map<string, number>();
    const asked = new Map<string, { gate: string; commit: string; count: number }>();
    const restarts = new Map<string, number>();
    const grow = (counts: Map<string, number>, key: string) => {
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      return count;
    };

    const judgeEffects = ({ id, effects, after }: ServiceStep) => {
      for (const effect of effects) {
        if (effect.type === 'openTicket') {
          const count = grow(opened, id);
          judge(
            count <= tolerances.ticketsPerChange,
            () => `${id} opens ticket ${count} for change ${after.context.changes}`,
          );
        }
        if (effect.type === 'verify') {
          const { gate, commit } = effect;
          const former = asked.get(id);
          const again = former?.gate === gate && former.commit === commit;
          const count = again ? former.count + 1 : 1;
          asked.set(id, { gate, commit, count });
          judge(
            count <= limits.inconclusiveRetries + 1,
            () => `${id} asks the ${gate} gate about ${commit} for the ${count}th time in a row`,
          );
        }
        if (effect.type === 'startTimer' && effect.timer === 'restart') {
          const count = grow(restarts, id);
          const replacing = ['release.deploying', 'release.proving', 'release.switching'].includes(
            after.line,
          );
          judge(
            count <= limits.restarts || replacing,
            () => `${id} is restarted for the ${count}th time in a row`,
          );
        }
      }
    };

    return {
      step(step) {
        const { id, event } = step;
        if (step.kind === 'ticket') {
          if (event.type === 'TicketRejected' || (event.type === 'WorkFailed' && event.class === 'work')) {
            grow(failures, id);
          }
          if (event.type === 'LeaseExpired') grow(losses, id);
          if (event.type === 'SubmissionReceived') losses.delete(id);
          if (event.type !== 'TicketAssigned') return;
          const failed = failures.get(id) ?? 0;
          const lost = losses.get(id) ?? 0;
          judge(failed < limits.attempts, () => `${id} is given out again after ${failed} failed tries`);
          judge(lost < limits.poisonDeaths, () => `${id} is given out again after ${lost} lost leases`);
        }
        if (step.kind !== 'service') return;
        const begun = step.before !== null && step.after.context.changes > step.before.context.changes;
        if (begun || isNewCause(event.type)) opened.delete(id);
        if (event.type !== 'VerificationFinished' || event.verdict !== 'inconclusive') asked.delete(id);
        if (isFreshStart(step.event)) restarts.delete(id);
        if (event.type === 'TicketExhausted') {
          // Of several builds the others may go on, or decide.
          const newer = begun || step.before?.context.pending.spec !== null;
          judge(
            step.after.line === 'blocked' || newer || step.before?.line === 'build.competing',
            () => `every try at ${event.ticket} failed, and ${id} goes on in ${step.after.line}`,
          );
        }
        judgeEffects(step);
      },
    };
  },
};

const byPeople: ReadonlySet<string> = new Set(['ServiceRetried', 'WorkSentBack']);

function isNewCause(type: string): boolean {
  return type === 'SpecSeen' || type === 'SpecVanished' || type === 'TreeEdited' || byPeople.has(type);
}

const freshStarts: ReadonlySet<string> = new Set([
  'ReleaseSwitched',
  'RolledBack',
  'RollbackAsked',
  'ServiceRetried',
]);

function isFreshStart(event: ServiceStep['event']): boolean {
  if (event.type === 'TimerFired') return event.timer === 'forgive';
  return freshStarts.has(event.type);
}
