import { service } from './service.vocabulary.ts';

/** The suite is written where there is none, run in the clean room, and what fails is fixed. */
export const testChart = service.createStateConfig({
  initial: 'verifying',
  on: {
    SpecVanished: { guard: 'hasSpec', actions: 'loseSpec' },
    TimerFired: { guard: 'isQuiet', target: '#line.choosing', actions: 'dropWork' },
    TicketSubmitted: { guard: 'isTicket', target: '.verifying', actions: ['noteSubmission', 'verifyTests'] },
  },
  states: {
    writing: {
      entry: 'enter',
      on: {
        SpecSeen: [
          { guard: 'isNewSpecOfChange', actions: 'pendSpec' },
          { guard: 'isNewSpecWhileHeld', actions: 'pendSpecQuietly' },
          { guard: 'isNewSpec', target: '#line.choosing', actions: ['dropWork', 'takeSpec'] },
        ],
        SpecVanished: [
          { guard: 'hasSpecUnheld', target: '#line.choosing', actions: ['dropWork', 'loseSpec'] },
          { guard: 'hasSpec', actions: 'loseSpec' },
        ],
        TicketReopened: { guard: 'isOvertakenTicket', target: '#line.choosing', actions: 'dropWork' },
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
            guard: { type: 'isFailedOn', params: 'fix' },
            target: 'fixing',
            actions: ['noteFeedback', 'countAttempt', 'rejectWork', 'forgetVerification'],
          },
          {
            guard: { type: 'isFailedOn', params: 'write-tests' },
            target: 'writing',
            actions: ['noteFeedback', 'countAttempt', 'rejectWork', 'forgetVerification'],
          },
          {
            guard: 'isWithoutTests',
            target: 'writing',
            actions: ['noteFeedback', 'forgetVerification', 'openWriteTests'],
          },
          {
            guard: 'isPassed',
            target: '#line.release.awaiting',
            actions: ['acceptTested', 'notePassedTests', 'forgetVerification'],
          },
          {
            guard: 'isFailed',
            target: 'fixing',
            actions: ['noteFeedback', 'countAttempt', 'forgetVerification', 'openFix'],
          },
        ],
      },
    },
    fixing: {
      entry: 'enter',
      on: {
        SpecSeen: [
          { guard: 'isNewSpecOfChange', actions: 'pendSpec' },
          { guard: 'isNewSpecWhileHeld', actions: 'pendSpecQuietly' },
          { guard: 'isNewSpec', target: '#line.choosing', actions: ['dropWork', 'takeSpec'] },
        ],
        SpecVanished: [
          { guard: 'hasSpecUnheld', target: '#line.choosing', actions: ['dropWork', 'loseSpec'] },
          { guard: 'hasSpec', actions: 'loseSpec' },
        ],
        TicketReopened: { guard: 'isOvertakenTicket', target: '#line.choosing', actions: 'dropWork' },
      },
    },
  },
});
