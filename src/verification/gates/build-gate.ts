import { randomInt } from 'node:crypto';
import type { Stack } from '../../stack/stack.ts';
import { startService } from '../acceptance/start-service.ts';
import { type CleanRoom, lastLines } from '../clean-room.ts';
import { secretsIn } from '../secret-scan.ts';
import { failed, type GateOptions, type GateOutcome, inconclusive } from './gate.ts';
import { installForGate } from './install-for-gate.ts';
import { settingsForGate, stackForGate } from './stack-for-gate.ts';

/** Gate *build*: the required files are there, no secret is, it installs, it starts and answers `GET /health` with 200. */
export async function buildGate(room: CleanRoom, options: GateOptions): Promise<GateOutcome> {
  options.progress({ phase: 'files' });
  const asked = settingsForGate(options.andonYaml, options.verificationOfHome);
  if ('outcome' in asked) return asked.outcome;
  const found = await stackForGate(room.build, options.andonYaml);
  if ('outcome' in found) return found.outcome;
  const { stack } = found;
  const secrets = await secretsIn(room.build);
  if (secrets.length > 0) return failed(secrets);
  options.progress({ phase: 'install' });
  const wrong = await installForGate(room, stack, {
    dependencies: options.dependencies,
    service: options.order.service.id,
    settings: asked.settings,
    timeoutMs: options.times.installMs,
  });
  if (wrong) return wrong;
  options.progress({ phase: 'start' });
  const outcome = await starts(room, stack, options.times.startMs);
  return outcome ?? { verdict: 'passed', reasons: [], hasTests: stack.test !== null };
}

/** Null when the service starts and is healthy. */
async function starts(room: CleanRoom, stack: Stack, withinMs: number): Promise<GateOutcome | null> {
  const release = `r-${randomInt(1_000, 100_000)}`;
  const started = await startService(room, stack, { data: room.data, release, withinMs });
  if ('service' in started) {
    await started.service.stop();
    return null;
  }
  const { kind, text } = started.problem;
  const words = lastLines(text);
  if (kind === 'missing' || kind === 'occupied') return inconclusive('environment', words);
  if (kind === 'failed')
    return inconclusive('environment', `the sandbox could not run the service: ${words}`);
  const command = `\`${stack.start.join(' ')}\``;
  const seconds = Math.max(1, Math.round(withinMs / 1000));
  if (kind === 'ended') return failed([`It does not start: ${command} ended at once:\n${words}`]);
  if (kind === 'unhealthy') {
    return failed([`It starts, but GET /health does not answer 200 within ${seconds} s:\n${words}`]);
  }
  return failed([`It does not answer GET /health on PORT within ${seconds} s of ${command}:\n${words}`]);
}
