import { isApprovalAwaited, rollbackTargets } from '../../machines/service/facts.ts';
import type { ServiceEvent } from '../../machines/service/service.events.ts';
import type { ServiceState } from '../../src/coordinator/coordinator.port.ts';
import { completeSpec, wantingApproval } from './craft.ts';
import type { FaultKind } from './fault-kinds.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

/**
 * People at the board who order services, send work back, go to other releases, and let changes go to production where
 * that is wanted. They act on what they saw, which may be over.
 */
export class People {
  readonly #world: World;
  readonly #random: Random;
  #edits = 0;

  constructor(world: World, random: Random) {
    this.#world = world;
    this.#random = random;
  }

  /** Those whose kind this world does not know do nothing at all. */
  begin(): void {
    for (const [kind, act] of Object.entries(this.#acts)) {
      // The cast holds because the keys are of this very type.
      if (this.#world.plan.faults[kind as FaultKind] !== undefined) this.#minutely(kind as FaultKind, act);
    }
    if (this.#world.plan.faults.approvalWanted !== undefined) this.#lookAtWhatWaits();
  }

  #minutely(kind: FaultKind, act: () => void): void {
    const { timeline, faults } = this.#world;
    timeline.after(this.#random.between(15_000, 60_000), () => {
      if (faults.over) return;
      if (faults.strikes(kind)) act();
      this.#minutely(kind, act);
    });
  }

  readonly #acts: Partial<Record<FaultKind, () => void>> = {
    approvalWanted: () => {
      const names = this.#world.tree.names.filter((name) => this.#world.tree.isThere(name));
      if (names.length === 0) return;
      this.#edits += 1;
      this.#world.tree.saveSpec(this.#random.pick(names), wantingApproval(completeSpec(this.#edits)));
    },
    operatorPrioritises: () =>
      this.#tellAny(() => ({ type: 'ServicePrioritised', priority: this.#random.between(-20, 20) })),
    operatorSendsBack: () =>
      this.#tellAny(() => ({ type: 'WorkSentBack', note: 'not what I meant', by: 'ada' })),
    operatorRollsBack: () => this.#tellAny((state) => this.#rollback(state)),
  };

  #rollback({ context }: ServiceState): ServiceEvent | null {
    const { live } = context;
    const targets = rollbackTargets(context);
    if (live.release === null) return null;
    const to = this.#random.chance(0.1) || targets.length === 0 ? 'r-0' : this.#random.pick(targets).id;
    const seen = { from: live.release.id, to, reason: 'it looks wrong', by: 'ada' };
    return { type: 'RollbackAsked', ...seen };
  }

  /** Somebody looks now and then, for as long as there is anything to see; in the end everything is approved. */
  #lookAtWhatWaits(): void {
    const { timeline, faults } = this.#world;
    timeline.after(this.#random.between(2_000, faults.over ? 10_000 : 60_000), () => {
      const coordinator = this.#world.process?.line.coordinator;
      for (const state of coordinator?.services() ?? []) {
        const { change, id } = state.context;
        if (state.line !== 'release.awaiting' || !change || !isApprovalAwaited(state.context)) continue;
        if (!faults.over && this.#random.chance(0.4)) continue;
        const wrong = !faults.over && this.#random.chance(0.1) ? 1 : 0;
        this.#tell(id, { type: 'ReleaseApproved', change: change.n - wrong, by: 'ada' });
      }
      this.#lookAtWhatWaits();
    });
  }

  /** Heard after a moment: what was seen may be over by then. */
  #tellAny(what: (state: ServiceState) => ServiceEvent | null): void {
    const states = [...(this.#world.process?.line.coordinator.services() ?? [])];
    if (states.length === 0) return;
    const state = this.#random.pick(states);
    const event = what(state);
    if (event === null) return;
    this.#world.timeline.after(this.#random.between(1, 2_000), () => this.#tell(state.context.id, event));
  }

  #tell(service: string, event: ServiceEvent): void {
    const coordinator = this.#world.process?.line.coordinator;
    coordinator?.receive(`service/${service}`, event).catch(() => undefined);
  }
}
