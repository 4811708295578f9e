import type { VerifyResponse } from '../contracts/records.ts';
import { normaliseSpec } from '../contracts/spec-text.ts';
import { contentHash } from '../contracts/tree-hash.ts';
import type { Coordinator, ServiceState } from '../coordinator/coordinator.port.ts';
import { AndonError } from '../errors.ts';
import { compareRecords } from '../verification/record/compare-records.ts';
import type { RecordBook } from '../verification/record/record-book.ts';
import { againId, isAgain } from '../verification/record/reuse.ts';
import { recordId, type VerificationRecord } from '../verification/record.ts';
import type { VerificationOrder, VerificationResult } from '../verification/verification.port.ts';
import type { VerificationResults, WorkQueue } from '../work-queue/work-queue.port.ts';
import type { Repositories } from '../workspace/workspace.port.ts';

type Asked = {
  readonly verification: string;
  readonly service: ServiceState;
  readonly commit: string;
  /** The record that the answer is compared with. */
  readonly before: VerificationRecord | undefined;
  progress: VerifyResponse['progress'];
  result: VerificationResult | undefined;
};

export type VerifyAgainOptions = {
  readonly coordinator: Pick<Coordinator, 'service' | 'seq'>;
  readonly workQueue: WorkQueue & VerificationResults;
  readonly repositories: Pick<Repositories, 'has' | 'file'>;
  readonly records: Pick<RecordBook, 'read' | 'list'>;
  readonly newId: () => string;
};

/** How many of those that were asked for are remembered, and how many records a commit is looked for in. */
const remembered = 200;

/** Runs the test gate once more because somebody wants to see it; whatever comes of it moves no service. */
export class VerifyAgain {
  readonly #with: VerifyAgainOptions;
  readonly #asked = new Map<string, Asked>();
  readonly #running = new Map<string, Asked>();

  constructor(options: VerifyAgainOptions) {
    this.#with = options;
    options.workQueue.onVerified(async (result) => {
      if (isAgain(result.verification)) this.#finish(result);
    });
    options.workQueue.onVerificationProgress(({ service, phase, passed, total }) => {
      const asked = this.#running.get(service);
      if (!asked) return;
      const figures = passed === undefined || total === undefined ? {} : { passed, total };
      asked.progress = { phase, ...figures };
    });
  }

  /**
   * Asks for it. `commit` may be the beginning of one; without it, what serves. Rejects with `NOT_ALLOWED` while one of
   * this service runs or where nothing serves, with `NOT_FOUND` where there is no such commit.
   */
  async start(id: string, commit: string | undefined): Promise<VerifyResponse> {
    const { coordinator, workQueue, newId } = this.#with;
    const service = coordinator.service(id);
    if (!service) throw new AndonError('NOT_FOUND', `There is no service ${id} on this line.`);
    const { name } = service.context;
    const busy = `${name} is being verified again just now; wait until that is done.`;
    if (await this.#isRunning(id)) throw new AndonError('NOT_ALLOWED', busy);
    const { whole, before } = await this.#find(service, commit);
    const verification = againId(coordinator.seq(), newId());
    const asked: Asked = { verification, service, commit: whole, before, progress: null, result: undefined };
    // Of two that ask at once, one is told to wait.
    if (this.#running.has(id)) throw new AndonError('NOT_ALLOWED', busy);
    this.#running.set(id, asked);
    try {
      await workQueue.verify(await this.#orderOf(asked));
    } catch (error) {
      this.#running.delete(id);
      throw error;
    }
    this.#remember(asked);
    return answerOf(asked, undefined);
  }

  /** What became of it; undefined for what was never asked for, or too long ago. */
  async state(record: string): Promise<VerifyResponse | undefined> {
    const asked = this.#asked.get(record);
    if (!asked) return undefined;
    if (!asked.result) await this.#isRunning(asked.service.context.id);
    const found = asked.result && (await this.#with.records.read(asked.service.context.id, record));
    return answerOf(asked, found?.signature === 'valid' ? found.record : undefined);
  }

  async #isRunning(id: string): Promise<boolean> {
    const asked = this.#running.get(id);
    if (!asked) return false;
    const { verification } = asked;
    const state = await this.#with.workQueue.verificationState(verification).catch(() => 'active' as const);
    if (state !== 'missing' && state !== 'failed') return true;
    // Redis has lost it, and nobody puts back what no service waits for.
    const reasons = ['It was lost before it was done: ask again'];
    this.#finish({ verification, service: id, verdict: 'inconclusive', fault: 'environment', reasons });
    return false;
  }

  #finish(result: VerificationResult): void {
    const asked = this.#running.get(result.service);
    if (asked?.verification !== result.verification) return;
    asked.result = result;
    this.#running.delete(result.service);
  }

  #remember(asked: Asked): void {
    this.#asked.set(recordId(asked.verification), asked);
    const [oldest] = this.#asked.keys();
    if (this.#asked.size > remembered && oldest !== undefined) this.#asked.delete(oldest);
  }

  /** The commit that is meant, and the record it is deployed under, else its newest of the test gate. */
  async #find(
    { context }: ServiceState,
    commit: string | undefined,
  ): Promise<{ whole: string; before: VerificationRecord | undefined }> {
    const { records, repositories } = this.#with;
    const { release } = context.live;
    if (release && (commit === undefined || release.commit.startsWith(commit))) {
      return { whole: release.commit, before: (await records.read(context.id, release.record))?.record };
    }
    if (commit === undefined) {
      throw new AndonError('NOT_ALLOWED', `Nothing of ${context.name} serves: name a commit to verify.`);
    }
    const known = (await records.list(context.id, { limit: remembered })).map(({ record }) => record);
    const of = known.filter((record) => record.commit.startsWith(commit));
    const whole = of[0]?.commit ?? commit;
    if (!/^[0-9a-f]{40,}$/.test(whole) || !(await repositories.has(context.id, whole))) {
      throw new AndonError('NOT_FOUND', `${context.name} has no commit ${commit}.`);
    }
    const before = of.find(
      ({ gate, result, ...record }) =>
        record.commit === whole && gate === 'test' && !isAgain(result.verification),
    );
    return { whole, before };
  }

  async #orderOf({ verification, service, commit, before }: Asked): Promise<VerificationOrder> {
    const { id, name } = service.context;
    const how = before ?? {
      ...{ change: service.context.change?.n ?? 0, cause: 'spec' as const },
      ...{ base: null, baseRecord: null, parent: null },
      specHash: contentHash(normaliseSpec((await this.#with.repositories.file(id, commit, 'SPEC.md')) ?? '')),
    };
    const { change, cause, base, baseRecord, parent, specHash: spec } = how;
    const by = { ticket: null, session: null };
    return {
      verification,
      gate: 'test',
      service: { id, name },
      commit,
      change,
      spec,
      cause,
      base,
      baseRecord,
      parent,
      ...by,
    };
  }
}

function answerOf(asked: Asked, after: VerificationRecord | undefined): VerifyResponse {
  const { verification, service, commit, before, progress, result } = asked;
  return {
    record: recordId(verification),
    service: service.context.name,
    commit,
    state: result ? 'done' : 'running',
    progress: result ? null : progress,
    verdict: result?.verdict ?? null,
    reasons: result?.reasons ?? [],
    comparison: before && after ? compareRecords(before, after) : null,
  };
}
