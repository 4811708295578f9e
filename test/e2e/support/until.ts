import { setTimeout as wait } from 'node:timers/promises';
import { messageOf } from '../../../src/errors.ts';

const pollMs = 40;

/** Waits until `probe` gives something true and resolves with it; rejections count as "not yet". Fails with what it last saw. */
export async function until<T>(
  what: string,
  probe: () => Promise<T> | T,
  { withinMs = 60_000, explain }: { withinMs?: number; explain?: () => Promise<string> } = {},
): Promise<NonNullable<Exclude<T, false>>> {
  const deadline = performance.now() + withinMs;
  let last = 'nothing';
  for (;;) {
    try {
      const value = await probe();
      if (value) return value as NonNullable<Exclude<T, false>>;
      last = String(value);
    } catch (error) {
      last = messageOf(error);
    }
    if (performance.now() > deadline) {
      const more = explain ? await explain().catch(messageOf) : '';
      throw new Error(`waited in vain until ${what}; last seen: ${last}\n${more}`);
    }
    await wait(pollMs);
  }
}
