/** What a verification record says, as far as a deploy must know. */
export type RecordFacts = { readonly commit: string; readonly verdict: string };

/** Why these bytes are not deployed; null when the record is a passed one of exactly them. */
export function deployRefusal(record: string, commit: string, found: RecordFacts | null): string | null {
  if (!found) return `there is no verification record ${record}`;
  if (found.verdict !== 'passed') return `the verification record ${record} says ${found.verdict}`;
  if (found.commit !== commit) return `the verification record ${record} is of another commit`;
  return null;
}
