import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Check, failedCheck, passedCheck } from '../check.ts';
import type { GateContext } from '../gate-context.ts';
import { secretsIn } from '../secret-scan.ts';
import { readBandit, readNpmAudit } from './read-reports.ts';
import { runTool, withoutTool } from './run-tool.ts';

/** Security: secrets in the source, what bandit finds in Python, known holes in what Node depends on. */
export async function securityLevel(context: GateContext): Promise<Check[]> {
  const { room, stack } = context;
  const secrets = await secretsIn(room.build);
  const checks: Check[] = [
    secrets.length === 0 ? passedCheck('security.secrets') : failedCheck('security.secrets', secrets),
  ];
  if (stack.name === 'python') checks.push(await bandit(context));
  if (stack.name === 'node' && existsSync(join(room.build, 'package-lock.json'))) {
    checks.push(await npmAudit(context));
  }
  return checks;
}

async function bandit(context: GateContext): Promise<Check> {
  const { room, stack } = context;
  const tool = { name: 'bandit', check: 'security.bandit' };
  const program = room.sandbox.which('bandit');
  const can = program
    ? null
    : await room.run(stack, {
        argv: ['python3', '-Im', 'bandit', '--version'],
        network: 'none',
        timeoutMs: 30_000,
      });
  if (can && can.exit !== 0) return withoutTool(context, tool);
  return runTool(context, {
    ...tool,
    argv: [...(program ? ['bandit'] : ['python3', '-Im', 'bandit']), '-q', '-r', 'src', '-ll', '-f', 'json'],
    read: (_exit, output) => readBandit(output, room.build),
  });
}

function npmAudit(context: GateContext): Promise<Check> {
  return runTool(context, {
    name: 'npm',
    check: 'security.npm-audit',
    argv: ['npm', 'audit', '--json', '--omit=dev', '--fetch-retries=0', '--fetch-timeout=10000'],
    // It reads the lock file and asks the registry; nothing of the submission is run.
    network: 'full',
    env: context.installEnv,
    read: (_exit, output) => readNpmAudit(output),
  });
}
