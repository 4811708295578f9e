import { endsDown } from '../ends-down.ts';
import { KnownBytes } from '../known-bytes.ts';
import type { LinePromise } from '../watch.ts';

type Served = { readonly release: string; readonly commit: string };
type Past = { now: Served | null; well: boolean; before: Served[] };

/** A rollback goes from what serves to the newest release before it that was well when it was replaced. */
export const lastKnownGood: LinePromise = {
  name: 'rollback goes to the last known good',
  watch(judge) {
    const commits = new Map<string, string>();
    const bytes = new KnownBytes();
    const pasts = new Map<string, Past>();

    const pastOf = (service: string): Past => {
      const past = pasts.get(service) ?? { now: null, well: false, before: [] };
      pasts.set(service, past);
      return past;
    };
    const goodOf = (service: string, { now, before }: Past) =>
      before.findLast(
        ({ commit }) =>
          bytes.failedAt(service, commit) === undefined && !(now && bytes.same(service, commit, now.commit)),
      );

    return {
      step(step) {
        if (step.kind !== 'service') return;
        const { id, row, event, effects } = step;
        bytes.take(step);
        const past = pastOf(id);
        const served = (release: string): Served => ({
          release,
          commit: commits.get(`${id} ${release}`) ?? '',
        });
        switch (event.type) {
          case 'ReleaseSwitched':
            if (past.now && past.well) past.before.push(past.now);
            past.now = served(event.release);
            past.well = true;
            break;
          case 'HealthFailed':
            past.well = false;
            if (endsDown(step) && past.now) bytes.fail(id, past.now.commit, row.seq);
            break;
          case 'HealthPassed':
            past.well = true;
            break;
          case 'SwitchFailed':
            if (event.serving === null) past.well = false;
            break;
          case 'ReleaseFailed':
            break;
          case 'RolledBack':
            judge(
              event.from === past.now?.release && event.to === goodOf(id, past)?.release,
              () =>
                `${id} rolled back from ${event.from} to ${event.to}, good was ${goodOf(id, past)?.release}`,
            );
            past.now = served(event.to);
            past.well = true;
            past.before = past.before.filter(({ release }) => release !== event.to);
            break;
          case 'RollbackFailed':
            past.before = past.before.filter(({ release }) => release !== event.to);
            break;
          case 'ServiceRetired':
            pasts.delete(id);
            break;
        }
        for (const effect of effects) {
          if (effect.type === 'deploy') commits.set(`${id} ${effect.release}`, effect.commit);
          if (effect.type !== 'rollBack') continue;
          const good = goodOf(id, past);
          judge(
            effect.from === past.now?.release && effect.to === good?.release,
            () => `${id} asks to go back from ${effect.from} to ${effect.to}; good was ${good?.release}`,
          );
          if (past.now) bytes.fail(id, past.now.commit, row.seq);
        }
        if ((event.type === 'ReleaseFailed' || event.type === 'SwitchFailed') && event.fault === 'work') {
          bytes.fail(id, served(event.release).commit, row.seq);
        }
      },
    };
  },
};
