import type { SandboxCommand } from './sandbox.port.ts';

type Environment = Record<string, string>;

/**
 * What a command is given, apart: `env` is handed down through the environment of the program that builds the sandbox,
 * since a command line is readable by every user of this machine. What the dynamic loader heeds would act on that program
 * itself, outside the sandbox: `loader` is set inside only.
 */
export function environmentOf(order: SandboxCommand): { env: Environment; loader: Environment } {
  const env: Environment = { HOME: '/tmp', TMPDIR: '/tmp', LANG: 'C.UTF-8' };
  const loader: Environment = {};
  for (const [name, value] of Object.entries(order.env))
    (name.startsWith('LD_') ? loader : env)[name] = value;
  return { env, loader };
}
