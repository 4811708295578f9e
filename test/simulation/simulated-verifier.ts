import { treeHash } from '../../src/contracts/tree-hash.ts';
import type { RecordFacts } from '../../src/release/deploy-refusal.ts';
import type {
  VerificationOrder,
  VerificationResult,
  Verifier,
} from '../../src/verification/verification.port.ts';
import type { MemoryRepositories } from '../../src/workspace/memory-repositories.ts';
import { hasTests, qualityOf } from './craft.ts';
import type { Faults } from './faults.ts';
import type { Life } from './life.ts';

/** Records of passed gates, on a disk that somebody may have tampered with. */
export type Records = Map<string, RecordFacts>;

/** What somebody does to a record, or to what it is about. */
const tamperings: readonly ((facts: RecordFacts) => RecordFacts)[] = [
  (facts) => ({ ...facts, commit: 'f'.repeat(40) }),
  (facts) => ({ ...facts, signature: 'invalid' }),
  (facts) => ({ ...facts, signature: 'unknown-key' }),
  (facts) => ({ ...facts, signature: 'unsigned' }),
  (facts) => ({ ...facts, tree: 'of other bytes' }),
];

export type VerifierWorld = {
  readonly faults: Faults;
  readonly repositories: MemoryRepositories;
  readonly records: Records;
  readonly verified: (order: VerificationOrder, result: VerificationResult) => void;
  /** A record on the disk is not what was written, or not of what is on the disk. */
  readonly tampered: (order: VerificationOrder, record: string) => void;
};

/** Gates without processes: what they find is written in the commit. */
export function simulatedVerifier(world: VerifierWorld, life: Life): Verifier {
  const { faults, repositories, records } = world;
  const tamperedWith = new Set<string>();

  async function verdictOn(order: VerificationOrder): Promise<VerificationResult> {
    const { verification, gate, commit, service } = order;
    const base = { verification, service: service.id };
    if (faults.strikes('gateInconclusive', service.id)) {
      const fault = faults.source('gateInconclusive').pick(['environment', 'gate'] as const);
      return { ...base, verdict: 'inconclusive', fault, reasons: ['the machine had no memory left'] };
    }
    const paths = (await repositories.list(service.id, commit)).map(({ path }) => path);
    const main = await repositories.file(service.id, commit, 'BUILD/src/main.js');
    const quality = qualityOf(new Map(main === undefined ? [] : [['BUILD/src/main.js', main]]));
    const tested = hasTests(paths);
    const built = main !== undefined || gate === 'spec';
    const passes = built && (gate !== 'test' || (tested && quality !== 'fails its tests'));
    if (!passes) {
      const reason = built ? 'a test fails' : 'there is no source';
      return { ...base, verdict: 'failed', hasTests: tested, reasons: [reason] };
    }
    if (gate === 'test' && quality === 'weakens its tests') {
      const reasons = ['an assertion is gone that the spec still asks for'];
      return { ...base, verdict: 'failed', class: 'tampering', hasTests: tested, reasons };
    }
    if (gate === 'test' && faults.strikes('suiteFlaky', service.id)) {
      return { ...base, verdict: 'flaky', hasTests: tested, reasons: ['a test failed once and passed once'] };
    }
    const record = `rec-${verification}`;
    const tampered = gate === 'test' && faults.strikes('recordTampered', service.id);
    const files = await repositories.list(service.id, commit, 'BUILD');
    const digest = treeHash(new Map(files.map(({ path, blob }) => [path, blob])));
    const facts: RecordFacts = {
      ...{ signature: 'valid', service: service.id, gate, commit, verdict: 'passed', tree: digest },
      ...{ tier: 'bubblewrap', own: false },
    };
    records.set(record, tampered ? faults.source('recordTampered').pick(tamperings)(facts) : facts);
    // The gate may run again (its result was lost) and then writes the record anew.
    if (tampered) tamperedWith.add(record);
    else tamperedWith.delete(record);
    const counts = tested ? { passed: 3, failed: 0, skipped: 0, total: 3 } : undefined;
    return {
      ...base,
      verdict: 'passed',
      reasons: [],
      hasTests: tested,
      record,
      ...(gate === 'test' && digest !== null ? { digest } : {}),
      ...(counts ? { tests: counts, coverage: 100 } : {}),
    };
  }

  return {
    run: (order, signal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('the verifier’s process ended')));
        const random = faults.source('gateInconclusive');
        life.clock.after(random.between(200, 15_000), () => {
          if (faults.strikes('verifierDies', order.service.id)) {
            reject(new Error('the verifier was killed'));
            return;
          }
          verdictOn(order).then((result) => {
            world.verified(order, result);
            const { record } = result;
            if (record !== undefined && tamperedWith.has(record)) world.tampered(order, record);
            resolve(result);
          }, reject);
        });
      }),
  };
}
