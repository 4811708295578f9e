import { serviceEvent } from '../../machines/service/service.events.ts';
import type { ReleaseView } from '../contracts/releases.ts';
import type { EventRow } from '../store/store.port.ts';
import { ReleaseSpans } from './release-spans.ts';

/** What is known of a release beside the journal: of what serves, and of those whose files are here (`kept`). */
export type ReleaseFacts = Pick<ReleaseView, 'id' | 'version' | 'commit' | 'digest' | 'change' | 'record'> & {
  readonly at: number;
  readonly kept: boolean;
};

/** Where the service stands now. */
export type ServiceNow = {
  readonly serving: string | null;
  /** A release on its way, not serving yet. */
  readonly underWay: string | null;
  /** Commits and digests that are not deployed again. */
  readonly held: readonly string[];
  readonly at: number;
};

/** What `foldReleases` looks at. */
export const releaseEvents = [
  'VerificationFinished',
  'ReleaseStarted',
  'ReleaseProved',
  'ReleaseFailed',
  'ReleaseSwitched',
  'SwitchFailed',
  'RollbackAsked',
  'RolledBack',
  'RollbackFailed',
  'HealthPassed',
  'HealthFailed',
] as const;

type Told = {
  readonly id: string;
  readonly at: number;
  readonly spans: ReleaseSpans;
  readonly record: string | null;
  version: string | null;
  /** Why it did not get to serve, or was not well at last. */
  trouble: string | null;
};

/**
 * The releases of one service from its journal (`releaseEvents`, oldest first), the newest first. Of a release whose files
 * are gone the journal names the record where one alone can be meant; the record says the rest. Pure.
 */
export function foldReleases(
  rows: readonly EventRow[],
  facts: ReadonlyMap<string, ReleaseFacts>,
  now: ServiceNow,
): ReleaseView[] {
  const told = new Map<string, Told>();
  const passed: string[] = [];
  let lastRecord: string | null = null;
  let serving: string | null = null;
  let wish: string | null = null;

  const of = (id: string, at: number): Told => {
    const known = told.get(id);
    if (known) return known;
    // Of several builds that passed since the last release the journal does not say which was kept; after none it is
    // the same one once more.
    if (passed.length > 0) lastRecord = passed.length === 1 ? (passed[0] ?? null) : null;
    passed.length = 0;
    const made: Told = {
      id,
      at,
      spans: new ReleaseSpans(),
      record: lastRecord,
      version: null,
      trouble: null,
    };
    told.set(id, made);
    return made;
  };
  const serve = (id: string | null, at: number, why: string) => {
    if (serving === id) return;
    if (serving !== null) of(serving, at).spans.end(at, why);
    if (id !== null) of(id, at).spans.begin(at);
    serving = id;
  };

  for (const { at, event: raw } of rows) {
    const { data: event } = serviceEvent.safeParse(raw);
    switch (event?.type) {
      case 'VerificationFinished':
        // Only a test gate that was passed names a digest.
        if (event.verdict === 'passed' && event.digest !== undefined && event.record)
          passed.push(event.record);
        break;
      case 'ReleaseStarted':
        of(event.release, at);
        break;
      case 'ReleaseProved':
        of(event.release, at).version = event.version;
        break;
      case 'ReleaseFailed':
        of(event.release, at).trouble = event.reason;
        break;
      case 'ReleaseSwitched':
        serve(event.release, at, `replaced by ${event.release}`);
        break;
      case 'SwitchFailed':
        of(event.release, at).trouble = event.reason;
        if (event.serving === null) serve(null, at, `the switch to ${event.release} did not succeed`);
        break;
      case 'RollbackAsked': {
        wish = `by ${event.by}${event.reason === '' ? '' : `: ${event.reason}`}`;
        break;
      }
      case 'RolledBack': {
        const why = wish ?? told.get(event.from)?.trouble ?? '';
        serve(
          event.to,
          at,
          `rolled back to ${event.to}${why === '' ? '' : wish === null ? `: ${why}` : ` ${why}`}`,
        );
        wish = null;
        break;
      }
      case 'RollbackFailed':
        wish = null;
        break;
      case 'HealthFailed': {
        const release = of(event.release, at);
        release.trouble = event.reason;
        release.spans.break(at);
        break;
      }
      case 'HealthPassed':
        told.get(event.release)?.spans.mend(at);
        break;
    }
  }
  serve(now.serving, now.at, 'it was stopped');
  for (const fact of facts.values()) of(fact.id, fact.at);
  const views = [...told.values()].map((release) => viewOf(release, facts.get(release.id), now));
  return views.sort((a, b) => b.at - a.at || numberOf(b.id) - numberOf(a.id));
}

function viewOf(release: Told, facts: ReleaseFacts | undefined, now: ServiceNow): ReleaseView {
  const { id, at, spans } = release;
  const { commit = null, digest = null, change = null } = facts ?? {};
  const isHeld = [commit, digest].some((mark) => mark !== null && now.held.includes(mark));
  const state = stateOf({ ...release, isHeld, kept: facts?.kept ?? false }, now);
  return {
    id,
    at,
    version: facts?.version ?? release.version,
    ...{ commit, digest, change },
    record: facts?.record ?? release.record,
    state,
    reason:
      state === 'held' || state === 'failed' || (state === 'gone' && !spans.any) ? release.trouble : null,
    ...spans.shown(now.at),
  };
}

function stateOf(
  { id, spans, trouble, isHeld, kept }: Told & { readonly isHeld: boolean; readonly kept: boolean },
  { serving, underWay }: ServiceNow,
): ReleaseView['state'] {
  if (id === serving) return 'serving';
  if (id === underWay) return 'proving';
  if (isHeld) return 'held';
  if (!spans.any) return trouble === null ? 'gone' : 'failed';
  return kept ? 'kept' : 'gone';
}

/** Ids hold the journal's number at which the release was asked for. */
function numberOf(id: string): number {
  return Number(/\d+/.exec(id)?.[0] ?? 0);
}
