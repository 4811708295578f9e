import type { TicketKind } from '../ticket/ticket.events.ts';
import type { Limits } from './limits.ts';

export type WipLimits = Pick<Limits, 'wipSpec' | 'wipBuild' | 'wipTest'>;

const phaseOf: Readonly<
  Partial<Record<TicketKind, { readonly limit: keyof WipLimits; readonly phase: string }>>
> = {
  'write-spec': { limit: 'wipSpec', phase: 'SPEC' },
  build: { limit: 'wipBuild', phase: 'BUILD' },
  'write-tests': { limit: 'wipTest', phase: 'TEST' },
  fix: { limit: 'wipTest', phase: 'TEST' },
};

/** How much work is in hands, by phase, against what may be; a limit of 0 is none. */
export class WorkInHands {
  readonly #limits: WipLimits;
  readonly #held = new Map<string, number>();

  constructor(limits: WipLimits, held: Iterable<TicketKind>) {
    this.#limits = limits;
    for (const kind of held) this.add(kind);
  }

  add(kind: TicketKind): void {
    const phase = phaseOf[kind]?.phase;
    if (phase !== undefined) this.#held.set(phase, (this.#held.get(phase) ?? 0) + 1);
  }

  /** The sentence why one more of this kind may not be begun; undefined where it may. */
  reasonAgainst(kind: TicketKind): string | undefined {
    const found = phaseOf[kind];
    if (!found) return undefined;
    const limit = this.#limits[found.limit];
    const held = this.#held.get(found.phase) ?? 0;
    if (limit === 0 || held < limit) return undefined;
    return `${held} ${held === 1 ? 'ticket' : 'tickets'} of ${found.phase} in hands is the limit (${found.limit} ${limit})`;
  }
}
