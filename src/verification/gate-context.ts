import type { Stack, TestPlan } from '../stack/stack.ts';
import type { VerificationSettings } from '../stack/verification-settings.ts';
import type { CleanRoom } from './clean-room.ts';
import type { Random } from './random.ts';
import type { TestReport, TestResult } from './test-report.ts';
import type { VerificationOrder, VerificationProgress } from './verification.port.ts';

/** What the parts of the test gate look at. `BUILD/` of the room is installed; baseline and parent are exports alone. */
export type GateContext = {
  readonly room: CleanRoom;
  readonly stack: Stack;
  readonly plan: TestPlan;
  readonly settings: VerificationSettings;
  readonly order: VerificationOrder;
  /** SPEC.md of the commit, and of what serves; null where nothing serves. */
  readonly spec: string;
  readonly baseSpec: string | null;
  /** `BUILD/` of what serves; null where nothing serves. */
  readonly baseline: string | null;
  /** `BUILD/` of the commit that the work started from; null where it started from nothing. */
  readonly parent: string | null;
  /** The tests of the record of what serves; null without one. */
  readonly baseTests: readonly TestResult[] | null;
  /** Hidden tests of the user, copied where no builder sees them; null without any. */
  readonly acceptance: string | null;
  readonly random: Random;
  readonly testsMs: number;
  readonly startMs: number;
  /** Environment of what asks a registry: proxies and certificates, never secrets. */
  readonly installEnv: Readonly<Record<string, string>>;
  progress(progress: Omit<VerificationProgress, 'service'>): void;
};

/** The same once the suite has run and passed on `BUILD/`. */
export type PassedSuite = GateContext & { readonly report: TestReport };
