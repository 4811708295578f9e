import { competeChart } from './compete.chart.ts';
import { service } from './service.vocabulary.ts';

/** A build is asked for, made, and checked for its structure. */
export const buildChart = service.createStateConfig({
  initial: 'awaiting',
  on: {
    SpecVanished: { guard: 'hasSpec', actions: 'loseSpec' },
    TimerFired: { guard: 'isQuiet', target: '#line.choosing', actions: 'dropWork' },
  },
  states: {
    /** Nobody holds the ticket: whatever is newer takes its place at once. */
    awaiting: {
      entry: 'enter',
      on: {
        SpecSeen: [
          { guard: 'isNewSpecOfChange', actions: 'pendSpec' },
          { guard: 'isNewSpec', target: '#line.choosing', actions: ['dropWork', 'takeSpec'] },
        ],
        SpecVanished: { guard: 'hasSpec', target: '#line.choosing', actions: ['dropWork', 'loseSpec'] },
        TreeEdited: [
          { guard: 'isUnknownTree', target: '#line.choosing', actions: ['dropWork', 'noteUnknown'] },
          { guard: 'isAdoption', target: '#line.choosing', actions: ['dropWork', 'pendEdit'] },
          { guard: 'isEdit', actions: 'pendEdit' },
        ],
        TicketHeld: { guard: 'isTicket', target: 'working', actions: 'noteHolder' },
        TicketSubmitted: {
          guard: 'isTicket',
          target: 'verifying',
          actions: ['noteSubmission', 'verifyBuild'],
        },
      },
    },
    competing: competeChart,
    working: {
      entry: 'enter',
      on: {
        TicketReopened: [
          { guard: 'isOvertakenTicket', target: '#line.choosing', actions: 'dropWork' },
          { guard: 'isTicket', target: 'awaiting', actions: 'noteReopened' },
        ],
        TicketSubmitted: {
          guard: 'isTicket',
          target: 'verifying',
          actions: ['noteSubmission', 'verifyBuild'],
        },
      },
    },
    verifying: {
      entry: 'enter',
      on: {
        VerificationFinished: [
          { guard: 'isVerdictToRetry', actions: 'verifyAgain' },
          { guard: 'isInconclusive', target: '#line.blocked', actions: 'blockInconclusive' },
          { guard: 'isOvertakenVerdict', target: '#line.choosing', actions: 'dropWork' },
          {
            guard: 'isPassedWithoutTests',
            target: '#line.test.writing',
            actions: ['acceptWork', 'publishBuild', 'forgetVerification', 'openWriteTests'],
          },
          {
            guard: 'isPassed',
            target: '#line.test.verifying',
            actions: ['acceptWork', 'publishBuild', 'verifyTests'],
          },
          {
            guard: 'isFailedSubmission',
            target: 'awaiting',
            actions: ['noteFeedback', 'countAttempt', 'rejectWork', 'forgetVerification'],
          },
          // Content nobody was asked for, adopted or edited by hand: a builder starts from it.
          {
            guard: 'isFailed',
            target: 'awaiting',
            actions: ['noteFeedback', 'forgetVerification', 'openBuild'],
          },
        ],
      },
    },
  },
});
