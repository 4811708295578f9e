import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hearVerifications } from '../../src/app/hear-verifications.ts';
import { VerifyAgain } from '../../src/app/verify-again.ts';
import { MemorySignals } from '../../src/coordinator/memory-signals.ts';
import { createRecordBook, type RecordBook } from '../../src/verification/record/record-book.ts';
import { loadSigningKeys } from '../../src/verification/record/signing-keys.ts';
import type { NewRecord } from '../../src/verification/record.ts';
import type { VerificationOrder, VerificationResult } from '../../src/verification/verification.port.ts';
import { createMemoryWorkQueue } from '../../src/work-queue/memory-work-queue.ts';
import { MemoryRepositories } from '../../src/workspace/memory-repositories.ts';
import { type SmallLine, smallLine } from '../sessions/small-line.ts';
import { someRecord } from '../verification/record/some-record.ts';

describe('verifying again', () => {
  let scratch: string;
  let line: SmallLine;
  let records: RecordBook;
  let again: VerifyAgain;
  let commit: string;
  let orders: VerificationOrder[];
  let outcome: Partial<NewRecord>;
  let held: { release(): void; promise: Promise<void> };
  const queue = () => createMemoryWorkQueue();
  let workQueue: ReturnType<typeof queue>;

  const hold = () => {
    let release = () => {};
    const promise = new Promise<void>((resolve) => {
      release = resolve;
    });
    return { release, promise };
  };

  beforeEach(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'andon-again-'));
    line = await smallLine();
    await line.openBuild();
    records = createRecordBook(join(scratch, 'records'), loadSigningKeys(join(scratch, 'keys')));
    const repositories = new MemoryRepositories();
    commit = repositories.add('s1', { 'SPEC.md': '# Shop', 'BUILD/a.js': '1' });
    workQueue = queue();
    orders = [];
    outcome = {};
    held = hold();
    held.release();
    let ids = 0;
    const newId = () => {
      ids += 1;
      return `x${ids}`;
    };
    const { coordinator } = line;
    again = new VerifyAgain({ coordinator, workQueue, repositories, records, newId });
    hearVerifications(workQueue, coordinator, new MemorySignals(line.clock));
    workQueue.consumeVerifications(
      {
        run: async (order, _signal, progress): Promise<VerificationResult> => {
          orders.push(order);
          progress({ service: order.service.id, phase: 'test', passed: 1, total: 2 });
          await held.promise;
          const id = `rec-${order.verification}`;
          const record = await records.write(recordOf(id, { specHash: order.spec, ...outcome }));
          return { ...record.result, verification: order.verification, service: 's1' };
        },
      },
      1,
    );
  });
  afterEach(async () => {
    await workQueue.close();
    await line.close();
    // A verification that was let go may still be writing its record.
    await rm(scratch, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  });

  const recordOf = (id: string, more: Partial<NewRecord> = {}) =>
    someRecord({ id, service: { id: 's1', name: 'shortener' }, commit, ...more });
  const done = async (record: string) => {
    await expect.poll(async () => (await again.state(record))?.state).toBe('done');
    return again.state(record);
  };

  it('runs the gate on the commit by the rules of its record, says where it differs, and moves no service', async () => {
    await records.write(
      recordOf('rec-v-3', { change: 4, cause: 'incident', base: 'b', parent: 'p', specHash: 's' }),
    );
    const before = line.coordinator.seq();
    const { record, state } = await again.start('s1', commit.slice(0, 10));
    expect([record, state]).toEqual([`rec-again-${before}-x1`, 'running']);
    expect(await done(record)).toMatchObject({
      service: 'shortener',
      verdict: 'passed',
      comparison: { with: 'rec-v-3', same: true, bytes: 'same', tests: [], checks: [] },
    });
    expect(orders).toMatchObject([
      { gate: 'test', commit, change: 4, cause: 'incident', base: 'b', parent: 'p', spec: 's', ticket: null },
    ]);
    expect(line.coordinator.seq()).toBe(before);
    outcome = { tree: 'others', tests: [{ id: 'adds', status: 'failed', message: 'no' }] };
    const second = await again.start('s1', commit);
    expect((await done(second.record))?.comparison).toMatchObject({
      with: 'rec-v-3',
      same: false,
      bytes: 'different',
      tests: [{ name: 'adds', before: 'passed', after: 'failed' }],
    });
  });

  it('is done one at a time for a service, and shows how far it is', async () => {
    held = hold();
    const { record } = await again.start('s1', commit);
    await expect
      .poll(async () => (await again.state(record))?.progress)
      .toEqual({ phase: 'test', passed: 1, total: 2 });
    await expect(again.start('s1', commit)).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
      message: expect.stringContaining('is being verified again just now'),
    });
    held.release();
    expect(await done(record)).toMatchObject({ progress: null, comparison: null });
    await expect(again.start('s1', commit)).resolves.toMatchObject({ state: 'running' });
  });

  it('says that it was lost where Redis lost it, and may be asked for again', async () => {
    held = hold();
    const { record } = await again.start('s1', commit);
    workQueue.flush();
    expect(await done(record)).toMatchObject({
      verdict: 'inconclusive',
      reasons: [expect.stringContaining('lost')],
    });
    held.release();
    await expect(again.start('s1', commit)).resolves.toMatchObject({ state: 'running' });
  });

  it('needs a commit that is there, where nothing serves', async () => {
    await expect(again.start('s1', undefined)).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    await expect(again.start('s1', 'f'.repeat(40))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(again.start('s1', 'abcdef0')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(again.start('nobody', commit)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await again.state('rec-again-1-y')).toBeUndefined();
  });
});
