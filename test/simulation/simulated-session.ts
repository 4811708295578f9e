import { defaultLimits } from '../../machines/policy/limits.ts';
import type { World } from './world.ts';

type Holding = { ticket: string; token: number; lastBeat: number };

/** A scripted session: takes work, beats, submits good or bad commits, falls silent, speaks under old tokens. */
export class SimulatedSession {
  graceUntil = 0;
  /** False while it is silent. */
  fresh = true;
  readonly #held: Holding[] = [];
  #commits = 0;

  readonly world: World;
  readonly name: string;
  readonly capabilities: readonly string[];

  constructor(world: World, name: string, capabilities: readonly string[]) {
    this.world = world;
    this.name = name;
    this.capabilities = capabilities;
  }

  register(): Promise<unknown> {
    return this.world.coordinator.receive(`session/${this.name}`, {
      type: 'SessionRegistered',
      capabilities: [...this.capabilities],
      slots: 1,
      agent: 'simulated',
      host: 'here',
      builtIn: false,
      tokenHash: '',
    });
  }

  deliver(ticket: string, token: number): void {
    const { world } = this;
    if (this.#held.some((holding) => holding.ticket === ticket && holding.token === token)) return;
    const holding = { ticket, token, lastBeat: world.clock.now() };
    this.#held.push(holding);
    world.send(`ticket/${ticket}`, { type: 'WorkStarted', token, session: this.name });
    if (world.random.chance(world.faults.silence)) {
      this.#fallSilent();
      return;
    }
    world.clock.after(1_000 + world.random.below(120_000), () => this.#finish(holding));
    this.#beat(holding);
  }

  recall(ticket: string, token: number): void {
    this.#drop(ticket, token);
  }

  /** What the sessions folder does every two seconds: silence ends a lease, never within the grace. */
  sweep(): void {
    const now = this.world.clock.now();
    for (const state of this.world.coordinator.tickets()) {
      const { holder, token, id, assignedAt } = state.context;
      if (state.state !== 'held' || holder !== this.name) continue;
      const known = this.#held.find((holding) => holding.ticket === id && holding.token === token);
      const last = Math.max(
        known?.lastBeat ?? 0,
        assignedAt ?? 0,
        this.graceUntil - defaultLimits.leaseExpiryMs,
      );
      if (now - last > defaultLimits.leaseExpiryMs && now > this.graceUntil) {
        this.world.send(`ticket/${id}`, { type: 'LeaseExpired', token, session: this.name });
      }
    }
  }

  #beat(holding: Holding): void {
    if (!this.fresh || !this.#held.includes(holding)) return;
    holding.lastBeat = this.world.clock.now();
    this.world.clock.after(defaultLimits.leaseBeatMs, () => this.#beat(holding));
  }

  #finish(holding: Holding): void {
    const { world } = this;
    const say = (type: string, rest: object) =>
      world.send(`ticket/${holding.ticket}`, { type, token: holding.token, session: this.name, ...rest });
    this.#commits += 1;
    const bad = world.random.chance(world.faults.badWork);
    const roll = world.random.next();
    if (bad && roll < 0.2) say('WorkReleased', { reason: 'changed its mind' });
    else if (bad && roll < 0.4) say('WorkFailed', { class: 'provider', reason: 'limit reached' });
    else if (bad && roll < 0.5) say('WorkFailed', { class: 'work', reason: 'could not' });
    else {
      const commit = `c-${this.name}-${this.#commits}${bad ? '-bad' : ''}`;
      say('SubmissionReceived', { commit });
      // Said twice by a network that lost the answer, and once more by a liar with another commit.
      if (world.random.chance(0.3)) say('SubmissionReceived', { commit });
      if (world.random.chance(0.1)) say('SubmissionReceived', { commit: `${commit}-late` });
    }
    this.#drop(holding.ticket, holding.token);
  }

  #fallSilent(): void {
    this.fresh = false;
    this.world.clock.after(60_000 + this.world.random.below(60_000), () => {
      this.fresh = true;
      // It wakes up and speaks for what it held long ago.
      for (const holding of [...this.#held]) this.#finish(holding);
      this.world.coordinator.assignSoon();
    });
  }

  #drop(ticket: string, token: number): void {
    const at = this.#held.findIndex((holding) => holding.ticket === ticket && holding.token === token);
    if (at >= 0) this.#held.splice(at, 1);
  }
}
