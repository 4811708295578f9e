export type LineState =
  | `spec.${'missing' | 'incomplete' | 'verifying' | 'publishing'}`
  | `build.${'awaiting' | 'working' | 'verifying' | 'competing'}`
  | `test.${'writing' | 'verifying' | 'fixing'}`
  | `release.${'awaiting' | 'deploying' | 'proving' | 'switching'}`
  | 'shipped'
  | 'blocked'
  | 'unknown';

type Edges = Readonly<Partial<Record<string, readonly LineState[]>>>;

/** Where a next change starts: an incident, a hand edit, a spec, or a spec that lacks something. */
const next: readonly LineState[] = [
  'test.fixing',
  'build.verifying',
  'build.awaiting',
  'build.competing',
  'spec.missing',
  'spec.incomplete',
];
/** The line stands with a reason; where something waits already, that is taken up at once. */
const stands: readonly LineState[] = ['blocked', ...next];

/** A newer spec, or none, takes the place of what nobody is at work on. */
const superseded: Edges = { SpecSeen: next, SpecVanished: next, TimerFired: next };
const ticketEnds: Edges = { TicketExhausted: stands, TicketContradicted: stands };

const askedForSpec: Edges = {
  ...superseded,
  ...ticketEnds,
  SpecSeen: [...next, 'shipped'],
  TreeEdited: ['unknown'],
  TicketSubmitted: ['spec.verifying'],
  HealthFailed: ['test.fixing'],
};
const askedForTests: Edges = {
  ...superseded,
  ...ticketEnds,
  TicketSubmitted: ['test.verifying'],
  TicketReopened: next,
};
const verifyings: readonly LineState[] = ['spec.verifying', 'build.verifying', 'test.verifying'];
/** The way to a deploy, or what stands in it: a commit that is held goes back to be fixed. */
const toDeploy: readonly LineState[] = ['release.awaiting', 'release.deploying', ...stands];
/** The best of several builds goes on where an ordinary one like it would; where all failed a builder goes on from it. */
const competed: readonly LineState[] = ['test.writing', ...toDeploy];

/**
 * DESIGN §2.1 by hand: from each state of the line, by which fact, to where. What is not here is broken. A service may
 * be retired in any state. From `release.deploying` to the end of the switch nothing supersedes.
 */
export const lineEdges: Readonly<Record<LineState, Edges>> = {
  'spec.missing': askedForSpec,
  'spec.incomplete': askedForSpec,
  'spec.verifying': {
    ...superseded,
    SpecSeen: [...next, 'shipped'],
    TreeEdited: ['unknown'],
    VerificationFinished: ['spec.publishing', ...stands],
  },
  'spec.publishing': { ...superseded, SpecSeen: [...next, 'shipped'], TreeEdited: ['unknown'] },
  'build.awaiting': {
    ...superseded,
    ...ticketEnds,
    TreeEdited: ['unknown', ...next],
    TicketHeld: ['build.working'],
    TicketSubmitted: ['build.verifying'],
  },
  'build.working': {
    ...ticketEnds,
    TimerFired: next,
    TicketReopened: next,
    TicketSubmitted: ['build.verifying'],
  },
  'build.competing': {
    ...superseded,
    TicketContradicted: stands,
    TicketExhausted: competed,
    VerificationFinished: competed,
    TimerFired: competed,
    TreeEdited: ['unknown', ...next],
  },
  'build.verifying': {
    TimerFired: next,
    VerificationFinished: ['test.writing', 'test.verifying', ...stands],
  },
  'test.writing': askedForTests,
  'test.verifying': {
    TimerFired: next,
    VerificationFinished: ['test.writing', ...toDeploy],
  },
  'test.fixing': askedForTests,
  'release.awaiting': {
    ...superseded,
    DirectoryReturned: toDeploy,
    RolledBack: toDeploy,
    RollbackFailed: toDeploy,
    HealthFailed: stands,
    // Where somebody's word is waited for: it comes, it is not wanted any more, or more work is.
    ReleaseApproved: toDeploy,
    SettingsSeen: toDeploy,
    LimitsSet: toDeploy,
    WorkSentBack: ['test.fixing'],
  },
  'release.deploying': {
    ReleaseStarted: ['release.proving'],
    ReleaseProved: ['release.switching'],
    ReleaseFailed: stands,
  },
  'release.proving': { ReleaseProved: ['release.switching'], ReleaseFailed: stands },
  'release.switching': { ReleaseSwitched: ['shipped', ...next], SwitchFailed: stands, ReleaseFailed: stands },
  shipped: {
    SpecSeen: next,
    SpecVanished: next,
    TreeEdited: next,
    ServiceRetried: next,
    HealthFailed: ['test.fixing'],
  },
  blocked: {
    SpecSeen: [...next, 'shipped'],
    SpecVanished: next,
    TreeEdited: next,
    HealthFailed: ['test.fixing'],
    SecretSet: toDeploy,
    WorkSentBack: ['build.awaiting', 'test.fixing'],
    TimerFired: [...verifyings, ...toDeploy],
    ServiceRetried: [...verifyings, ...toDeploy, 'test.writing', 'shipped'],
  },
  unknown: { TreeEdited: next, ServiceRetried: next },
};
