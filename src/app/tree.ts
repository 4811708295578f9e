import type { BoardViews } from '../board/board-views.port.ts';
import { ChokidarCatalog } from '../catalog/chokidar-catalog.ts';
import { Intake } from '../catalog/intake.ts';
import { SpecCache } from '../catalog/spec/spec-cache.ts';
import type { Config } from '../config.ts';
import type { Clock } from '../coordinator/clock.port.ts';
import type { Coordinator } from '../coordinator/coordinator.port.ts';
import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.port.ts';
import type { RecordBook } from '../verification/record/record-book.ts';
import type { Repositories } from '../workspace/workspace.port.ts';
import { renderVerification } from '../write-back/release-view.ts';
import { StoreKnownFiles } from '../write-back/store-known-files.ts';
import { TreeViews } from '../write-back/tree-views.ts';
import { TreeWriteBack } from '../write-back/tree-write-back.ts';

/** The user's tree, both ways: what is there reaches the coordinator, what was accepted reaches the tree. */
export function openTree(options: {
  config: Config;
  clock: Clock;
  log: Log;
  store: Store;
  repositories: Repositories;
  coordinator: () => Coordinator;
  temp: string;
  records: Pick<RecordBook, 'text'>;
  /** Which they can be checked with, PEM. */
  publicKey: string;
}) {
  const { config, clock, log, store, repositories } = options;
  const known = new StoreKnownFiles(store);
  const writeBack = new TreeWriteBack({
    root: config.services,
    temp: options.temp,
    repositories,
    known,
    store,
  });
  let watchProblem: string | null = null;
  let onStatus = () => {};
  let intake: Intake | undefined;
  let views: TreeViews | undefined;
  let cancelSweep: (() => void) | undefined;
  let closed = false;

  const catalog = new ChokidarCatalog({
    root: config.services,
    clock,
    onProblem: (text) => {
      watchProblem = text;
      log.warn(
        { problem: text },
        text ? 'watching the services root' : 'watching the services root is well again',
      );
      onStatus();
    },
  });

  function sweepLater(): void {
    cancelSweep = clock.after(config.limits.rescanMs, () => {
      void intake
        ?.sweep()
        .then(() => {
          onStatus();
        })
        .catch((error: unknown) => log.error({ error: messageOf(error) }, 'sweep failed'))
        .finally(() => {
          if (!closed) sweepLater();
        });
    });
  }

  return {
    async publish(
      service: { id: string; name: string },
      commit: string,
      what: 'build' | 'spec',
    ): Promise<void> {
      const context = options.coordinator().service(service.id)?.context;
      const editPending =
        context !== undefined && (context.pending.handEdit !== null || context.pending.spec !== null);
      const present = context?.present ?? false;
      const done = await writeBack.publish({ service, commit, what, editPending, present });
      for (const { path, reason } of done.skipped)
        log.info({ service: service.name, path, reason }, 'left as it is');
    },

    attach(wiring: { coordinator: Coordinator; views: BoardViews; onStatus: () => void }): void {
      onStatus = wiring.onStatus;
      intake = new Intake({
        catalog,
        coordinator: wiring.coordinator,
        store,
        repositories,
        known,
        clock,
        log,
        vanishShare: config.limits.vanishShare,
        specs: new SpecCache({ strict: config.strictSpecs }),
      });
      const tree = new TreeViews({
        root: config.services,
        views: wiring.views,
        store,
        clock,
        log,
        recordOf: async (service, commit) => {
          const release = wiring.coordinator.service(service)?.context.live.release;
          if (release?.commit !== commit) return null;
          const text = await options.records.text(service, release.record);
          return text === undefined ? null : renderVerification(text, options.publicKey);
        },
      });
      views = tree;
      wiring.coordinator.onCommitted(({ changed }) => {
        const services = [...changed].filter((stream) => stream.startsWith('service/'));
        if (services.length > 0) tree.changed(services.map((stream) => stream.slice('service/'.length)));
      });
    },

    /** Takes in everything that is there, then listens. */
    async start(): Promise<void> {
      await intake?.start();
      views?.changed([...options.coordinator().services()].map((state) => state.context.id));
      sweepLater();
      onStatus();
    },

    /** Why nothing, or not everything, is concluded from the tree; null when all is well. */
    problem(): string | null {
      const status = intake?.status();
      if (status?.suspended) return status.suspended;
      const first = status ? [...status.problems][0] : undefined;
      if (first) return `${first[0]}: ${first[1]}`;
      const unwritten = views ? [...views.problems().values()][0] : undefined;
      if (unwritten !== undefined) return `What people read in the tree is not up to date: ${unwritten}`;
      return watchProblem;
    },

    async close(): Promise<void> {
      closed = true;
      cancelSweep?.();
      await intake?.close();
      await catalog.close();
      await views?.close();
    },
  };
}
