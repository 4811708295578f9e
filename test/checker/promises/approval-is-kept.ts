import type { LinePromise } from '../watch.ts';

type Approved = { readonly change: number; readonly commit: string | null };

/**
 * Where somebody has to let a change go to production nothing is deployed without that word, which is for one commit of
 * one change. Work that is sent back has lost it.
 */
export const approvalIsKept: LinePromise = {
  name: 'nothing goes to production without the word it needs',
  watch(judge, { limits }) {
    const asks = new Map<string, boolean | null>();
    const approved = new Map<string, Approved>();
    return {
      step({ kind, id, event, before, effects }) {
        if (kind !== 'service') return;
        if (event.type === 'SettingsSeen') asks.set(id, event.settings.approval ?? null);
        if (event.type === 'WorkSentBack') approved.delete(id);
        if (event.type === 'ReleaseApproved') {
          const commit = before?.context.change?.commit ?? null;
          approved.set(id, { change: event.change, commit });
        }
        for (const effect of effects) {
          if (effect.type !== 'deploy') continue;
          const needed = asks.get(id) ?? limits.approval === 1;
          const word = approved.get(id);
          judge(
            !needed || (word?.change === effect.change && word.commit === effect.commit),
            () =>
              `${id} asks to deploy ${effect.commit} of change ${effect.change}; ${word ? `approved was ${word.commit} of change ${word.change}` : 'nobody approved it'}`,
          );
        }
      },
    };
  },
};
