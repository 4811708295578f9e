import type { StreamId } from '../../src/store/store.port.ts';
import type { World } from './world.ts';

type ReleaseEffect = {
  type: string;
  release?: string;
  commit?: string;
  record?: string;
  from?: string | null;
  to?: string;
};

/** Releases without processes: deploys that fail, switches that fail, services that fall ill. */
export class SimulatedReleases {
  readonly world: World;
  /** What serves each service now, by release id. */
  readonly serving = new Map<string, string>();
  readonly #commits = new Map<string, string>();
  readonly #busy = new Map<string, number>();

  constructor(world: World) {
    this.world = world;
  }

  underway(effect: { readonly type: string }): boolean {
    return this.#busy.get(keyOf(effect as ReleaseEffect)) === this.world.life;
  }

  perform(plain: { readonly type: string }, stream: StreamId): void {
    const effect = plain as ReleaseEffect;
    const { random, checker } = this.world;
    const say = (event: { type: string; [field: string]: unknown }) => this.world.send(stream, event);
    const { release = '' } = effect;
    if (effect.type === 'deploy') {
      checker.deployed(release, effect.commit ?? '', effect.record ?? '');
      this.#commits.set(release, effect.commit ?? '');
      this.#work(effect, 500, () => {
        if (random.chance(this.world.faults.badRelease)) {
          const fault = random.pick(['work', 'environment'] as const);
          say({ type: 'ReleaseFailed', release, fault, reason: 'it does not start', log: 'boom' });
          return;
        }
        say({ type: 'ReleaseStarted', release });
        this.world.later(5_000, () => say({ type: 'ReleaseProved', release, version: '1' }));
      });
    }
    if (effect.type === 'switchRelease') {
      this.#work(effect, 200, () => {
        if (random.chance(this.world.faults.badRelease)) {
          say({
            type: 'SwitchFailed',
            fault: random.pick(['work', 'environment'] as const),
            release,
            reason: 'no',
            log: '',
            serving: this.serving.get(stream) ?? null,
          });
          return;
        }
        this.serving.set(stream, release);
        checker.switched(stream, release);
        say({ type: 'ReleaseSwitched', release });
      });
    }
    if (effect.type === 'restartRelease') {
      this.#work(effect, 300, () => {
        say({ type: 'ReleaseRestarted', release });
        const ill = random.chance(0.5);
        this.world.later(10_000, () =>
          say(
            ill
              ? { type: 'HealthFailed', release, reason: 'still ill', log: '', cause: 'service' }
              : { type: 'HealthPassed', release },
          ),
        );
      });
    }
    if (effect.type === 'rollBack' && effect.to) {
      const { from, to } = effect;
      this.#work(effect, 400, () => {
        this.serving.set(stream, to);
        checker.switched(stream, to);
        say({ type: 'RolledBack', from, to });
      });
    }
  }

  /** The serving release of this service falls ill. */
  fail(id: string): void {
    const release = this.serving.get(`service/${id}`);
    if (!release) return;
    const event = { type: 'HealthFailed', release, reason: 'fell ill', log: 'stack', cause: 'service' };
    this.world.send(`service/${id}`, event);
  }

  #work(effect: ReleaseEffect, ms: number, done: () => void): void {
    const key = keyOf(effect);
    this.#busy.set(key, this.world.life);
    this.world.later(ms + this.world.random.below(ms * 4), () => {
      this.#busy.delete(key);
      done();
    });
  }
}

function keyOf(effect: ReleaseEffect): string {
  return `${effect.type} ${effect.release ?? effect.to ?? ''}`;
}
