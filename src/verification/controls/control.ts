import type { PassedSuite } from '../gate-context.ts';
import type { ControlsRoom } from './controls-room.ts';
import type { ServiceFiles } from './service-files.ts';

/** What each control looks at. */
export type Control = {
  readonly context: PassedSuite;
  readonly room: ControlsRoom;
  readonly files: ServiceFiles;
  /** How long the suite took, an upper bound: what runs three times as long hangs. */
  readonly suiteMs: number;
};

/** The time a changed suite may take before it is taken to hang. */
export function patienceMs({ context, suiteMs }: Control): number {
  return Math.min(context.testsMs, 3 * suiteMs + 5_000);
}
