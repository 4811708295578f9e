import { blockedChart } from './blocked.chart.ts';
import { buildChart } from './build.chart.ts';
import { releaseChart } from './release.chart.ts';
import { service } from './service.vocabulary.ts';
import { specChart } from './spec.chart.ts';
import { testChart } from './test.chart.ts';

/**
 * The road of one change. What arrives for an idle service is taken at once; what arrives for a busy one waits in
 * `pending`, and `choosing` is the one place that decides what is next: incident, hand edit, spec.
 */
export const lineChart = service.createStateConfig({
  id: 'line',
  initial: 'spec',
  on: {
    SpecSeen: { guard: 'isNewSpec', actions: 'pendSpecQuietly' },
    TreeEdited: { guard: 'isEdit', actions: 'pendEdit' },
    DirectoryVanished: { guard: 'isPresent', actions: 'noteVanished' },
    DirectoryReturned: { guard: 'isAbsent', actions: 'noteReturned' },
    TicketHeld: { guard: 'isTicketAtWork', actions: 'noteHolder' },
    TicketReopened: { guard: 'isTicketAtWork', actions: 'noteReopened' },
    TicketExhausted: {
      guard: 'isTicket',
      target: '.blocked',
      actions: ['blockExhausted', 'forgetVerification'],
    },
    TicketContradicted: {
      guard: 'isTicket',
      target: '.blocked',
      actions: ['blockContradicted', 'forgetVerification'],
    },
    ServiceRetired: {
      guard: 'isNotRetired',
      target: '.blocked',
      actions: ['dropWork', 'discardUnderWay', 'blockRetired'],
    },
  },
  states: {
    /** Never stayed in. */
    choosing: {
      always: [
        { guard: 'isUnknown', target: 'unknown' },
        { guard: 'incidentWaits', target: 'test.fixing', actions: ['startIncidentChange', 'openFix'] },
        { guard: 'editWaits', target: 'build.verifying', actions: ['startEditChange', 'verifyBuild'] },
        {
          guard: 'isSeveralWaiting',
          target: 'build.competing',
          actions: ['startSpecChange', 'openContest'],
        },
        { guard: 'specWaits', target: 'build.awaiting', actions: ['startSpecChange', 'openBuild'] },
        { guard: 'isSpecMissing', target: 'spec.missing', actions: 'openSpecTicket' },
        { guard: 'isSpecIncomplete', target: 'spec.incomplete', actions: ['settleSpec', 'openSpecTicket'] },
        { guard: 'isShipped', target: 'shipped' },
        { guard: 'isSeveral', target: 'build.competing', actions: ['startSpecChange', 'openContest'] },
        { target: 'build.awaiting', actions: ['startSpecChange', 'openBuild'] },
      ],
    },
    spec: specChart,
    build: buildChart,
    test: testChart,
    release: releaseChart,
    /** The change serves; the line is idle. */
    shipped: {
      entry: 'enter',
      always: { guard: 'somethingWaitsOrSpecGone', target: 'choosing' },
      on: {
        SpecSeen: { guard: 'isNewSpec', target: 'choosing', actions: 'takeSpec' },
        SpecVanished: { guard: 'hasSpec', target: 'choosing', actions: 'loseSpec' },
        ServiceRetried: { guard: 'hasUntriedSpec', target: 'choosing', actions: 'retrySpec' },
      },
    },
    blocked: blockedChart,
    /** The directory holds something, and nothing can be made of it. */
    unknown: {
      entry: 'enter',
      on: {
        SpecSeen: { guard: 'isNewSpec', actions: 'takeSpec' },
        SpecVanished: { guard: 'hasSpec', actions: 'loseSpec' },
        TreeEdited: [
          { guard: 'isUnknownTree', actions: 'noteUnknown' },
          { guard: 'isEdit', target: 'choosing', actions: 'pendEdit' },
        ],
        ServiceRetried: { target: 'choosing', actions: 'clearUnknown' },
      },
    },
  },
});
