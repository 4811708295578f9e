import { service } from './service.vocabulary.ts';

/** A release that failed: the fault decides whether somebody is asked to fix it, or what is missing is said. */
const releaseFailed = [
  { guard: 'isRecordFault', target: '#line.blocked', actions: ['dropRelease', 'blockRecord'] },
  { guard: 'isSecretFault', target: '#line.blocked', actions: ['dropRelease', 'blockSecret'] },
  { guard: 'isEnvironmentFault', target: '#line.blocked', actions: ['dropRelease', 'blockEnvironment'] },
  { guard: 'isOvertakenRelease', target: '#line.choosing', actions: 'holdRelease' },
  {
    guard: 'isWorkFaultToFix',
    target: '#line.test.fixing',
    actions: ['holdRelease', 'countAttempt', 'openFix'],
  },
  { guard: 'isRelease', target: '#line.blocked', actions: ['holdRelease', 'blockRelease'] },
] as const;

/** From `deploying` on nothing supersedes: deploy, proof and switch always settle, then comes what waits. */
export const releaseChart = service.createStateConfig({
  initial: 'awaiting',
  on: {
    SpecSeen: { guard: 'isNewSpec', actions: 'pendSpec' },
    SpecVanished: { guard: 'hasSpec', actions: 'loseSpec' },
  },
  states: {
    /** Verified; waits while a rollback is under way, the directory is gone, or somebody has to say that it may go on. */
    awaiting: {
      entry: 'enter',
      always: [
        {
          guard: 'isHeldAndHopeless',
          target: '#line.blocked',
          actions: ['noteHeld', 'blockRelease'],
        },
        {
          guard: 'isHeldCommit',
          target: '#line.test.fixing',
          actions: ['noteHeld', 'countAttempt', 'openFix'],
        },
        { guard: 'mayDeploy', target: 'deploying', actions: 'deploy' },
      ],
      on: {
        SpecSeen: [
          { guard: 'isNewSpecOfChange', actions: 'pendSpec' },
          { guard: 'isNewSpec', target: '#line.choosing', actions: ['dropWork', 'takeSpec'] },
        ],
        SpecVanished: { guard: 'hasSpec', target: '#line.choosing', actions: ['dropWork', 'loseSpec'] },
        TimerFired: { guard: 'isQuiet', target: '#line.choosing', actions: 'dropWork' },
        ReleaseApproved: { guard: 'isApproval', actions: 'approve' },
        WorkSentBack: {
          guard: 'isSentBack',
          target: '#line.test.fixing',
          actions: ['noteSentBack', 'openFix'],
        },
      },
    },
    deploying: {
      entry: 'enter',
      on: {
        ReleaseStarted: { guard: 'isRelease', target: 'proving' },
        ReleaseProved: { guard: 'isRelease', target: 'switching' },
        ReleaseFailed: releaseFailed,
      },
    },
    proving: {
      entry: 'enter',
      on: {
        ReleaseProved: { guard: 'isRelease', target: 'switching' },
        ReleaseFailed: releaseFailed,
      },
    },
    /** The live region has asked for the switch; the line awaits what became of it. */
    switching: {
      entry: 'enter',
      on: {
        ReleaseSwitched: { guard: 'isCandidate', target: '#line.shipped', actions: 'ship' },
        SwitchFailed: releaseFailed,
        ReleaseFailed: releaseFailed,
      },
    },
  },
});
