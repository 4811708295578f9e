/** What a verification record says, as far as a deploy must know. */
export type RecordFacts = {
  /** What came of checking its signature against the keys of this home. */
  readonly signature: 'valid' | 'invalid' | 'unknown-key' | 'unsigned';
  readonly service: string;
  readonly gate: string;
  readonly commit: string;
  readonly verdict: string;
  /** Hash of the files that were verified; null where there were none. */
  readonly tree: string | null;
  /** The sandbox they ran in, and whether Andon's own reference driver wrote them. */
  readonly tier: string;
  readonly own: boolean;
};

/** What is about to be started, and under which record. */
export type DeployAsked = {
  readonly record: string;
  readonly service: string;
  readonly commit: string;
  /** Hash of the exported files; null before they are exported. */
  readonly tree: string | null;
};

export type DeployRules = {
  /** What was verified with process limits alone may serve. */
  readonly unsandboxed: boolean;
};

/**
 * Why these bytes are not deployed, with what can be done; null when the record is this home's own word that exactly
 * they have passed their tests. Pure.
 */
export function deployRefusal(
  asked: DeployAsked,
  found: RecordFacts | null,
  rules: DeployRules,
): string | null {
  const { record, service, commit, tree } = asked;
  const again = 'a retry verifies them again';
  if (!found) return `there is no verification record ${record}; ${again}`;
  const why = signatureProblem(found.signature);
  if (why) return `the verification record ${record} ${why}; ${again}`;
  if (found.service !== service) return `the verification record ${record} is of another service; ${again}`;
  if (found.verdict !== 'passed') return `the verification record ${record} says ${found.verdict}; ${again}`;
  if (found.gate !== 'test')
    return `the verification record ${record} is of the ${found.gate} gate, which runs no tests; ${again}`;
  if (found.commit !== commit) return `the verification record ${record} is of another commit; ${again}`;
  if (found.tree === null) return `the verification record ${record} does not say of which bytes; ${again}`;
  if (tree !== null && found.tree !== tree)
    return `the exported files are not the bytes of the verification record ${record}; ${again}`;
  if (found.tier === 'process-group' && !found.own && !rules.unsandboxed)
    return `it was verified without a sandbox, and that does not open PRODUCTION: install bubblewrap and retry, or set productionUnsandboxed: true in the andon.yaml of the home`;
  return null;
}

function signatureProblem(signature: RecordFacts['signature']): string | null {
  switch (signature) {
    case 'valid':
      return null;
    case 'unsigned':
      return 'is not signed (0.1.0 signed none)';
    case 'unknown-key':
      return 'is signed by a key that is not this home’s';
    case 'invalid':
      return 'was changed after it was signed';
  }
}
