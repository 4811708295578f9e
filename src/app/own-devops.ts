import type { SessionView } from '../contracts/board.ts';
import type { Clock } from '../coordinator/clock.port.ts';
import type { Committed, Coordinator } from '../coordinator/coordinator.port.ts';
import type { Leases } from '../sessions/leases.ts';

/** Andon's own session: it deploys what the line releases, and takes no tickets of others. */
export const ownDevops = 'andon';

/** Registers Andon's own devops session and keeps it heard of; returns the stop. */
export async function registerOwnDevops(options: {
  coordinator: Coordinator;
  leases: Leases;
  clock: Clock;
  host: string;
  beatMs: number;
}): Promise<() => void> {
  const { coordinator, leases, clock, host, beatMs } = options;
  await coordinator.receive(`session/${ownDevops}`, {
    type: 'SessionRegistered',
    capabilities: ['devops'],
    slots: 1,
    agent: 'andon',
    host,
    builtIn: true,
    // No token has this hash: nobody can speak for it.
    tokenHash: '',
  });
  let cancel: () => void = () => {};
  const beat = (): void => {
    leases.heard(ownDevops);
    cancel = clock.after(beatMs, beat);
  };
  beat();
  return () => cancel();
}

/** The services whose release is on its way, kept current by the commits. */
export class Deploys {
  readonly #services = new Map<string, string>();
  readonly #coordinator: Pick<Coordinator, 'service' | 'services'>;

  constructor(coordinator: Pick<Coordinator, 'service' | 'services'>) {
    this.#coordinator = coordinator;
    for (const { context } of coordinator.services()) this.#note(context.id);
  }

  /** True when a deploy began or ended with this commit. */
  committed({ changed }: Committed): boolean {
    let differs = false;
    for (const stream of changed) {
      if (stream.startsWith('service/') && this.#note(stream.slice('service/'.length))) differs = true;
    }
    return differs;
  }

  /** Andon's own session as the board shows it: busy with what it deploys. */
  shown(view: SessionView): SessionView {
    if (view.name !== ownDevops || this.#services.size === 0) return view;
    const holding = [...this.#services].map(([id, service]) => ({
      ticket: `deploy-${id}`,
      service,
      kind: 'deploy',
    }));
    return { ...view, state: 'busy', holding };
  }

  #note(id: string): boolean {
    const state = this.#coordinator.service(id);
    const deploys = state !== undefined && /^release\.(deploying|proving|switching)$/.test(state.line);
    if (deploys === this.#services.has(id)) return false;
    if (deploys) this.#services.set(id, state.context.name);
    else this.#services.delete(id);
    return true;
  }
}
