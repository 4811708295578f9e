import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseStackOverride, type StackOverride } from './andon-yaml.ts';
import { filesUnder } from './build-files.ts';
import { goStack } from './go-stack.ts';
import { npmLock, otherLocks } from './installs.ts';
import { nodeStack } from './node-stack.ts';
import { pythonStack } from './python-stack.ts';
import type { Stack, StackMissing } from './stack.ts';
import { isTestPath } from './test-paths.ts';

/**
 * The stack of the service in `buildDir`: Node, Python or Go by its files, as overridden by the `andon.yaml` of the
 * service's root (the user's; one inside `BUILD/` is not looked at). Resolves to what is missing where no stack can be
 * told or a required file is absent. Rejects with `CONFIG_INVALID` for an `andon.yaml` that cannot be understood.
 */
export async function stackOf(buildDir: string, serviceAndonYaml?: string): Promise<Stack | StackMissing> {
  const override = parseStackOverride(serviceAndonYaml);
  const found = await detect(buildDir);
  const stack = override ? overridden(found, override, await filesUnder(buildDir)) : found;
  if ('missing' in stack) return stack;
  const missing: string[] = [];
  for (const file of stack.requiredFiles) {
    if (!(await isFile(join(buildDir, file)))) missing.push(await missingFile(buildDir, file));
  }
  return missing.length > 0 ? { missing } : stack;
}

async function detect(buildDir: string): Promise<Stack | StackMissing> {
  const has = (file: string) => isFile(join(buildDir, file));
  if (await has('package.json')) return nodeStack(buildDir);
  if ((await has('requirements.txt')) || (await has('src/main.py'))) return pythonStack(buildDir);
  if (await has('go.mod')) return goStack(buildDir);
  return {
    missing: [
      'BUILD/ shows no known stack: package.json (Node), src/main.py and requirements.txt (Python) or go.mod (Go) is missing; another stack is described in andon.yaml beside SPEC.md',
    ],
  };
}

function overridden(
  found: Stack | StackMissing,
  override: StackOverride,
  files: readonly string[],
): Stack | StackMissing {
  const base = 'missing' in found ? null : found;
  const start = override.start ?? base?.start;
  if (!start) return 'missing' in found ? found : { missing: ['andon.yaml names no `stack.start`'] };
  const isRequired = (file: string) => file !== npmLock || !override.install;
  return {
    name: base?.name ?? 'custom',
    requiredFiles: override.required ?? (base?.requiredFiles ?? []).filter(isRequired),
    install: override.install ?? base?.install ?? null,
    start,
    env: { ...base?.env, ...override.env },
    test: override.test
      ? { runner: 'custom', files: base?.test?.files ?? files.filter(isTestPath), ...override.test }
      : (base?.test ?? null),
  };
}

async function missingFile(build: string, file: string): Promise<string> {
  const sentence = `BUILD/${file} is missing`;
  if (file !== npmLock) return sentence;
  for (const other of otherLocks) {
    if (await isFile(join(build, other)))
      return `${sentence}: dependencies are installed with npm, which does not read ${other}; add one with \`npm install --package-lock-only\`, or have stack.install set in the service's andon.yaml`;
  }
  return sentence;
}

async function isFile(path: string): Promise<boolean> {
  const stats = await stat(path).catch(() => null);
  return stats?.isFile() ?? false;
}
