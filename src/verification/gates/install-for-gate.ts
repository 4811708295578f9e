import type { Dependencies } from '../../dependencies/dependencies.port.ts';
import type { Stack } from '../../stack/stack.ts';
import type { VerificationSettings } from '../../stack/verification-settings.ts';
import type { CleanRoom } from '../clean-room.ts';
import { failed, type GateOutcome, inconclusive } from './gate.ts';

/** Lays what the service depends on into `BUILD/` of the room; null when that is done, else what the gate ends with. */
export async function installForGate(
  room: CleanRoom,
  stack: Stack,
  options: {
    readonly dependencies: Dependencies;
    readonly service: string;
    readonly settings: VerificationSettings;
    readonly timeoutMs: number;
  },
): Promise<GateOutcome | null> {
  const { dependencies, service, settings, timeoutMs } = options;
  const { build: directory, own, signal } = room;
  const { scripts, network } = settings.install;
  const order = { service, directory, stack, scripts, network, own, timeoutMs, signal };
  const installed = await dependencies.install(order);
  room.runs.push(...installed.runs);
  if (installed.ok) return null;
  const { fault, reason } = installed;
  return fault === 'work' ? failed([reason]) : inconclusive('environment', reason);
}
