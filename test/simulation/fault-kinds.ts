/**
 * Everything that may go wrong in a simulated world. `most` is the largest chance a seed draws for it: of each
 * opportunity (an answer, a job, a step of a port), or of each minute for what comes by itself.
 */
export const faultKinds = {
  // processes and time
  coordinatorDies: { most: 0.006, of: 'step' },
  coordinatorStalls: { most: 0.15, of: 'minute' },
  machineSuspended: { most: 0.08, of: 'minute' },
  clockJumps: { most: 0.1, of: 'minute' },
  // the database
  commitTorn: { most: 0.004, of: 'step' },
  writeRefused: { most: 0.03, of: 'step' },
  storeFull: { most: 0.1, of: 'minute' },
  // Redis and its queues
  redisDown: { most: 0.15, of: 'minute' },
  redisFlushed: { most: 0.15, of: 'minute' },
  jobLost: { most: 0.3, of: 'job' },
  jobDoubled: { most: 0.3, of: 'job' },
  jobDelayed: { most: 0.4, of: 'job' },
  resultLost: { most: 0.3, of: 'job' },
  // between sessions and the API
  requestLost: { most: 0.15, of: 'call' },
  answerLost: { most: 0.15, of: 'call' },
  callDelayed: { most: 0.3, of: 'call' },
  // sessions
  sessionDies: { most: 0.25, of: 'ticket' },
  sessionStops: { most: 0.25, of: 'ticket' },
  sessionFloods: { most: 0.2, of: 'ticket' },
  sessionLies: { most: 0.3, of: 'ticket' },
  sessionDawdles: { most: 0.3, of: 'ticket' },
  workBad: { most: 0.5, of: 'ticket' },
  workCheats: { most: 0.2, of: 'ticket' },
  workGivenBack: { most: 0.3, of: 'ticket' },
  workUnchanged: { most: 0.3, of: 'ticket' },
  workContradicted: { most: 0.03, of: 'ticket' },
  workSick: { most: 0.3, of: 'ticket' },
  // gates
  gateInconclusive: { most: 0.3, of: 'gate' },
  suiteFlaky: { most: 0.2, of: 'gate' },
  verifierDies: { most: 0.1, of: 'gate' },
  recordTampered: { most: 0.15, of: 'gate' },
  // the tree and its owner
  hintLost: { most: 0.6, of: 'change' },
  specEdited: { most: 0.6, of: 'minute' },
  specBroken: { most: 0.4, of: 'minute' },
  handEdited: { most: 0.3, of: 'minute' },
  directoryVanishes: { most: 0.4, of: 'minute' },
  publishFails: { most: 0.2, of: 'step' },
  operatorPauses: { most: 0.15, of: 'minute' },
  operatorRetries: { most: 0.3, of: 'minute' },
  // releases
  deployFails: { most: 0.25, of: 'step' },
  switchFails: { most: 0.2, of: 'step' },
  rollbackFails: { most: 0.6, of: 'step' },
  serviceFallsIll: { most: 0.4, of: 'minute' },
  environmentIll: { most: 0.08, of: 'minute' },
  // boards
  deltaLost: { most: 0.2, of: 'delta' },
  boardCutOff: { most: 0.3, of: 'minute' },
  // agents: their providers, their machines, and what they cost
  providerLimit: { most: 0.25, of: 'ticket' },
  machineTrouble: { most: 0.2, of: 'ticket' },
  agentMissing: { most: 0.3, of: 'minute' },
  agentChanged: { most: 0.3, of: 'start' },
  ticketPoison: { most: 0.05, of: 'ticket' },
  sessionsDieTogether: { most: 0.15, of: 'minute' },
  operatorDrains: { most: 0.2, of: 'minute' },
  questionAsked: { most: 0.4, of: 'ticket' },
  costUnsaid: { most: 0.4, of: 'ticket' },
  costExploding: { most: 0.1, of: 'ticket' },
  // people at the board
  approvalWanted: { most: 0.5, of: 'minute' },
  operatorPrioritises: { most: 0.5, of: 'minute' },
  operatorSendsBack: { most: 0.4, of: 'minute' },
  operatorRollsBack: { most: 0.5, of: 'minute' },
} as const satisfies Record<string, { most: number; of: string }>;

export type FaultKind = keyof typeof faultKinds;

/** All kinds, in the order of the table. The cast holds because the keys of the table are the type. */
export const allFaultKinds = Object.keys(faultKinds) as FaultKind[];
