import type { ServiceContext } from '../../machines/service/service.context.ts';
import { plainText } from '../contracts/plain-text.ts';
import type { ReleasesResponse, ReleaseView } from '../contracts/releases.ts';
import type { ChangedFile, DiffQuery, DiffResponse, SubmissionsResponse } from '../contracts/submissions.ts';
import type { Coordinator } from '../coordinator/coordinator.port.ts';
import { AndonError } from '../errors.ts';
import { foldReleases, type ReleaseFacts, releaseEvents } from '../made/fold-releases.ts';
import { foldSubmissions, submissionEvents } from '../made/fold-submissions.ts';
import { chooseSides } from '../made/sides.ts';
import type { KeptRelease } from '../release/release.port.ts';
import type { Store } from '../store/store.port.ts';
import type { RecordBriefs } from '../verification/record/record-briefs.ts';
import type { ChangedPath, Repositories } from '../workspace/workspace.port.ts';

/** What was made of a service: handed in, released, and what is different between any two of those. */
export type WhatWasMade = {
  submissions(service: string, limit: number): Promise<SubmissionsResponse>;
  releases(service: string): Promise<ReleasesResponse>;
  /** Rejects with `NOT_FOUND` for what is no commit or release of this service. */
  diff(service: string, query: DiffQuery): Promise<DiffResponse>;
};

/** So many events and records are looked at, the newest: more than people look back. */
const eventsRead = 5_000;
const recordsRead = 200;
const filesListed = 2_000;

export function createWhatWasMade(options: {
  coordinator: Pick<Coordinator, 'service' | 'ticket'>;
  events: Store['events'];
  briefs: RecordBriefs;
  repositories: Pick<Repositories, 'compare'>;
  /** Releases whose files are on this host. */
  kept: (service: string) => Promise<readonly KeptRelease[]>;
  /** Where what serves is reached. */
  url: (service: string) => string | null;
  now: () => number;
}): WhatWasMade {
  const { coordinator, events, briefs, repositories } = options;

  const contextOf = (id: string): ServiceContext => {
    const service = coordinator.service(id);
    if (!service) throw new AndonError('NOT_FOUND', `There is no service ${id} on this line.`);
    return service.context;
  };
  const rowsOf = (id: string, types: readonly string[], limit: number) =>
    events({ stream: `service/${id}`, types, newestFirst: true, limit }).reverse();

  const releasesOf = async (context: ServiceContext): Promise<ReleaseView[]> => {
    const { id, live } = context;
    const facts = factsOf(context, await options.kept(id));
    const underWay =
      live.candidate?.id ?? (context.change?.shippedAt === null ? context.change.release : null);
    const now = { serving: live.release?.id ?? null, underWay, held: live.held, at: options.now() };
    const views = foldReleases(rowsOf(id, releaseEvents, eventsRead), facts, now);
    return Promise.all(
      views.map(async (view) => {
        if (view.commit !== null || view.record === null) return view;
        const record = await briefs.find(id, view.record);
        return record ? { ...view, commit: record.commit, change: record.change } : view;
      }),
    );
  };

  const submissionsOf = async (context: ServiceContext, releases: readonly ReleaseView[], limit: number) => {
    const { id } = context;
    const rows = rowsOf(id, submissionEvents, limit + 1);
    const found = foldSubmissions(rows.slice(-limit), {
      records: await briefs.list(id, recordsRead),
      releases,
      ticket: (ticket) => coordinator.ticket(ticket)?.context,
    });
    return { submissions: found, more: rows.length > limit };
  };

  return {
    async submissions(id, limit) {
      const context = contextOf(id);
      return submissionsOf(context, await releasesOf(context), limit);
    },

    async releases(id) {
      const context = contextOf(id);
      const releases = await releasesOf(context);
      return { service: context.name, url: context.live.release ? options.url(id) : null, releases };
    },

    async diff(id, { from, to, file }) {
      const context = contextOf(id);
      const releases = await releasesOf(context);
      const { submissions } = await submissionsOf(context, releases, recordsRead);
      const sides = chooseSides(context.name, { from, to }, { submissions, releases });
      const order = { from: sides.from?.commit ?? null, to: sides.to.commit, file };
      const found = (await repositories.compare(id, order)).map(shownFile);
      const one = file === undefined ? undefined : found[file];
      if (file !== undefined && !one) {
        throw new AndonError(
          'NOT_FOUND',
          `Only ${found.length} files are different; there is no file ${file}.`,
        );
      }
      return { ...sides, files: one ? [one] : found.slice(0, filesListed), cut: found.length > filesListed };
    },
  };
}

/** What serves and what it stands in for are known whatever became of their files. */
function factsOf({ live, change }: ServiceContext, kept: readonly KeptRelease[]): Map<string, ReleaseFacts> {
  const files = new Set(kept.map(({ release }) => release));
  const refs = [live.candidate, live.lastGood, ...live.history, live.release].flatMap((ref) =>
    ref ? [{ ...ref, kept: files.has(ref.id) }] : [],
  );
  const fromFiles = kept.map(({ release, commit, change, record, version, at, tree }) => ({
    ...{ id: release, commit, change, record, version, at, digest: tree ?? null, kept: true },
  }));
  const begun =
    change && change.release !== null
      ? [{ ...change, id: change.release, change: change.n, version: null, at: change.startedAt }]
      : [];
  const underWay = begun.map((fact) => ({ ...fact, kept: files.has(fact.id) }));
  return new Map([...underWay, ...fromFiles, ...refs].map((fact) => [fact.id, fact]));
}

function shownFile(file: ChangedPath): ChangedFile {
  const patch = file.patch === null ? null : plainText(file.patch);
  const lines = patch?.split('\n') ?? [];
  const count = (mark: string) =>
    patch === null ? null : lines.filter((line) => line.startsWith(mark)).length;
  return {
    path: plainText(file.path),
    was: file.was === null ? null : plainText(file.was),
    status: file.status,
    added: count('+'),
    removed: count('-'),
    bytes: file.bytes,
    patch,
    why: file.why,
  };
}
