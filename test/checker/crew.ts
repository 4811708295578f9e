import type { Step } from './step.ts';

type Worker = {
  slots: number;
  capabilities: ReadonlySet<string>;
  account: string | null;
  unavailable: ReadonlySet<string>;
  authorised: ReadonlySet<string> | null;
  /** Its agent and what it declares. */
  made: string;
  speaks: boolean;
  drained: boolean;
};

/** The sessions as the journal's own events make them: what they are, and what they can do now. */
export class CheckedCrew {
  readonly #workers = new Map<string, Worker>();

  get(name: string): Readonly<Worker> | undefined {
    return this.#workers.get(name);
  }

  take({ id, event }: Extract<Step, { kind: 'session' }>): void {
    if (event.type === 'SessionRegistered') {
      const { slots, capabilities, account = null, unavailable = [], authorised, agent } = event;
      this.#workers.set(id, {
        slots,
        capabilities: new Set(capabilities),
        account,
        unavailable: new Set(unavailable.map(({ capability }) => capability)),
        authorised: authorised ? new Set(authorised) : null,
        made: `${agent} ${[...capabilities].sort().join(' ')}`,
        speaks: true,
        drained: false,
      });
    }
    const worker = this.#workers.get(id);
    if (!worker) return;
    if (event.type === 'AvailabilityChanged') {
      worker.unavailable = new Set(event.unavailable.map(({ capability }) => capability));
    }
    if (event.type === 'SessionDrained') worker.drained = true;
    if (event.type === 'SessionResumed') worker.drained = false;
    if (event.type === 'SessionReturned') worker.speaks = true;
    if (event.type === 'SessionFellSilent' || event.type === 'SessionLeft') worker.speaks = false;
  }
}
