import { service } from './service.vocabulary.ts';

/** No spec that could be built: an architect is asked for, the user may write it any time. */
export const specChart = service.createStateConfig({
  initial: 'missing',
  on: {
    SpecSeen: [
      { guard: 'isNewSpecHalfWritten', actions: 'pendSpecQuietly' },
      { guard: 'isNewSpec', target: '#line.choosing', actions: ['dropWork', 'takeSpec'] },
    ],
    SpecVanished: { guard: 'hasSpec', target: '#line.choosing', actions: ['dropWork', 'loseSpec'] },
    TimerFired: { guard: 'isQuiet', target: '#line.choosing', actions: 'dropWork' },
    TreeEdited: [
      { guard: 'isUnknownTree', target: '#line.choosing', actions: ['dropWork', 'noteUnknown'] },
      { guard: 'isEdit', actions: 'pendEdit' },
    ],
    TicketSubmitted: { guard: 'isTicket', target: '.verifying', actions: ['noteSubmission', 'verifySpec'] },
  },
  states: {
    missing: {
      entry: 'enter',
      always: { guard: 'incidentWaits', target: '#line.choosing', actions: 'dropWork' },
      on: {
        SpecVanished: [
          { guard: 'hasSpec', target: '#line.choosing', actions: ['dropWork', 'loseSpec'] },
          { guard: 'needsSpecTicket', actions: 'openSpecTicket' },
        ],
        TimerFired: [
          { guard: 'isNoSpecTimer', actions: 'openSpecTicket' },
          { guard: 'isQuiet', target: '#line.choosing', actions: 'dropWork' },
        ],
      },
    },
    incomplete: {
      entry: 'enter',
      always: { guard: 'incidentWaits', target: '#line.choosing', actions: 'dropWork' },
    },
    /** What the architect wrote is checked; the user's own save still goes first. */
    verifying: {
      entry: 'enter',
      on: {
        SpecSeen: { guard: 'isNewSpec', target: '#line.choosing', actions: ['dropWork', 'takeSpec'] },
        VerificationFinished: [
          { guard: 'isVerdictToRetry', actions: 'verifyAgain' },
          { guard: 'isInconclusive', target: '#line.blocked', actions: 'blockInconclusive' },
          { guard: 'isPassed', target: 'publishing', actions: ['acceptWork', 'publishSpec'] },
          { guard: 'isFailedWithSpec', target: 'incomplete', actions: ['rejectWork', 'forgetVerification'] },
          { guard: 'isFailed', target: 'missing', actions: ['rejectWork', 'forgetVerification'] },
        ],
      },
    },
    /** The accepted spec is on its way into SPEC.md; seeing it there starts the change. */
    publishing: { entry: 'enter' },
  },
});
