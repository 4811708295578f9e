import { changeOf, isNeverBuilt, isSpecOfChange } from '../facts.ts';
import type { Change, ServiceContext } from '../service.context.ts';
import { deed } from '../service.setup.ts';
import { forChange } from '../spending.ts';

/** A new trip down the line begins. One at a time: whoever starts one has ended the one before. */
export const changeDeeds = {
  startSpecChange: deed((context, event) => {
    const spec = context.pending.spec ?? context.spec;
    if (!spec) throw new TypeError('a change needs a spec');
    return {
      set: {
        ...begun(context, { cause: 'spec', spec, startedAt: event.at }),
        pending: { ...context.pending, spec: null },
      },
    };
  }),

  /** Content Andon did not make goes down the line like any other, checked against the spec it was made under. */
  startEditChange: deed((context, event) => {
    const { handEdit } = context.pending;
    const spec = context.pending.spec && context.change ? context.change.spec : context.spec;
    if (!spec || handEdit === null) throw new TypeError('a hand edit needs a commit and a spec');
    const cause = isNeverBuilt(context) ? 'adoption' : 'hand-edit';
    const started = begun(context, { cause, spec, startedAt: event.at, commit: handEdit });
    const isServed = context.pending.spec && isSpecOfChange({ ...context, ...started }, context.pending.spec);
    return {
      set: {
        ...started,
        pending: { ...context.pending, handEdit: null, spec: isServed ? null : context.pending.spec },
      },
    };
  }),

  startIncidentChange: deed((context, event) => {
    const { incident } = context.pending;
    if (!incident) throw new TypeError('an incident change needs an incident');
    return {
      set: {
        ...begun(context, {
          cause: 'incident',
          spec: incident.spec,
          startedAt: event.at,
          base: incident.commit,
          commit: incident.commit,
          parent: incident.commit,
          feedback: [incident.reason, incident.log].filter((text) => text !== ''),
        }),
        pending: { ...context.pending, incident: null },
      },
    };
  }),

  ship: deed((context, event) => ({
    set: { change: { ...changeOf(context), shippedAt: event.at } },
  })),

  countAttempt: deed((context) => ({
    set: { change: { ...changeOf(context), attempt: changeOf(context).attempt + 1 } },
  })),

  resetAttempts: deed((context) =>
    context.change ? { set: { change: { ...context.change, attempt: 1 } } } : {},
  ),

  enter: deed((_context, event) => ('at' in event ? { set: { since: event.at } } : {})),
};

function begun(
  context: ServiceContext,
  what: Pick<Change, 'cause' | 'spec' | 'startedAt'> & Partial<Change>,
): Pick<ServiceContext, 'changes' | 'change' | 'block' | 'unknown' | 'spent'> {
  const n = context.changes + 1;
  const { release, lastGood } = context.live;
  const base = what.base ?? release?.commit ?? null;
  const served = [release, lastGood].find((one) => one !== null && one.commit === base);
  return {
    changes: n,
    spent: forChange(context.spent, n),
    block: null,
    unknown: null,
    change: {
      n,
      base,
      baseRecord: served?.record ?? null,
      commit: null,
      parent: null,
      digest: null,
      builder: null,
      attempt: 1,
      feedback: [],
      tests: null,
      coverage: null,
      mutation: null,
      finding: null,
      record: null,
      approved: null,
      release: null,
      shippedAt: null,
      ...what,
    },
  };
}
