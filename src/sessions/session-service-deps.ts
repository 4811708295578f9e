import type { Limits } from '../../machines/policy/limits.ts';
import type { RegisterResponse } from '../contracts/sessions.ts';
import type { Clock } from '../coordinator/clock.port.ts';
import type { Coordinator } from '../coordinator/coordinator.port.ts';
import type { Signals } from '../coordinator/signals.port.ts';
import type { Log } from '../log.ts';
import type { Briefings } from '../prompt/briefing.port.ts';
import type { Store } from '../store/store.port.ts';
import type { Repositories } from '../workspace/workspace.port.ts';
import type { Invites } from './invites.port.ts';
import type { Leases } from './leases.ts';
import type { TreeCommits } from './tree-commits.port.ts';
import type { UsageBook } from './usage-book.ts';

export type BuiltIn = { readonly names: ReadonlySet<string>; readonly secret: string };

/** `registration` is the hash of the session's token: another one for each registration. */
export type Delivery = (
  session: string,
  registered: { readonly local: boolean; readonly registration: string },
) => RegisterResponse['delivery'] | Promise<RegisterResponse['delivery']>;

/** What the session service works with. */
export type SessionServiceDeps = {
  readonly coordinator: Coordinator;
  readonly repositories: Pick<Repositories, 'prepare' | 'bundle' | 'importSubmission' | 'diff'>;
  /** Spec texts by `spec/<hash>`, the journal, which knows what was already submitted, and who was kicked. */
  readonly store: Pick<Store, 'get' | 'put' | 'remove' | 'events'>;
  readonly invites: Invites;
  readonly usage: UsageBook;
  /** Makes commits of trees handed in without git; where it is missing such are refused. */
  readonly trees?: TreeCommits | undefined;
  readonly clock: Clock;
  /** Ticket tokens are made with it; the same after a restart, known to nobody outside. */
  readonly secret: string;
  /** What sessions are told with a ticket; without it they are told nothing but its facts. */
  readonly briefings?: Briefings | undefined;
  readonly signals: Signals;
  readonly leases: Leases;
  readonly limits: Pick<Limits, 'leaseBeatMs' | 'leaseExpiryMs'>;
  /** Where a session's worker finds its queue. */
  readonly delivery: Delivery;
  /**
   * The sessions Andon brings itself, and what they prove it with: only so may one of these names be taken, and a new
   * run then replaces the former without question.
   */
  readonly builtIn: BuiltIn;
  /** A session that was not fresh was heard of: it may be given work now. */
  readonly onFresh?: ((session: string) => void) | undefined;
  readonly log: Log;
};
