import type { ServiceEffect } from '../../machines/service/service.effects.ts';
import type { ServiceEvent } from '../../machines/service/service.events.ts';
import type { TicketEffect } from '../../machines/ticket/ticket.effects.ts';
import type { Coordinator } from '../coordinator/coordinator.port.ts';
import { faultPoint } from '../fault-points.ts';
import type { Releases } from '../release/release.port.ts';
import type { StreamId } from '../store/store.port.ts';
import type { VerificationResult } from '../verification/verification.port.ts';
import type { WorkQueue } from '../work-queue/work-queue.port.ts';

type ServiceStream = `service/${string}`;
type OutsideEffect = ServiceEffect | TicketEffect;

export type EffectAdapters = {
  readonly coordinator: () => Coordinator;
  readonly workQueue: WorkQueue;
  readonly releases: Releases;
  /** Puts the files of an accepted commit into the user's tree. */
  readonly publish: (
    service: { id: string; name: string },
    commit: string,
    what: 'build' | 'spec',
  ) => Promise<void>;
  /** Told of each effect once its adapter has taken it. */
  readonly onPerformed?: ((effect: { readonly type: string }, stream: StreamId) => void) | undefined;
};

/** An effect the outside can do. `settle` is for reconcile: it looks first and does only what is not under way. */
export type Effects = {
  perform(effect: { readonly type: string }, stream: StreamId): Promise<void>;
  settle(effect: { readonly type: string }, stream: StreamId): Promise<void>;
};

/** What each effect means to the adapters. Every one is idempotent by the ids in it. */
export function createEffects(adapters: EffectAdapters): Effects {
  const { workQueue, releases } = adapters;

  const named = (stream: StreamId) => {
    const id = stream.slice('service/'.length);
    return { id, name: adapters.coordinator().service(id)?.context.name ?? id };
  };

  async function perform(effect: { readonly type: string }, stream: StreamId): Promise<void> {
    await handOver(effect, stream);
    adapters.onPerformed?.(effect, stream);
  }

  async function handOver(effect: { readonly type: string }, stream: StreamId): Promise<void> {
    // The one cast of this file: rows come from machines whose effects are these unions.
    const known = effect as OutsideEffect;
    switch (known.type) {
      case 'verify': {
        const { type: _type, ...order } = known;
        faultPoint('app.verify.before');
        return workQueue.verify({ ...order, service: named(stream) });
      }
      case 'publish':
        faultPoint('app.publish.before');
        return adapters.publish(named(stream), known.commit, known.what);
      case 'deploy': {
        const { type: _type, ...order } = known;
        faultPoint('app.deploy.before');
        return releases.deploy({ ...order, service: named(stream) });
      }
      case 'switchRelease':
        faultPoint('app.switch.before');
        return releases.switchTo(named(stream).id, known.release, known.from);
      case 'discardRelease':
        faultPoint('app.discard.before');
        return releases.discard(named(stream).id, known.release);
      case 'restartRelease':
        faultPoint('app.restart.before');
        return releases.restart(named(stream).id, known.release);
      case 'rollBack':
        faultPoint('app.roll-back.before');
        return releases.rollBack(named(stream).id, known.from, known.to, known.keep);
      case 'stopService':
        faultPoint('app.stop.before');
        return releases.stopService(named(stream).id);
      case 'deliver':
        faultPoint('app.deliver.before');
        return workQueue.deliver(known.session, { ticket: known.ticket, token: known.token });
      case 'recall':
        faultPoint('app.recall.before');
        return workQueue.recall(known.session, { ticket: known.ticket, token: known.token });
      case 'openTicket':
      case 'acceptTicket':
      case 'rejectTicket':
      case 'cancelTicket':
      case 'barTicket':
      case 'prioritiseTicket':
      case 'tellOwner':
      case 'tellLine':
      case 'tellSession':
      case 'startTimer':
      case 'cancelTimer':
        // Stepped or stored in the commit itself; never owed.
        return;
      default:
        known satisfies never;
    }
  }

  async function settle(effect: { readonly type: string }, stream: StreamId): Promise<void> {
    const known = effect as OutsideEffect;
    switch (known.type) {
      case 'verify': {
        const state = await workQueue.verificationState(known.verification);
        if (state === 'finished') {
          const result = await workQueue.verificationResult(known.verification);
          if (result) {
            await adapters.coordinator().receive(stream as ServiceStream, verificationFinished(result));
            return;
          }
        }
        if (state === 'missing' || state === 'failed' || state === 'finished') await perform(effect, stream);
        return;
      }
      case 'deploy':
      case 'switchRelease':
      case 'restartRelease':
        if (!releases.underway(named(stream).id, known.release)) await perform(effect, stream);
        return;
      case 'rollBack':
        if (!releases.underway(named(stream).id, known.to)) await perform(effect, stream);
        return;
      case 'deliver': {
        const delivery = { ticket: known.ticket, token: known.token };
        const state = await workQueue.deliveryState(known.session, delivery);
        if (state === 'missing' || state === 'failed') await perform(effect, stream);
        return;
      }
      default:
        await perform(effect, stream);
    }
  }

  return { perform, settle };
}

/** A verification's result as the fact its service takes. */
export function verificationFinished(result: VerificationResult): ServiceEvent {
  const { service: _service, ...finished } = result;
  return { type: 'VerificationFinished', ...finished };
}
