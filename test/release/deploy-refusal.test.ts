import { describe, expect, it } from 'vitest';
import { deployRefusal, type RecordFacts } from '../../src/release/deploy-refusal.ts';

const asked = { record: 'rec-v-1', service: 'svc', commit: 'c1', tree: 'bytes' };
const facts: RecordFacts = {
  ...{ signature: 'valid', service: 'svc', gate: 'test', commit: 'c1', verdict: 'passed', tree: 'bytes' },
  ...{ tier: 'bubblewrap', own: false },
};
const said = (more: Partial<RecordFacts>, unsandboxed = false) =>
  deployRefusal(asked, { ...facts, ...more }, { unsandboxed });

describe('a deploy', () => {
  it('is allowed under a signed passed record of exactly these bytes, before and after they are exported', () => {
    expect(said({})).toBeNull();
    expect(deployRefusal({ ...asked, tree: null }, facts, { unsandboxed: false })).toBeNull();
  });

  it.each<[string, Partial<RecordFacts>, RegExp]>([
    ['is not signed', { signature: 'unsigned' }, /is not signed .* a retry verifies them again/],
    ['was changed', { signature: 'invalid' }, /was changed after it was signed/],
    ['another home signed', { signature: 'unknown-key' }, /a key that is not this home’s/],
    ['failed', { verdict: 'failed' }, /says failed/],
    ['is flaky', { verdict: 'flaky' }, /says flaky/],
    ['is of another gate', { gate: 'build' }, /build gate, which runs no tests/],
    ['is of another commit', { commit: 'c2' }, /another commit/],
    ['is of another service', { service: 'other' }, /another service/],
    ['is of other bytes', { tree: 'others' }, /not the bytes/],
    ['does not say of which bytes', { tree: null }, /does not say of which bytes/],
  ])('is refused under a record that %s', (_, more, sentence) => {
    expect(said(more)).toMatch(sentence);
  });

  it('is refused without a record', () => {
    expect(deployRefusal(asked, null, { unsandboxed: true })).toMatch(
      /there is no verification record rec-v-1/,
    );
  });

  it('of what was verified without a sandbox is refused, but for Andon’s own, or where the home allows it', () => {
    expect(said({ tier: 'process-group' })).toMatch(
      /install bubblewrap and retry, or set productionUnsandboxed/,
    );
    expect(said({ tier: 'process-group', own: true })).toBeNull();
    expect(said({ tier: 'process-group' }, true)).toBeNull();
    expect(said({ tier: 'process-group', own: true, signature: 'unsigned' })).not.toBeNull();
  });
});
