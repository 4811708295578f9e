import type { ServiceView, SessionView } from '../../../../src/contracts/board.ts';

export type StepName = 'worker' | 'spec' | 'production';
export type Steps = Readonly<Record<StepName, boolean>>;

type Line = {
  readonly services: Iterable<ServiceView>;
  readonly sessions: Iterable<SessionView>;
};

/** Which of the first steps are done: somebody who can build is there, a spec is written, something has been released. */
export function stepsDone({ services, sessions }: Line): Steps {
  let spec = false;
  let production = false;
  for (const { phase, release } of services) {
    spec ||= phase !== 'NEEDS_SPEC';
    production ||= release !== undefined;
    if (production) break;
  }
  return { worker: builderOf(sessions) !== undefined, spec: spec || production, production };
}

/** Somebody who can build and is not away. */
export function builderOf(sessions: Iterable<SessionView>): SessionView | undefined {
  for (const session of sessions) {
    const here = session.state !== 'gone' && session.state !== 'silent';
    if (here && session.capabilities.includes('builder')) return session;
  }
  return undefined;
}
