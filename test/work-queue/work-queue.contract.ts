import { expect, it } from 'vitest';
import type {
  VerificationProgress,
  VerificationResult,
  Verifier,
} from '../../src/verification/verification.port.ts';
import type {
  Delivery,
  DeliveryConsumer,
  VerificationConsumer,
  VerificationResults,
  WorkQueue,
} from '../../src/work-queue/work-queue.port.ts';
import { held, order, passed, passing } from './orders.ts';

export type Harness = {
  readonly queue: WorkQueue & VerificationResults;
  consumeDeliveries(session: string, take: (delivery: Delivery) => Promise<void>): DeliveryConsumer;
  consumeVerifications(verifier: Verifier, concurrency: number): VerificationConsumer;
  /** Loses everything, as FLUSHALL does. */
  flush(): Promise<void>;
};

const patience = { timeout: 20_000, interval: 5 };

/** What every work queue promises. */
export function workQueueContract(open: () => Promise<Harness>): void {
  it('hands a delivery to its session once, however often it is delivered', async () => {
    const { queue, consumeDeliveries } = await open();
    const taken: Delivery[] = [];
    const other: Delivery[] = [];
    await queue.deliver('builder one: ü', { ticket: 't1', token: 1 });
    await queue.deliver('builder one: ü', { ticket: 't1', token: 1 });
    consumeDeliveries('builder one: ü', async (delivery) => void taken.push(delivery));
    consumeDeliveries('other', async (delivery) => void other.push(delivery));
    await expect
      .poll(() => queue.deliveryState('builder one: ü', { ticket: 't1', token: 1 }), patience)
      .toBe('finished');
    await queue.deliver('builder one: ü', { ticket: 't1', token: 1 });
    await queue.deliver('builder one: ü', { ticket: 't1', token: 2 });
    await expect
      .poll(() => taken, patience)
      .toEqual([
        { ticket: 't1', token: 1 },
        { ticket: 't1', token: 2 },
      ]);
    expect(other).toEqual([]);
  });

  it('keeps what nobody has pulled yet, in order', async () => {
    const { queue, consumeDeliveries } = await open();
    for (const token of [1, 2, 3]) await queue.deliver('s', { ticket: '4711', token });
    expect(await queue.deliveryState('s', { ticket: '4711', token: 2 })).toBe('waiting');
    expect(await queue.deliveryState('s', { ticket: '4711', token: 9 })).toBe('missing');
    const taken: number[] = [];
    consumeDeliveries('s', async ({ token }) => void taken.push(token));
    await expect.poll(() => taken, patience).toEqual([1, 2, 3]);
  });

  it('offers a delivery again when it could not be taken', async () => {
    const { queue, consumeDeliveries } = await open();
    let tries = 0;
    consumeDeliveries('s', async () => {
      tries += 1;
      if (tries < 3) throw new Error('the API is away');
    });
    await queue.deliver('s', { ticket: 't1', token: 1 });
    await expect.poll(() => queue.deliveryState('s', { ticket: 't1', token: 1 }), patience).toBe('finished');
    expect(tries).toBe(3);
  });

  it('does not deliver what was recalled, also when the delivery comes after the recall', async () => {
    const { queue, consumeDeliveries } = await open();
    await queue.deliver('s', { ticket: 't1', token: 1 });
    await queue.recall('s', { ticket: 't1', token: 1 });
    await queue.recall('s', { ticket: 't2', token: 1 });
    await queue.deliver('s', { ticket: 't2', token: 1 });
    await queue.deliver('s', { ticket: 't1', token: 1 });
    await queue.deliver('s', { ticket: 't1', token: 2 });
    const taken: Delivery[] = [];
    consumeDeliveries('s', async (delivery) => void taken.push(delivery));
    await expect.poll(() => taken, patience).toEqual([{ ticket: 't1', token: 2 }]);
    expect(await queue.deliveryState('s', { ticket: 't2', token: 1 })).toBe('missing');
  });

  it('delivers again what was lost and is delivered again', async () => {
    const { queue, consumeDeliveries, flush } = await open();
    await queue.deliver('s', { ticket: 't1', token: 1 });
    await flush();
    expect(await queue.deliveryState('s', { ticket: 't1', token: 1 })).toBe('missing');
    const taken: Delivery[] = [];
    consumeDeliveries('s', async (delivery) => void taken.push(delivery));
    await queue.deliver('s', { ticket: 't1', token: 1 });
    await expect.poll(() => taken, patience).toEqual([{ ticket: 't1', token: 1 }]);
    await flush();
    await queue.deliver('s', { ticket: 't1', token: 2 });
    await expect.poll(() => taken.length, patience).toBe(2);
  });

  it('runs an order once, tells its result, and keeps it', async () => {
    const { queue, consumeVerifications } = await open();
    const told: VerificationResult[] = [];
    const ran: string[] = [];
    queue.onVerified(async (result) => void told.push(result));
    expect(await queue.verificationState('v:1')).toBe('missing');
    await queue.verify(order('v:1'));
    await queue.verify(order('v:1'));
    expect(await queue.verificationState('v:1')).toBe('waiting');
    expect(await queue.verificationResult('v:1')).toBeUndefined();
    consumeVerifications(passing(ran), 2);
    await expect.poll(() => told, patience).toContainEqual(passed(order('v:1')));
    expect(await queue.verificationState('v:1')).toBe('finished');
    expect(await queue.verificationResult('v:1')).toEqual(passed(order('v:1')));
    expect(ran).toEqual(['v:1']);
  });

  it('tells the result of a finished order again when it is ordered again, without running it', async () => {
    const { queue, consumeVerifications } = await open();
    const ran: string[] = [];
    consumeVerifications(passing(ran), 1);
    await queue.verify(order('v1'));
    await expect.poll(() => queue.verificationState('v1'), patience).toBe('finished');
    const told: VerificationResult[] = [];
    queue.onVerified(async (result) => void told.push(result));
    await queue.verify(order('v1'));
    await expect.poll(() => told, patience).toContainEqual(passed(order('v1')));
    expect(ran).toEqual(['v1']);
  });

  it('tells a result again when a listener could not take it', async () => {
    const { queue, consumeVerifications } = await open();
    let tries = 0;
    queue.onVerified(async () => {
      tries += 1;
      if (tries === 1) throw new Error('the store failed');
    });
    consumeVerifications(passing(), 1);
    await queue.verify(order('v1'));
    await expect.poll(() => tries, patience).toBeGreaterThanOrEqual(2);
  });

  it('runs no more orders at once than the consumer allows', async () => {
    const { queue, consumeVerifications } = await open();
    const { verifier, started, letGo } = held();
    for (const id of ['v1', 'v2', 'v3']) await queue.verify(order(id));
    consumeVerifications(verifier, 2);
    await expect.poll(() => started, patience).toEqual(['v1', 'v2']);
    expect(await queue.verificationState('v1')).toBe('active');
    expect(await queue.verificationState('v3')).toBe('waiting');
    letGo();
    await expect.poll(() => started, patience).toEqual(['v1', 'v2', 'v3']);
    letGo();
    await expect.poll(() => queue.verificationState('v3'), patience).toBe('finished');
  });

  it('passes live figures on', async () => {
    const { queue, consumeVerifications } = await open();
    const seen: VerificationProgress[] = [];
    queue.onVerificationProgress((progress) => seen.push(progress));
    const { verifier, started, letGo } = held();
    consumeVerifications(
      {
        async run(given, signal, progress) {
          progress({ service: 's1', phase: 'test', passed: 1, total: 15 });
          const result = await verifier.run(given, signal, progress);
          progress({ service: 's1', phase: 'test', passed: 15, total: 15 });
          return result;
        },
      },
      1,
    );
    await queue.verify(order('v1'));
    await expect.poll(() => started, patience).toEqual(['v1']);
    letGo();
    await expect.poll(() => seen.at(-1), patience).toMatchObject({ passed: 15, total: 15 });
  });

  it('turns a verifier that throws into an inconclusive result', async () => {
    const { queue, consumeVerifications } = await open();
    const told: VerificationResult[] = [];
    queue.onVerified(async (result) => void told.push(result));
    consumeVerifications({ run: () => Promise.reject(new Error('no disk')) }, 1);
    await queue.verify(order('v1'));
    await expect
      .poll(() => told[0], patience)
      .toMatchObject({
        verdict: 'inconclusive',
        fault: 'environment',
        reasons: [expect.stringContaining('no disk')],
      });
  });

  it('aborts what runs when its consumer closes, and another one runs it', async () => {
    const { queue, consumeVerifications } = await open();
    const { verifier, started, aborted } = held();
    const first = consumeVerifications(verifier, 1);
    await queue.verify(order('v1'));
    await expect.poll(() => started, patience).toEqual(['v1']);
    await first.close();
    expect(aborted).toEqual(['v1']);
    const ran: string[] = [];
    consumeVerifications(passing(ran), 1);
    await expect.poll(() => queue.verificationState('v1'), patience).toBe('finished');
    expect(ran).toEqual(['v1']);
  });

  it('runs again an order that was lost and is ordered again', async () => {
    const { queue, consumeVerifications, flush } = await open();
    const told: string[] = [];
    queue.onVerified(async (result) => void told.push(result.verification));
    await queue.verify(order('v1'));
    await flush();
    expect(await queue.verificationState('v1')).toBe('missing');
    consumeVerifications(passing(), 1);
    await queue.verify(order('v1'));
    await expect.poll(() => told, patience).toContain('v1');
  });

  it('says that it lost what it held', async () => {
    const { queue, flush } = await open();
    let lost = 0;
    const forget = queue.onLost(() => {
      lost += 1;
    });
    await queue.verify(order('v1'));
    await flush();
    await expect.poll(() => lost, patience).toBeGreaterThan(0);
    forget();
  });

  it('has no problem while it is up', async () => {
    const { queue } = await open();
    await queue.verify(order('v1'));
    expect(queue.up).toBe(true);
    expect(queue.problem).toBeUndefined();
  });
}
