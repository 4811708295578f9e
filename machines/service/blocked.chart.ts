import { service } from './service.vocabulary.ts';

/** The line stands for a reason that is said. What waits goes on at once; a retry does again what failed. */
export const blockedChart = service.createStateConfig({
  entry: 'enter',
  exit: 'clearBlock',
  always: { guard: 'somethingCanStart', target: '#line.choosing', actions: 'dropWork' },
  on: {
    SpecSeen: { guard: 'isNewSpec', target: '#line.choosing', actions: ['dropWork', 'takeSpec'] },
    SpecVanished: { guard: 'hasSpec', target: '#line.choosing', actions: ['dropWork', 'loseSpec'] },
    WorkSentBack: [
      // What never passed the build gate has to: a fix would go on behind it.
      {
        guard: 'isUnbuiltSentBack',
        target: '#line.build.awaiting',
        actions: ['dropWork', 'noteSentBack', 'openBuild'],
      },
      {
        guard: 'isSentBack',
        target: '#line.test.fixing',
        actions: ['dropWork', 'noteSentBack', 'openFix'],
      },
    ],
    SecretSet: { guard: 'isMissingSecret', target: '#line.release.awaiting' },
    TimerFired: [
      {
        guard: { type: 'isRecheckOfVerify', params: 'spec' },
        target: '#line.spec.verifying',
        actions: 'verifyAfresh',
      },
      {
        guard: { type: 'isRecheckOfVerify', params: 'build' },
        target: '#line.build.verifying',
        actions: 'verifyAfresh',
      },
      {
        guard: { type: 'isRecheckOfVerify', params: 'test' },
        target: '#line.test.verifying',
        actions: 'verifyAfresh',
      },
      { guard: 'isRecheckOfDeploy', target: '#line.release.awaiting' },
    ],
    ServiceRetried: [
      {
        guard: { type: 'mayReverify', params: 'spec' },
        target: '#line.spec.verifying',
        actions: 'verifyAfresh',
      },
      {
        guard: { type: 'mayReverify', params: 'build' },
        target: '#line.build.verifying',
        actions: 'verifyAfresh',
      },
      {
        guard: { type: 'mayReverify', params: 'test' },
        target: '#line.test.verifying',
        actions: 'verifyAfresh',
      },
      { guard: { type: 'mayResume', params: 'deploy' }, target: '#line.release.awaiting' },
      { guard: { type: 'mayResume', params: 'write-spec' }, target: '#line.choosing' },
      {
        guard: 'mayCompeteAgain',
        target: '#line.build.competing',
        actions: ['resetAttempts', 'openContest'],
      },
      {
        guard: { type: 'mayResume', params: 'build' },
        target: '#line.build.awaiting',
        actions: ['resetAttempts', 'openBuild'],
      },
      {
        guard: { type: 'mayResume', params: 'write-tests' },
        target: '#line.test.writing',
        actions: ['resetAttempts', 'openWriteTests'],
      },
      {
        guard: { type: 'mayResume', params: 'fix' },
        target: '#line.test.fixing',
        actions: ['resetAttempts', 'openFix'],
      },
    ],
  },
});
