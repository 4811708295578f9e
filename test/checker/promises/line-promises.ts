import type { LinePromise } from '../watch.ts';
import { acknowledgedIsCommitted } from './acknowledged-is-committed.ts';
import { approvalIsKept } from './approval-is-kept.ts';
import { attemptsBounded } from './attempts-bounded.ts';
import { badCommitIsHeld } from './bad-commit-is-held.ts';
import { blamelessFailures } from './blameless-failures.ts';
import { boardsAreTrue } from './boards-are-true.ts';
import { decidedIsDone } from './decided-is-done.ts';
import { deployIsVerified } from './deploy-is-verified.ts';
import { differentBuilders } from './different-builders.ts';
import { everythingSettles } from './everything-settles.ts';
import { fitHolder } from './fit-holder.ts';
import { lastKnownGood } from './last-known-good.ts';
import { leasesLive } from './leases-live.ts';
import { legalEdges } from './legal-edges.ts';
import { moneyIsKept } from './money-is-kept.ts';
import { noHotLoop } from './no-hot-loop.ts';
import { nothingLeaks } from './nothing-leaks.ts';
import { oldToken } from './old-token.ts';
import { oneCompletion } from './one-completion.ts';
import { oneDeploy } from './one-deploy.ts';
import { oneTicket } from './one-ticket.ts';
import { pauseHoldsBack } from './pause-holds-back.ts';
import { performedWasCommitted } from './performed-was-committed.ts';
import { priorityIsHeard } from './priority-is-heard.ts';
import { reasonsAreSaid } from './reasons-are-said.ts';
import { restIsKept } from './rest-is-kept.ts';
import { servesWhatWasDeployed } from './serves-what-was-deployed.ts';
import { stateIsReplay } from './state-is-replay.ts';

/** Every promise of the line, each held by a file of its own. */
export const linePromises: readonly LinePromise[] = [
  acknowledgedIsCommitted,
  stateIsReplay,
  performedWasCommitted,
  decidedIsDone,
  oneCompletion,
  oldToken,
  legalEdges,
  deployIsVerified,
  approvalIsKept,
  priorityIsHeard,
  servesWhatWasDeployed,
  oneDeploy,
  attemptsBounded,
  noHotLoop,
  lastKnownGood,
  badCommitIsHeld,
  leasesLive,
  fitHolder,
  restIsKept,
  blamelessFailures,
  moneyIsKept,
  differentBuilders,
  oneTicket,
  pauseHoldsBack,
  reasonsAreSaid,
  boardsAreTrue,
  nothingLeaks,
  everythingSettles,
];
