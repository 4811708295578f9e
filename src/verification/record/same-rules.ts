import type { VerificationRecord } from '../record.ts';

/** By what a verification would be judged: bytes, spec, gate, its configuration, the hidden tests, what it is compared with. */
export type Rules = Pick<
  VerificationRecord,
  'gate' | 'tree' | 'specHash' | 'cause' | 'acceptance' | 'own' | 'sandbox' | 'base' | 'parent'
> & { readonly settings: string };

/** Whether this record answers a verification by these rules: nothing that could change its answer is different. */
export function sameRules(record: VerificationRecord, rules: Rules): boolean {
  return (
    rules.tree !== null &&
    rules.settings !== '' &&
    record.tree === rules.tree &&
    record.gate === rules.gate &&
    record.specHash === rules.specHash &&
    record.cause === rules.cause &&
    record.acceptance === rules.acceptance &&
    record.own === rules.own &&
    record.base === rules.base &&
    record.parent === rules.parent &&
    record.sandbox.tier === rules.sandbox.tier &&
    record.sandbox.profile === rules.sandbox.profile &&
    record.settings.hash === rules.settings
  );
}
