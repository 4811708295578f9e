import type { Config } from '../config.ts';
import type { Dependencies, Installed } from '../dependencies/dependencies.port.ts';
import { findRegistries } from '../dependencies/find-registries.ts';
import { createDependencies } from '../dependencies/sandboxed-dependencies.ts';
import type { Log } from '../log.ts';
import type { InstallRelease } from '../release/release-runner.ts';
import type { Sandbox } from '../sandbox/sandbox.port.ts';
import { stackOf } from '../stack/stack-of.ts';
import { parseSettings } from '../stack/verification-settings.ts';
import type { HomeDirectories } from './home-directories.ts';

/** Where gates and releases get what services depend on; the registries are looked up while Andon starts. */
export function openDependencies(options: {
  config: Config;
  directories: HomeDirectories;
  sandbox: Sandbox;
  log: Log;
}): Dependencies {
  const { config, directories, sandbox, log } = options;
  return createDependencies({
    sandbox,
    cacheDirectory: directories.cache,
    registries: findRegistries({
      env: config.installEnv,
      childEnv: config.childEnv,
      npm: sandbox.which('npm'),
      python: sandbox.which('python3'),
      warn: (sentence) => log.warn(sentence),
    }),
    env: config.installEnv,
    log,
  });
}

/** Installs what is about to be released as the gates did: by its stack and the `andon.yaml` of its service. */
export async function installRelease(
  dependencies: Dependencies,
  andonYaml: string | undefined,
  { app, ...order }: InstallRelease,
): Promise<Installed> {
  const stack = await stackOf(app, andonYaml);
  if ('missing' in stack) return { ok: false, fault: 'work', reason: stack.missing.join('; '), runs: [] };
  const { scripts, network } = parseSettings(andonYaml).install;
  return dependencies.install({ ...order, directory: app, stack, scripts, network });
}
