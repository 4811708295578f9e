import type { LineView } from '../contracts/board.ts';
import type { LineFacts } from './board-views.port.ts';

/** What concerns the whole line, from the one journaled flag and what the shell sees. */
export function projectLine(paused: boolean, facts: LineFacts): LineView {
  return {
    paused,
    redis: facts.redis,
    redisProblem: facts.redisProblem,
    sandbox: facts.sandbox,
    unsandboxed: facts.unsandboxed,
    catalog: facts.catalog,
    incident: facts.incident,
    startedAt: facts.startedAt,
  };
}
