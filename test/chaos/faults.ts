import type { Random } from '../simulation/random.ts';

const linkNames = ['coordinator-redis', 'worker-redis', 'worker-api', 'session-api'] as const;
export type LinkName = (typeof linkNames)[number];
const linkFaults = ['cut', 'half-open', 'delay', 'refuse'] as const;
type LinkFault = (typeof linkFaults)[number];

const plainKinds = [
  'standby-takes-over',
  'coordinators-killed',
  'coordinator-stopped',
  'standby-killed',
  'worker-killed',
  'worker-stopped',
  'service-killed',
  'service-stopped',
  'redis-killed',
  'redis-stopped',
  'redis-restarted',
  'redis-flushed',
  'scripts-flushed',
  'log-tail-cut',
  'disk-full',
  'clock-ahead',
  'clock-behind',
  'worker-clock-wrong',
  'machine-suspended',
] as const;

export type FaultKind = (typeof plainKinds)[number] | `${LinkName} ${LinkFault}`;

/** One fault of a plan: everything drawn beforehand, so that a plan can be kept and run again. */
export type Fault = {
  readonly kind: FaultKind;
  /** Which of several it strikes, as a share of them. */
  readonly which: number;
  /** How long it is on, and how long the line then has before the next, milliseconds. */
  readonly onMs: number;
  readonly healMs: number;
};

/** Every kind there is in a rig with this Redis. */
export function faultKinds(redis: 'own' | 'embedded', clocks: boolean): FaultKind[] {
  const links = linkNames
    .filter((name) => redis === 'own' || name !== 'coordinator-redis')
    .flatMap((name) => linkFaults.map((fault): FaultKind => `${name} ${fault}`));
  return [...plainKinds.filter((kind) => clocks || !kind.includes('clock')), ...links];
}

/** Kinds that end a coordinator or a worker: without them each process lives on, and can be watched for leaks. */
export const endingKinds: ReadonlySet<FaultKind> = new Set<FaultKind>([
  'standby-takes-over',
  'coordinators-killed',
  'standby-killed',
  'worker-killed',
  'log-tail-cut',
]);

export type Tempo = { readonly onMs: readonly [number, number]; readonly healMs: readonly [number, number] };

/** Endless faults: every kind once in a shuffled order, then again, so that none is forgotten. */
export function* plan(kinds: readonly FaultKind[], tempo: Tempo, random: Random): Generator<Fault> {
  for (;;) {
    const left = [...kinds];
    while (left.length > 0) {
      const [kind] = left.splice(random.below(left.length), 1);
      if (kind === undefined) return;
      yield {
        kind,
        which: random.next(),
        onMs: random.between(...tempo.onMs),
        healMs: random.between(...tempo.healMs),
      };
    }
  }
}
