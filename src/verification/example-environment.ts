import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Stand-ins for the variables that `.env.example` names, so that a service which needs secrets can be started for a
 * check. A value given there is used; an empty one becomes a placeholder of its kind.
 */
export async function exampleEnvironment(build: string): Promise<Record<string, string>> {
  const text = await readFile(join(build, '.env.example'), 'utf8').catch(() => '');
  const env: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    const [, name, value = ''] = line.match(/^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)$/) ?? [];
    if (!name || ['PATH', 'HOME', 'NODE_OPTIONS', 'LD_PRELOAD', 'PYTHONPATH'].includes(name)) continue;
    const plain = value
      .replace(/\s+#.*$/, '')
      .trim()
      .replace(/^(["'])(.*)\1$/, '$2');
    env[name] = plain !== '' ? plain : placeholder(name);
  }
  return env;
}

function placeholder(name: string): string {
  return name.endsWith('_URL') ? 'http://127.0.0.1:9' : 'placeholder';
}
