import { readAfter } from '../../machines/after.ts';
import { serviceEvent } from '../../machines/service/service.events.ts';
import type { RecordBrief } from '../contracts/records.ts';
import type { ReleaseView } from '../contracts/releases.ts';
import type { SubmissionView } from '../contracts/submissions.ts';
import type { EventRow } from '../store/store.port.ts';

/** What `foldSubmissions` looks at. */
export const submissionEvents = ['TicketSubmitted', 'TreeEdited'] as const;

type Known = {
  /** Newest first. */
  readonly records: readonly RecordBrief[];
  readonly releases: readonly ReleaseView[];
  ticket(
    id: string,
  ): { readonly kind: string; readonly base: string | null; readonly change: number } | undefined;
};

/**
 * What was handed in for one service, or edited by hand, from its journal (`submissionEvents`, in any order), the newest
 * first; the records say what came of it. Pure.
 */
export function foldSubmissions(rows: readonly EventRow[], known: Known): SubmissionView[] {
  const seen = new Set<string>();
  return [...rows]
    .sort((a, b) => a.seq - b.seq)
    .flatMap((row) => {
      const view = viewOf(row, known);
      // A tree that is looked at again says again what was edited.
      const key = view && `${view.commit} ${view.ticket} ${view.token}`;
      if (!view || key === null || seen.has(key)) return [];
      seen.add(key);
      return [view];
    })
    .reverse();
}

function viewOf({ seq, at, event: raw, after }: EventRow, known: Known): SubmissionView | null {
  const { data: event } = serviceEvent.safeParse(raw);
  const change = readAfter(after)?.change ?? null;
  if (event?.type === 'TicketSubmitted') {
    const { ticket, token, session, commit } = event;
    const about = known.ticket(ticket);
    // The test gate comes after the ticket is over, and its record names none.
    const records = known.records.filter(
      (record) => record.commit === commit && (record.ticket === ticket || record.ticket === null),
    );
    return {
      ...{ seq, at, commit, kind: 'submission', work: about?.kind ?? null, ticket, token, session },
      change: about?.change ?? records[0]?.change ?? change,
      parent: records.find(({ parent }) => parent !== null)?.parent ?? about?.base ?? null,
      ...madeOf(commit, records, known),
    };
  }
  if (event?.type === 'TreeEdited' && (event.evidence.source || event.evidence.tests)) {
    const { commit } = event;
    const records = known.records.filter((record) => record.commit === commit);
    return {
      ...{ seq, at, commit, kind: 'hand-edit', work: null, ticket: null, token: null, session: null },
      change: records.at(-1)?.change ?? null,
      // A person edits what is there: what served then.
      parent: records.map(({ parent, base }) => parent ?? base).find((start) => start !== null) ?? null,
      ...madeOf(commit, records, known),
    };
  }
  return null;
}

function madeOf(commit: string, records: readonly RecordBrief[], known: Known) {
  const releases = known.releases.filter((release) => release.commit === commit);
  return {
    verdict: records.find(({ again }) => !again)?.verdict ?? null,
    records: [...records],
    releases: releases.map(({ id }) => id),
    serves: releases.some(({ state }) => state === 'serving'),
  };
}
