import { endsDown } from '../ends-down.ts';
import { KnownBytes } from '../known-bytes.ts';
import type { LinePromise } from '../watch.ts';

type Served = { readonly release: string; readonly commit: string };
type Past = {
  now: Served | null;
  well: boolean;
  before: Served[];
  /** Everything that ever served. */
  readonly all: Set<string>;
  /** Where an operator wants it to go, while it goes there. */
  wanted: string | null;
};

/**
 * A rollback goes from what serves to the newest release before it that was well when it was replaced; one that an operator
 * asks for goes where they want, to one that served.
 */
export const lastKnownGood: LinePromise = {
  name: 'rollback goes to the last known good',
  watch(judge) {
    const commits = new Map<string, string>();
    const bytes = new KnownBytes();
    const pasts = new Map<string, Past>();

    const pastOf = (service: string): Past => {
      const past = pasts.get(service) ?? { now: null, well: false, before: [], all: new Set(), wanted: null };
      pasts.set(service, past);
      return past;
    };
    const goodOf = (service: string, { now, before }: Past) =>
      before.findLast(
        ({ commit }) =>
          bytes.failedAt(service, commit) === undefined && !(now && bytes.same(service, commit, now.commit)),
      );

    const aimOf = (service: string, past: Past) => past.wanted ?? goodOf(service, past)?.release;

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
            past.all.add(event.release);
            break;
          case 'RollbackAsked':
            judge(past.all.has(event.to), () => `${id} is to go to ${event.to}, which never served`);
            past.wanted = event.to;
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
              event.from === past.now?.release && event.to === aimOf(id, past),
              () => `${id} rolled back from ${event.from} to ${event.to}, right was ${aimOf(id, past)}`,
            );
            if (past.wanted !== null) {
              if (past.now) bytes.fail(id, past.now.commit, row.seq);
              bytes.forgive(id, served(event.to).commit);
              past.wanted = null;
            }
            past.now = served(event.to);
            past.well = true;
            past.before = past.before.filter(({ release }) => release !== event.to);
            break;
          case 'RollbackFailed':
            past.wanted = null;
            past.before = past.before.filter(({ release }) => release !== event.to);
            break;
          case 'ServiceRetired':
            pasts.delete(id);
            break;
        }
        for (const effect of effects) {
          if (effect.type === 'deploy') commits.set(`${id} ${effect.release}`, effect.commit);
          if (effect.type !== 'rollBack') continue;
          const aim = aimOf(id, past);
          judge(
            effect.from === past.now?.release && effect.to === aim,
            () => `${id} asks to go back from ${effect.from} to ${effect.to}; right was ${aim}`,
          );
          if (past.now && past.wanted === null) bytes.fail(id, past.now.commit, row.seq);
        }
        if ((event.type === 'ReleaseFailed' || event.type === 'SwitchFailed') && event.fault === 'work') {
          bytes.fail(id, served(event.release).commit, row.seq);
        }
      },
    };
  },
};
