import type { Limits } from '../../machines/policy/limits.ts';
import type { RegisterResponse } from '../contracts/sessions.ts';
import type { Coordinator } from '../coordinator/coordinator.port.ts';
import type { Signals } from '../coordinator/signals.port.ts';
import type { Log } from '../log.ts';
import type { Briefings } from '../prompt/briefing.port.ts';
import type { Store } from '../store/store.port.ts';
import type { Repositories } from '../workspace/workspace.port.ts';
import type { Leases } from './leases.ts';

export type BuiltIn = { readonly names: ReadonlySet<string>; readonly secret: string };

/** What the session service works with. */
export type SessionServiceDeps = {
  readonly coordinator: Coordinator;
  readonly repositories: Pick<Repositories, 'prepare' | 'bundle' | 'importSubmission'>;
  /** Spec texts by `spec/<hash>`, and the journal, which knows what was already submitted. */
  readonly store: Pick<Store, 'get' | 'events'>;
  /** What sessions are told with a ticket; without it they are told nothing but its facts. */
  readonly briefings?: Briefings | undefined;
  readonly signals: Signals;
  readonly leases: Leases;
  readonly limits: Pick<Limits, 'leaseBeatMs'>;
  /** Where a session's worker finds its queue. */
  readonly delivery: (session: string) => RegisterResponse['delivery'];
  /**
   * The sessions Andon brings itself, and what they prove it with: only so may one of these names be taken, and a new
   * run then replaces the former without question.
   */
  readonly builtIn: BuiltIn;
  /** A session that was not fresh was heard of: it may be given work now. */
  readonly onFresh?: ((session: string) => void) | undefined;
  readonly log: Log;
};
