import type { Stack } from '../../stack/stack.ts';
import { type CleanRoom, lastLines, machineTrouble } from '../clean-room.ts';
import { exampleEnvironment } from '../example-environment.ts';
import { freePort } from '../free-port.ts';
import { healthProbe, probeExit } from '../health-probe.ts';
import { install } from '../install.ts';
import { secretsIn } from '../secret-scan.ts';
import { failed, type GateOptions, type GateOutcome, inconclusive } from './gate.ts';
import { stackForGate } from './stack-for-gate.ts';

/** Gate *build*: the required files are there, no secret is, it installs, it starts and answers `GET /health` with 200. */
export async function buildGate(room: CleanRoom, options: GateOptions): Promise<GateOutcome> {
  options.progress({ phase: 'files' });
  const found = await stackForGate(room.build, options.andonYaml);
  if ('outcome' in found) return found.outcome;
  const { stack } = found;
  const secrets = await secretsIn(room.build);
  if (secrets.length > 0) return failed(secrets);
  options.progress({ phase: 'install' });
  const installed = await install(room, stack, {
    timeoutMs: options.times.installMs,
    env: options.installEnv,
  });
  if (!installed.ok) {
    return installed.fault === 'work'
      ? failed([installed.reason])
      : inconclusive('environment', installed.reason);
  }
  options.progress({ phase: 'start' });
  const outcome = await starts(room, stack, options.times.startMs);
  return outcome ?? { verdict: 'passed', reasons: [], hasTests: stack.test !== null };
}

/** Null when the service starts and is healthy. */
async function starts(room: CleanRoom, stack: Stack, withinMs: number): Promise<GateOutcome | null> {
  const [name = '', ...args] = stack.start;
  const program = name.includes('/') ? name : room.sandbox.which(name);
  if (!program) return inconclusive('environment', `${name} is not on this machine; install it`);
  const port = String(await freePort());
  const outcome = await room.run(stack, {
    argv: ['node', '-e', healthProbe, port, String(withinMs), program, ...args],
    env: {
      ...(await exampleEnvironment(room.build)),
      PORT: port,
      DATA_DIR: room.data,
      ANDON_RELEASE: 'verification',
    },
    network: 'loopback',
    timeoutMs: withinMs + 15_000,
  });
  if (outcome.reason === 'exited' && outcome.exit === probeExit.healthy) return null;
  const trouble = machineTrouble(outcome, 'node');
  if (trouble) return inconclusive('environment', trouble);
  if (outcome.exit === probeExit.occupied)
    return inconclusive('environment', `port ${port} was taken by another process`);
  const words = lastLines(outcome.output);
  const command = `\`${stack.start.join(' ')}\``;
  const seconds = Math.max(1, Math.round(withinMs / 1000));
  if (outcome.exit === probeExit.ended)
    return failed([`It does not start: ${command} ended at once:\n${words}`]);
  if (outcome.exit === probeExit.unhealthy) {
    return failed([`It starts, but GET /health does not answer 200 within ${seconds} s:\n${words}`]);
  }
  return failed([`It does not answer GET /health on PORT within ${seconds} s of ${command}:\n${words}`]);
}
