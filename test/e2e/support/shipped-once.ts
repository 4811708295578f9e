import { expect } from 'vitest';
import type { Line } from './line.ts';

/** The journal shows every verification, submission and release step of a service once, and so many submissions in all. */
export async function shippedOnce(line: Line, name: string, submissions = 1): Promise<void> {
  const done = (await line.events(name)).flatMap((event) => {
    const { type, verification, ticket, release } = event as Record<string, unknown> & { type: string };
    if (type === 'VerificationFinished') return `verified ${verification}`;
    if (type === 'TicketSubmitted') return `submitted ${ticket}`;
    if (['ReleaseStarted', 'ReleaseSwitched'].includes(type)) return `${type} ${release}`;
    return [];
  });
  expect(done).toEqual([...new Set(done)]);
  expect(done.filter((what) => what.startsWith('submitted'))).toHaveLength(submissions);
}
