import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { z } from 'zod';
import type { TestPlan } from '../../../stack/stack.ts';
import type { Random } from '../../random.ts';
import { isJavaScript, parseJavaScript } from '../../syntax/parse-javascript.ts';
import type { Injection } from './canary.ts';
import { goCanary } from './go-canary.ts';
import { javascriptCanary } from './javascript-canary.ts';
import { pythonCanary } from './python-canary.ts';

const typed = z.looseObject({ type: z.string().optional() });

/** What to append to a test file, by the language its name tells. */
export async function canaryFor(
  build: string,
  path: string,
  content: Buffer,
  runner: TestPlan['runner'],
  random: Random,
): Promise<Injection> {
  const text = content.toString('utf8');
  if (path.endsWith('.py')) return pythonCanary(text, random);
  if (path.endsWith('.go')) return goCanary(text, random);
  if (!isJavaScript(path)) return { impossible: 'its language is not known' };
  const injection = javascriptCanary(path, text, runner, await moduleTypeOf(build, path), random);
  if ('impossible' in injection || parseJavaScript(path, text + injection.text)) return injection;
  return { impossible: 'what it ends with takes no more text' };
}

/** The `type` of the package that a file belongs to. */
async function moduleTypeOf(build: string, path: string): Promise<'module' | 'commonjs'> {
  for (let folder = posix.dirname(path); ; folder = posix.dirname(folder)) {
    const text = await readFile(join(build, folder, 'package.json'), 'utf8').catch(() => null);
    if (text !== null) return moduleType(text);
    if (folder === '.' || folder === '/') return 'commonjs';
  }
}

function moduleType(manifest: string): 'module' | 'commonjs' {
  try {
    return typed.parse(JSON.parse(manifest)).type === 'module' ? 'module' : 'commonjs';
  } catch {
    return 'commonjs';
  }
}
