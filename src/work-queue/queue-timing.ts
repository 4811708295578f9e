/**
 * Every time of the queues' connections, milliseconds. reference/reliability.md §3.2 has the reasons; together they end
 * a half-open connection within 15 s (`blockMs` + `consumerSocketMs`), well below the 30 s that are promised.
 */
export const defaultQueueTiming = {
  connectMs: 2_000,
  /** Reconnects soon, and for ever; ioredis' own cap of 20 s would leave a line standing after a short outage. */
  retryCapMs: 2_000,
  keepAliveMs: 10_000,
  /** How long a server that refuses to write is left alone by a consumer. */
  refusedMs: 1_000,
  /** How long a server that reads its data back is left alone between two questions; ioredis' own is 10 s. */
  loadingMs: 1_000,
  /** A consumer's blocking read ends after this long. */
  blockMs: 3_000,
  /** Over three blocking reads: only a dead connection is this quiet. */
  consumerSocketMs: 10_000,
  /** Over every deadline of a producer's calls. */
  producerSocketMs: 3_000,
  /**
   * Locks of what is being taken or run, renewed twice in their time. A pull whose answer was lost with its connection
   * stays locked for so long; a lock lost by mistake costs nothing but a second look, so they are short.
   */
  deliveryLockMs: 4_000,
  verificationLockMs: 10_000,
  /** How often jobs whose lock ran out are looked for; two looks put one back. */
  stalledMs: 2_000,
  beatMs: 2_000,
  answerMs: 1_000,
  /** Within how long a producer's call succeeds or fails; two seconds are promised. */
  callMs: 1_900,
  closeMs: 5_000,
  /** How often what sessions left behind is given an end. */
  tidyMs: 6 * 60 * 60_000,
  /** How often results still expected are looked at, whatever events say. */
  sweepMs: 2_000,
  /** How often a consumer that ended is started again. */
  watchMs: 5_000,
} as const;

export type QueueTiming = { readonly [K in keyof typeof defaultQueueTiming]: number };
