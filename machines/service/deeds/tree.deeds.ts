import { assertEvent } from 'xstate';
import { changeOf, isAccepted, isShippedSpec, isSpecOfChange } from '../facts.ts';
import { deed } from '../service.setup.ts';

/** What the tree says is written down; what comes of it the chart decides. */
export const treeDeeds = {
  /** A directory may show its spec a moment after itself; only then is one asked for. */
  awaitSpec: deed(() => ({ emit: [{ type: 'startTimer', timer: 'no-spec', afterMs: noSpecGraceMs }] })),

  takeSpec: deed((context, event) => {
    assertEvent(event, 'SpecSeen');
    const isFirst = context.spec === null && context.changes === 0;
    const next = isShippedSpec(context, event.spec) ? null : event.spec;
    return {
      set: { spec: event.spec, present: true, pending: { ...context.pending, spec: next } },
      emit: isFirst ? [{ type: 'cancelTimer', timer: 'no-spec' }] : [],
    };
  }),

  /** The newest spec waits; each newer one makes it wait for quiet anew. */
  pendSpecQuietly: deed((context, event) => {
    assertEvent(event, 'SpecSeen');
    if (isSpecOfChange(context, event.spec)) return withoutPendingSpec(context, event.spec);
    return {
      set: { spec: event.spec, pending: { ...context.pending, spec: event.spec } },
      emit: [{ type: 'startTimer', timer: 'supersede', afterMs: context.limits.supersedeQuietMs }],
    };
  }),

  pendSpec: deed((context, event) => {
    assertEvent(event, 'SpecSeen');
    if (isSpecOfChange(context, event.spec)) return withoutPendingSpec(context, event.spec);
    return { set: { spec: event.spec, pending: { ...context.pending, spec: event.spec } } };
  }),

  loseSpec: deed((context) => withoutPendingSpec(context, null)),

  settleSpec: deed((context) => ({ set: { pending: { ...context.pending, spec: null } } })),

  retrySpec: deed((context) => ({ set: { pending: { ...context.pending, spec: context.spec } } })),

  pendEdit: deed((context, event) => {
    assertEvent(event, 'TreeEdited');
    return { set: { unknown: null, pending: { ...context.pending, handEdit: event.commit } } };
  }),

  noteUnknown: deed((_context, event) => {
    assertEvent(event, 'TreeEdited');
    return { set: { unknown: event.evidence.unknown ?? null } };
  }),

  clearUnknown: deed(() => ({ set: { unknown: null } })),
  noteVanished: deed(() => ({ set: { present: false } })),

  /** What was accepted while the directory was away was written nowhere. */
  noteReturned: deed((context) => ({
    set: { present: true },
    emit: isAccepted(context)
      ? [
          {
            type: 'publish',
            commit: changeOf(context).commit ?? '',
            change: changeOf(context).n,
            what: 'build',
          },
        ]
      : [],
  })),

  rename: deed((_context, event) => {
    assertEvent(event, 'ServiceRenamed');
    return { set: { name: event.name } };
  }),

  setSettings: deed((_context, event) => {
    assertEvent(event, 'SettingsSeen');
    return { set: { settings: event.settings } };
  }),

  setLimits: deed((_context, event) => {
    assertEvent(event, 'LimitsSet');
    return { set: { limits: event.limits } };
  }),

  pause: deed(() => ({ set: { paused: true } })),
  resume: deed(() => ({ set: { paused: false } })),
};

const noSpecGraceMs = 2_000;

function withoutPendingSpec(
  context: Parameters<typeof isSpecOfChange>[0],
  spec: Parameters<typeof isSpecOfChange>[1] | null,
) {
  return {
    set: { spec, pending: { ...context.pending, spec: null } },
    emit: context.pending.spec ? [{ type: 'cancelTimer' as const, timer: 'supersede' }] : [],
  };
}
