import { isDeepStrictEqual } from 'node:util';
import type { LineEvent } from '../../machines/line/line.events.ts';
import { noBudgets } from '../../machines/policy/budget-limits.ts';
import { defaultLimits } from '../../machines/policy/limits.ts';
import type { ServiceEvent } from '../../machines/service/service.events.ts';
import type { SessionEvent } from '../../machines/session/session.events.ts';
import { lineSettings } from '../../src/coordinator/line-settings.ts';
import { brokenSpec, completeSpec } from './craft.ts';
import type { FaultKind } from './fault-kinds.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

/** What comes by itself, minute after minute: outages, edits, illness, and people at the board. */
export class Trouble {
  readonly #world: World;
  readonly #random: Random;
  #edits = 100;

  constructor(world: World, random: Random) {
    this.#world = world;
    this.#random = random;
  }

  begin(): void {
    // Twice a minute, each time with half the chance: two of them rarely come at the same moment.
    for (const [kind, act] of Object.entries(this.#acts)) this.#minutely(kind as FaultKind, act);
  }

  /** Everything works again, and everybody is back. */
  heal(): void {
    const world = this.#world;
    world.diskFull = false;
    this.#redisUp();
    world.host.ill.clear();
    world.poisoned.clear();
    world.budgets = noBudgets;
    for (const name of world.tree.names) {
      world.tree.setThere(name, true);
      if (world.tree.spec(name) === null) world.tree.saveSpec(name, completeSpec(0));
    }
    // Tickets that everybody has declined wait for somebody new.
    world.addSession('colleague', ['architect', 'builder', 'tester', 'fixer']);
    this.#resumeAll();
    this.#liftLimits();
  }

  #redisUp(): void {
    if (this.#world.queue.up) return;
    this.#world.queue.setUp(true);
    this.#world.saw({ what: 'disturbed' });
  }

  #minutely(kind: FaultKind, act: () => void): void {
    const { timeline, faults } = this.#world;
    timeline.after(this.#random.between(30_000, 90_000), () => {
      if (faults.over) return;
      if (faults.strikes(kind)) act();
      this.#minutely(kind, act);
    });
  }

  readonly #acts: Partial<Record<FaultKind, () => void>> = {
    coordinatorDies: () => this.#world.kill(),
    coordinatorStalls: () => this.#world.process?.life.clock.stop(this.#random.between(3_000, 90_000)),
    machineSuspended: () => {
      const ms = this.#random.between(25_000, 180_000);
      this.#world.process?.life.clock.stop(ms);
      for (const session of this.#world.sessions) session.stop(ms);
      this.#world.timeline.after(ms, () => this.#world.saw({ what: 'disturbed' }));
    },
    clockJumps: () => {
      this.#world.wall.offset += this.#random.pick([-1, 1]) * this.#random.between(60_000, 3_600_000);
      this.#world.saw({ what: 'disturbed' });
    },
    storeFull: () => {
      this.#world.diskFull = true;
      this.#later(60_000, () => {
        this.#world.diskFull = false;
      });
    },
    redisDown: () => {
      this.#world.queue.setUp(false);
      this.#later(60_000, () => this.#redisUp());
    },
    redisFlushed: () => this.#world.queue.flush(),
    specEdited: () => this.#edit((name) => this.#world.tree.saveSpec(name, completeSpec(this.#next()))),
    specBroken: () =>
      this.#edit((name) =>
        this.#world.tree.saveSpec(name, this.#random.chance(0.3) ? null : brokenSpec(this.#next())),
      ),
    handEdited: () => this.#edit((name) => this.#world.editByHand(name, this.#next())),
    directoryVanishes: () =>
      this.#edit((name) => {
        this.#world.tree.setThere(name, false);
        this.#later(300_000, () => this.#world.tree.setThere(name, true));
      }),
    operatorPauses: () => {
      this.#tellLine({ type: 'LinePaused' });
      this.#later(120_000, () => this.#resumeAll());
    },
    agentMissing: () => {
      const [session] = this.#any(this.#world.sessions);
      session?.loseAgent(this.#random.between(10_000, 240_000));
    },
    sessionsDieTogether: () => {
      const share = this.#world.faults.source('sessionsDieTogether');
      for (const session of this.#world.sessions) if (share.chance(0.6)) session.kill();
    },
    operatorDrains: () => {
      const [session] = this.#any(this.#world.sessions);
      if (!session) return;
      this.#tellSession(session.name, { type: 'SessionDrained' });
      this.#later(240_000, () => this.#tellSession(session.name, { type: 'SessionResumed' }));
    },
    operatorRetries: () => this.#tellAny({ type: 'ServiceRetried' }),
    serviceFallsIll: () => {
      const [service] = this.#any([...this.#world.host.serving.keys()]);
      if (service === undefined) return;
      this.#world.host.ill.set(service, 'service');
      this.#later(90_000, () => this.#world.host.ill.delete(service));
    },
    environmentIll: () => {
      const services = [...this.#world.host.serving.keys()];
      for (const service of services) this.#world.host.ill.set(service, 'environment');
      this.#later(90_000, () => {
        for (const service of services) this.#world.host.ill.delete(service);
      });
    },
    boardCutOff: () => {
      const [board] = this.#any(this.#world.boards);
      board?.disconnect();
      this.#later(60_000, () => {
        if (this.#world.process?.listening) board?.connect(this.#world.process.feed);
      });
    },
  };

  #next(): number {
    this.#edits += 1;
    return this.#edits;
  }

  #later(mostMs: number, act: () => void): void {
    this.#world.timeline.after(this.#random.between(1_000, mostMs), act);
  }

  #edit(act: (name: string) => void): void {
    const [name] = this.#any(this.#world.tree.names.filter((each) => this.#world.tree.isThere(each)));
    if (name !== undefined) act(name);
  }

  #any<T>(items: readonly T[]): T[] {
    return items.length === 0 ? [] : [this.#random.pick(items)];
  }

  #tellAny(event: ServiceEvent): void {
    const coordinator = this.#world.process?.line.coordinator;
    const [state] = this.#any([...(coordinator?.services() ?? [])]);
    if (state) coordinator?.receive(`service/${state.context.id}`, event).catch(() => undefined);
  }

  #tellLine(event: LineEvent): void {
    this.#world.process?.line.coordinator.receive('line/main', event).catch(() => undefined);
  }

  #tellSession(name: string, event: SessionEvent): void {
    const coordinator = this.#world.process?.line.coordinator;
    if (coordinator?.session(name)) coordinator.receive(`session/${name}`, event).catch(() => undefined);
  }

  /** What is not limited any more is told until it is heard, and whoever is drained goes on. */
  #liftLimits(): void {
    const { process, timeline } = this.#world;
    const coordinator = process?.listening ? process.line.coordinator : undefined;
    const settings = lineSettings(defaultLimits, noBudgets);
    if (coordinator && !isDeepStrictEqual(coordinator.line().context.settings, settings)) {
      this.#tellLine({ type: 'LineSettingsChanged', settings });
    }
    for (const { context } of coordinator?.sessions() ?? []) {
      if (context.drained) this.#tellSession(context.name, { type: 'SessionResumed' });
    }
    timeline.after(10_000, () => this.#liftLimits());
  }

  /** People try until they are heard. */
  #resumeAll(): void {
    const again = () => {
      this.#world.timeline.after(2_000, () => this.#resumeAll());
    };
    const coordinator = this.#world.process?.line.coordinator;
    if (coordinator) coordinator.receive('line/main', { type: 'LineResumed' }).catch(again);
    else again();
  }
}
