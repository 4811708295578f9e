import { ToldLine } from './told-line.ts';

/**
 * Two weeks of a small line in Berlin, 19 October to 1 November 2026; clocks go back an hour at 03:00 on Sunday the 25th.
 * The sheet of what it comes to is in figures.test.ts.
 */
export function twoWeeks(): ToldLine {
  const line = new ToldLine();
  const passed = { type: 'VerificationFinished', verdict: 'passed' };
  const failed = { type: 'VerificationFinished', verdict: 'failed' };
  const held = (ticket: string) => ({ type: 'TicketHeld', ticket });
  const switched = (release: string) => ({ type: 'ReleaseSwitched', release });

  // alpha, change 1: 09:00 to 10:02, worked on from 09:10. One assignment; it cost half a dollar.
  line.service('2026-10-19 09:00', 'a', 'Opened', ['spec.missing', 'none', 0, null]);
  line.service('2026-10-19 09:00', 'a', 'SpecSeen', ['build.awaiting', 'none', 1, 'spec']);
  line.ticket('2026-10-19 09:10', 't1', 'TicketAssigned', 'held');
  line.service('2026-10-19 09:10', 'a', held('t1'), ['build.working', 'none', 1, 'spec']);
  line.service('2026-10-19 09:40', 'a', 'TicketSubmitted', ['build.verifying', 'none', 1, 'spec']);
  line.spent('2026-10-19 09:40', 't1', { usd: 0.5, tokens: 1_000 });
  line.service('2026-10-19 09:45', 'a', passed, ['test.verifying', 'none', 1, 'spec']);
  line.ticket('2026-10-19 09:45', 't1', 'TicketAccepted', 'done');
  line.service('2026-10-19 09:55', 'a', passed, ['release.deploying', 'none', 1, 'spec']);
  line.service('2026-10-19 10:01', 'a', 'ReleaseProved', ['release.switching', 'none', 1, 'spec']);
  line.service('2026-10-19 10:02', 'a', switched('r-a1'), ['shipped', 'healthy', 1, 'spec']);

  // beta, change 1: 12:00 to 17:30. A person takes it first and fails at it without saying the cost.
  line.service('2026-10-20 10:00', 'b', 'Opened', ['spec.missing', 'none', 0, null]);
  line.service('2026-10-20 10:00', 'b', 'SpecSeen', ['spec.incomplete', 'none', 0, null]);
  line.service('2026-10-20 12:00', 'b', 'SpecSeen', ['build.awaiting', 'none', 1, 'spec']);
  line.ticket('2026-10-20 12:30', 't2', { type: 'TicketAssigned', asked: true }, 'held');
  line.service('2026-10-20 12:30', 'b', held('t2'), ['build.working', 'none', 1, 'spec']);
  line.ticket('2026-10-20 13:30', 't2', { type: 'WorkFailed', class: 'work' }, 'open');
  line.spent('2026-10-20 13:30', 't2', { usd: null });
  line.service('2026-10-20 13:30', 'b', { type: 'TicketReopened', ticket: 't2' }, [
    'build.awaiting',
    'none',
    1,
    'spec',
  ]);
  line.ticket('2026-10-20 14:00', 't2', 'TicketAssigned', 'held');
  line.service('2026-10-20 14:00', 'b', held('t2'), ['build.working', 'none', 1, 'spec']);
  line.service('2026-10-20 15:00', 'b', 'TicketSubmitted', ['build.verifying', 'none', 1, 'spec']);
  line.spent('2026-10-20 15:00', 't2', { usd: 1 });
  line.service('2026-10-20 15:10', 'b', passed, ['test.verifying', 'none', 1, 'spec']);
  line.service('2026-10-20 15:30', 'b', failed, ['test.fixing', 'none', 1, 'spec']);
  line.ticket('2026-10-20 16:00', 't3', 'TicketAssigned', 'held');
  line.service('2026-10-20 16:00', 'b', held('t3'), ['test.fixing', 'none', 1, 'spec']);
  line.service('2026-10-20 17:00', 'b', 'TicketSubmitted', ['test.verifying', 'none', 1, 'spec']);
  line.service('2026-10-20 17:20', 'b', passed, ['release.deploying', 'none', 1, 'spec']);
  line.service('2026-10-20 17:29', 'b', 'ReleaseProved', ['release.switching', 'none', 1, 'spec']);
  line.service('2026-10-20 17:30', 'b', switched('r-b1'), ['shipped', 'healthy', 1, 'spec']);

  // alpha, change 2: over the night with an hour more in it, 20:00 to 09:00 by the clock on the wall.
  line.service('2026-10-24 20:00', 'a', 'SpecSeen', ['build.awaiting', 'healthy', 2, 'spec']);
  line.ticket('2026-10-25 08:00', 't4', 'TicketAssigned', 'held');
  line.service('2026-10-25 08:00', 'a', held('t4'), ['build.working', 'healthy', 2, 'spec']);
  line.service('2026-10-25 08:30', 'a', 'TicketSubmitted', ['build.verifying', 'healthy', 2, 'spec']);
  line.service('2026-10-25 08:40', 'a', passed, ['test.verifying', 'healthy', 2, 'spec']);
  line.service('2026-10-25 08:50', 'a', passed, ['release.deploying', 'healthy', 2, 'spec']);
  line.service('2026-10-25 08:59', 'a', 'ReleaseProved', ['release.switching', 'healthy', 2, 'spec']);
  line.service('2026-10-25 09:00', 'a', switched('r-a2'), ['shipped', 'healthy', 2, 'spec']);

  // Release 2 fails: restarted, taken back after a minute, well again after five. The incident is change 3.
  line.service('2026-10-26 02:00', 'a', 'HealthFailed', ['shipped', 'restarting', 2, 'spec']);
  line.service('2026-10-26 02:01', 'a', 'HealthFailed', ['test.fixing', 'rollingBack', 3, 'incident']);
  line.service('2026-10-26 02:05', 'a', { type: 'RolledBack', from: 'r-a2', to: 'r-a1' }, [
    'test.fixing',
    'healthy',
    3,
    'incident',
  ]);
  line.ticket('2026-10-26 02:10', 't5', 'TicketAssigned', 'held');
  line.service('2026-10-26 02:10', 'a', held('t5'), ['test.fixing', 'healthy', 3, 'incident']);
  line.service('2026-10-26 03:10', 'a', 'TicketSubmitted', ['test.verifying', 'healthy', 3, 'incident']);
  line.service('2026-10-26 03:20', 'a', passed, ['release.deploying', 'healthy', 3, 'incident']);
  line.service('2026-10-26 03:29', 'a', 'ReleaseProved', ['release.switching', 'healthy', 3, 'incident']);
  line.service('2026-10-26 03:30', 'a', switched('r-a3'), ['shipped', 'healthy', 3, 'incident']);

  // gamma, change 1 begins before midnight; a newer spec takes its place after it. Change 2 waits for approval.
  line.service('2026-10-27 23:50', 'c', 'Opened', ['spec.missing', 'none', 0, null]);
  line.service('2026-10-27 23:50', 'c', 'SpecSeen', ['build.awaiting', 'none', 1, 'spec']);
  line.ticket('2026-10-27 23:55', 't6', 'TicketAssigned', 'held');
  line.service('2026-10-27 23:55', 'c', held('t6'), ['build.working', 'none', 1, 'spec']);
  line.service('2026-10-28 00:20', 'c', 'SpecSeen', ['build.working', 'none', 1, 'spec']);
  line.service('2026-10-28 00:21', 'c', 'TimerFired', ['build.awaiting', 'none', 2, 'spec']);
  line.ticket('2026-10-28 00:21', 't6', 'TicketCancelled', 'cancelled');
  line.spent('2026-10-28 00:21', 't6', { usd: 0.2 });
  line.ticket('2026-10-28 00:30', 't7', 'TicketAssigned', 'held');
  line.service('2026-10-28 00:30', 'c', held('t7'), ['build.working', 'none', 2, 'spec']);
  line.service('2026-10-28 01:30', 'c', 'TicketSubmitted', ['build.verifying', 'none', 2, 'spec']);
  line.spent('2026-10-28 01:30', 't7', { usd: 0.8 });
  line.service('2026-10-28 01:35', 'c', passed, ['test.verifying', 'none', 2, 'spec']);
  line.service('2026-10-28 01:45', 'c', passed, ['release.awaiting', 'none', 2, 'spec']);
  line.service('2026-10-28 09:00', 'c', 'ReleaseApproved', ['release.deploying', 'none', 2, 'spec']);
  line.service('2026-10-28 09:05', 'c', 'ReleaseProved', ['release.switching', 'none', 2, 'spec']);
  line.service('2026-10-28 09:06', 'c', switched('r-c2'), ['shipped', 'healthy', 2, 'spec']);

  // delta is retired before anything came of it.
  line.service('2026-10-29 08:00', 'd', 'Opened', ['spec.missing', 'none', 0, null]);
  line.service('2026-10-29 08:00', 'd', 'SpecSeen', ['build.awaiting', 'none', 1, 'spec']);
  line.service('2026-10-29 08:05', 'd', 'ServiceRetired', ['blocked', 'none', 1, 'spec']);

  // beta, change 2, an edit by hand: it fails, and its tries are used up. It stands in BUILD.
  line.service('2026-10-30 10:00', 'b', 'TreeEdited', ['build.verifying', 'healthy', 2, 'hand-edit']);
  line.service('2026-10-30 10:10', 'b', failed, ['build.awaiting', 'healthy', 2, 'hand-edit']);
  line.ticket('2026-10-30 10:30', 't8', 'TicketAssigned', 'held');
  line.service('2026-10-30 10:30', 'b', held('t8'), ['build.working', 'healthy', 2, 'hand-edit']);
  line.service('2026-10-30 11:00', 'b', { type: 'TicketExhausted', ticket: 't8' }, [
    'blocked',
    'healthy',
    2,
    'hand-edit',
  ]);

  // Today: epsilon is assigned twice by Andon; beta is not well, and nobody's code is to blame.
  line.service('2026-11-01 10:00', 'e', 'Opened', ['spec.missing', 'none', 0, null]);
  line.service('2026-11-01 10:00', 'e', 'SpecSeen', ['build.awaiting', 'none', 1, 'spec']);
  line.ticket('2026-11-01 10:05', 't9', 'TicketAssigned', 'held');
  line.service('2026-11-01 10:05', 'e', held('t9'), ['build.working', 'none', 1, 'spec']);
  line.service('2026-11-01 10:20', 'e', { type: 'TicketReopened', ticket: 't9' }, [
    'build.awaiting',
    'none',
    1,
    'spec',
  ]);
  line.ticket('2026-11-01 10:25', 't9', 'TicketAssigned', 'held');
  line.service('2026-11-01 10:25', 'e', held('t9'), ['build.working', 'none', 1, 'spec']);
  line.service('2026-11-01 17:00', 'b', 'HealthFailed', ['blocked', 'unhealthy', 2, 'hand-edit']);
  return line;
}
