import { service } from './service.vocabulary.ts';

/**
 * Several sessions build the same change, each for itself; each build is verified like any. When nothing more is awaited
 * of any, the best is kept and goes on where an ordinary build of its kind would.
 */
export const competeChart = service.createStateConfig({
  entry: 'enter',
  always: [
    { guard: 'isOvertakenContest', target: '#line.choosing', actions: 'dropWork' },
    { guard: 'isContestToMerge', actions: 'openMerge' },
    {
      guard: { type: 'isChosen', params: 'tested' },
      target: '#line.release.awaiting',
      actions: ['keepBest', 'publishBuild'],
    },
    {
      guard: { type: 'isChosen', params: 'without tests' },
      target: '#line.test.writing',
      actions: ['keepBest', 'publishBuild', 'openWriteTests'],
    },
    {
      guard: { type: 'isChosen', params: 'failing tests' },
      target: '#line.test.fixing',
      actions: ['keepBest', 'publishBuild', 'countAttempt', 'openFix'],
    },
    // None holds: a builder goes on from the one that came furthest.
    {
      guard: { type: 'isChosen', params: 'broken' },
      target: 'awaiting',
      actions: ['keepBest', 'countAttempt', 'openBuild'],
    },
    { guard: 'isContestEmpty', target: '#line.blocked', actions: 'blockContest' },
  ],
  on: {
    SpecSeen: [
      { guard: 'isNewSpecOfChange', actions: 'pendSpec' },
      { guard: 'isNewSpecUnbegun', target: '#line.choosing', actions: ['dropWork', 'takeSpec'] },
    ],
    SpecVanished: { guard: 'hasSpecUnheld', target: '#line.choosing', actions: ['dropWork', 'loseSpec'] },
    TreeEdited: [
      { guard: 'isUnknownTree', target: '#line.choosing', actions: ['dropWork', 'noteUnknown'] },
      { guard: 'isAdoption', target: '#line.choosing', actions: ['dropWork', 'pendEdit'] },
    ],
    TicketHeld: { guard: 'isEntryToHold', actions: 'noteEntryHeld' },
    TicketReopened: { guard: 'isEntryAtWork', actions: 'noteEntryReopened' },
    TicketSubmitted: { guard: 'isEntryAtWork', actions: 'verifyEntry' },
    TicketExhausted: { guard: 'isEntryAtWork', actions: 'giveUpEntry' },
    TicketContradicted: {
      guard: 'isEntryAtWork',
      target: '#line.blocked',
      actions: ['blockContradicted', 'dropWork'],
    },
    VerificationFinished: [
      { guard: 'isEntryToRetry', actions: 'verifyEntryAgain' },
      { guard: { type: 'isEntryVerdict', params: 'inconclusive' }, actions: 'waitForGate' },
      { guard: 'isEntryToTest', actions: 'testEntry' },
      { guard: 'isEntryVerdict', actions: 'settleEntry' },
    ],
    ServiceRetried: { guard: 'isSomeEntryUnjudged', actions: 'verifyEntriesAfresh' },
    TimerFired: [
      { guard: 'isEntryRecheck', actions: 'verifyEntriesAfresh' },
      { guard: 'isPatienceWhilePaused', actions: 'waitLonger' },
      { guard: 'isPatienceOver', actions: 'goOnWithout' },
    ],
  },
});
