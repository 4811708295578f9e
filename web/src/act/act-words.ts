import type { Act, Offer } from '../../../src/contracts/acts.ts';
import type { ServiceView } from '../../../src/contracts/board.ts';

/** What a button says; three dots where it asks for more first. */
export const actWords: Readonly<Record<Act, string>> = {
  approve: 'Approve',
  retry: 'Retry',
  'send-back': 'Send back…',
  assign: 'Assign now…',
  prioritise: 'Prioritise…',
  pause: 'Pause',
  resume: 'Resume',
  'roll-back': 'Roll back…',
  'edit-spec': 'Edit spec',
  retire: 'Retire…',
};

const orders: readonly (readonly [holds: (view: ServiceView) => boolean, first: readonly Act[]])[] = [
  [({ approval }) => approval !== undefined, ['approve', 'send-back']],
  [({ state }) => state === 'blocked', ['retry', 'edit-spec', 'send-back']],
  [({ live: { health } }) => health === 'down' || health === 'unhealthy', ['roll-back']],
  [({ column }) => column === 'SPEC', ['edit-spec']],
  [({ ticket, session }) => ticket !== undefined && session === undefined, ['assign', 'prioritise']],
  [({ column }) => column === 'PRODUCTION', ['edit-spec', 'roll-back']],
];
const rest: readonly Act[] = [
  'approve',
  'retry',
  'send-back',
  'assign',
  'prioritise',
  'edit-spec',
  'roll-back',
  'retire',
];
const MOST = 3;

export type Arranged = {
  /** Done at once from the bar, the likeliest first. */
  readonly near: readonly Offer[];
  /** The others, also what is not possible now. */
  readonly far: readonly Offer[];
};

/** What stands first for a service as it is now. Pausing is always near; what is not possible is far, with its reason. */
export function arrange(view: ServiceView, offers: readonly Offer[]): Arranged {
  const wanted = orders.filter(([holds]) => holds(view)).flatMap(([, first]) => first);
  const ordered = [...new Set([...wanted, ...rest])].flatMap(
    (act) => offers.find((each) => each.act === act) ?? [],
  );
  const near = ordered.filter(({ act, allowed }) => allowed && wanted.includes(act)).slice(0, MOST);
  const hold = offers.find(({ act }) => act === (view.paused ? 'resume' : 'pause'));
  return { near: hold ? [...near, hold] : near, far: ordered.filter((each) => !near.includes(each)) };
}
