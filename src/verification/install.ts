import type { Stack } from '../stack/stack.ts';
import { type CleanRoom, lastLines, machineTrouble } from './clean-room.ts';

export type Installed =
  | { readonly ok: true }
  | { readonly ok: false; readonly fault: 'environment' | 'work'; readonly reason: string };

const noNetwork =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network is unreachable|name resolution|NewConnectionError|ConnectTimeout|ReadTimeout|ProxyError|no such host|i\/o timeout|certificate/i;
const noRoom = /ENOSPC|No space left on device/i;

/**
 * Installs what the service depends on, with the network and without secrets. An index that cannot be reached, a full
 * disk or a missing program is this machine's trouble; a dependency that does not exist is the work's.
 */
export async function install(
  room: CleanRoom,
  stack: Stack,
  options: { timeoutMs: number; env: Readonly<Record<string, string>> },
): Promise<Installed> {
  if (!stack.install) return { ok: true };
  const program = stack.install[0] ?? '';
  const outcome = await room.run(stack, {
    argv: stack.install,
    env: options.env,
    network: 'full',
    timeoutMs: options.timeoutMs,
  });
  if (outcome.reason === 'exited' && outcome.exit === 0) return { ok: true };
  const trouble = machineTrouble(outcome, program);
  if (trouble) return { ok: false, fault: 'environment', reason: `Installing: ${trouble}` };
  const words = `\`${stack.install.join(' ')}\``;
  if (outcome.reason === 'timeout') {
    const minutes = Math.max(1, Math.round(options.timeoutMs / 60_000));
    return { ok: false, fault: 'environment', reason: `${words} did not end within ${minutes} min` };
  }
  if (noRoom.test(outcome.output))
    return { ok: false, fault: 'environment', reason: `${words}: the disk is full` };
  if (noNetwork.test(outcome.output)) {
    const reason = `${words} could not reach its package index:\n${lastLines(outcome.output, 5)}`;
    return { ok: false, fault: 'environment', reason };
  }
  return {
    ok: false,
    fault: 'work',
    reason: `${words} failed (exit ${outcome.exit}):\n${lastLines(outcome.output)}`,
  };
}
