import { defaultLimits } from '../policy/limits.ts';
import { ticketDeeds } from './ticket.deeds.ts';
import { ticketGuards } from './ticket.guards.ts';
import { ticketSetup } from './ticket.setup.ts';
import { neverHeld } from './ticket.tell.ts';

/**
 * One piece of work for one session at a time. `open`: nobody's, may be assigned. `held`: leased under the newest token.
 * `submitted`: the owner judges what came back; accepted it is over, rejected it is open again. Whatever else ends a
 * holding opens it again too, until its tries are used up.
 */
export const ticketMachine = ticketSetup
  .extend({ actions: ticketDeeds, guards: ticketGuards })
  .createMachine({
    id: 'ticket',
    context: ({ input }) => ({
      id: input.id,
      kind: input.kind,
      owner: input.owner,
      service: input.service,
      change: input.change,
      requires: input.requires,
      avoid: input.avoid,
      excluded: [],
      barred: input.barred ?? [],
      beside: input.beside ?? [],
      priority: input.priority,
      spec: input.spec,
      base: input.base,
      feedback: input.feedback,
      openedAt: input.at,
      since: input.at,
      dueAt: input.at + input.deadlineMs,
      deadlineMs: input.deadlineMs,
      token: 0,
      ...neverHeld,
      failures: 0,
      expiries: 0,
      attemptsAllowed: input.attemptsAllowed,
      // Tickets of before these were settings were opened without them.
      deathsAllowed: input.deathsAllowed ?? defaultLimits.poisonDeaths,
      parkMs: input.parkMs ?? defaultLimits.parkMs,
      parkCapMs: input.parkCapMs ?? defaultLimits.parkCapMs,
      note: null,
      history: [],
    }),
    entry: 'watchDeadline',
    on: {
      TicketBarred: { guard: 'isOtherBar', actions: 'bar' },
      TicketPrioritised: { guard: 'isOtherPriority', actions: 'prioritise' },
    },
    initial: 'open',
    states: {
      open: {
        always: { guard: 'isWornOut', target: 'exhausted' },
        on: {
          TicketAssigned: { guard: 'mayTake', target: 'held', actions: 'hold' },
          SubmissionReceived: { guard: 'isLateHolder', target: 'submitted', actions: 'takeSubmission' },
          TicketCancelled: { target: 'cancelled' },
          TimerFired: { guard: 'isDeadline', actions: 'extendDeadline' },
        },
      },
      held: {
        on: {
          WorkStarted: { guard: 'isHolderStarting', actions: 'noteStart' },
          SubmissionReceived: { guard: 'isHolder', target: 'submitted', actions: 'takeSubmission' },
          WorkReleased: { guard: 'isHolder', target: 'open', actions: 'handBack' },
          WorkFailed: [
            { guard: 'isHolderBlameless', target: 'open', actions: 'handBackBlameless' },
            { guard: 'isHolder', target: 'open', actions: 'countFailure' },
          ],
          WorkDeclined: { guard: 'isHolder', target: 'open', actions: 'exclude' },
          ContradictionReported: { guard: 'isHolder', target: 'contradicted', actions: 'contradict' },
          LeaseExpired: { guard: 'isHolder', target: 'open', actions: 'expire' },
          UsageReported: [
            { guard: 'hasOverspent', target: 'exhausted', actions: ['noteUsage', 'overspend'] },
            { guard: 'hasSpent', actions: 'noteUsage' },
          ],
          QuestionAsked: { guard: 'isNewQuestion', actions: 'ask' },
          QuestionAnswered: { guard: 'isOpenQuestion', actions: 'answer' },
          TimerFired: [
            { guard: 'isDeadline', target: 'open', actions: ['expire', 'extendDeadline'] },
            { guard: 'isTimeSpent', target: 'exhausted', actions: 'overspend' },
          ],
          TicketCancelled: { target: 'cancelled', actions: 'cancelHolding' },
        },
      },
      submitted: {
        on: {
          TicketAccepted: { guard: 'isNewestToken', target: 'done', actions: 'finish' },
          TicketRejected: { guard: 'isNewestToken', target: 'open', actions: 'takeBackRejected' },
          // The last word of what it cost may come after the work.
          UsageReported: { guard: 'hasSpent', actions: 'noteUsage' },
          TicketCancelled: { target: 'cancelled', actions: 'cancelHolding' },
          TimerFired: { guard: 'isDeadline', actions: 'extendDeadline' },
        },
      },
      done: { type: 'final', entry: 'forgetDeadline' },
      cancelled: { type: 'final', entry: 'forgetDeadline' },
      exhausted: { type: 'final', entry: ['giveUp', 'forgetDeadline'] },
      contradicted: { type: 'final', entry: 'forgetDeadline' },
    },
  });
