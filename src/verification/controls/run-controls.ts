import type { Strictness } from '../../stack/verification-settings.ts';
import type { Check } from '../check.ts';
import type { PassedSuite } from '../gate-context.ts';
import { runCanary } from './canary/run-canary.ts';
import type { Control } from './control.ts';
import { ControlsRoom } from './controls-room.ts';
import { runMutation } from './mutation/run-mutation.ts';
import { runParent } from './parent/run-parent.ts';
import { serviceFiles } from './service-files.ts';
import { runStubs } from './stubs/run-stubs.ts';

/**
 * The negative controls: whether the suite that passed would have noticed. Each runs on a copy of `BUILD/`, as strictly as
 * the settings say. Rejects only when the verification is over.
 */
export async function runControls(context: PassedSuite): Promise<Check[]> {
  const { controls } = context.settings.verification;
  const wanted: readonly (readonly [string, Strictness, (control: Control) => Promise<Check[]>])[] = [
    ['canary', controls.canary, runCanary],
    ['stubs', controls.stubs, runStubs],
    ['parent', controls.parent, runParent],
    ['mutation', controls.mutation, runMutation],
  ];
  if (wanted.every(([, strictness]) => strictness === 'off')) return [];
  const room = new ControlsRoom(await context.room.fork(), context.stack);
  const files = await serviceFiles(room.room.build, context.plan, context.report.hits);
  let suiteMs = context.room.runs.reduce((sum, command) => sum + command.durationMs, 0);
  const checks: Check[] = [];
  for (const [name, strictness, run] of wanted) {
    if (strictness === 'off') continue;
    context.progress({ phase: name });
    const found = await run({ context, room, files, suiteMs });
    // What was measured without coverage and installing.
    if (name === 'canary' && found[0]?.durationMs) suiteMs = found[0].durationMs;
    checks.push(...found.map((one) => ({ ...one, advisory: strictness === 'advisory' })));
    // Without a machine that can run them the other controls would say the same.
    if (found.some((one) => one.status === 'inconclusive')) break;
  }
  return checks;
}
