import { isJavaScript } from '../../syntax/parse-javascript.ts';
import { askPython } from '../ask-python.ts';
import type { Control } from '../control.ts';
import { changedLines } from './changed-lines.ts';
import { goMutants } from './go-mutants.ts';
import { javascriptMutants } from './javascript-mutants.ts';
import type { Mutant } from './mutant.ts';

/** Every mutant of a changed line that the suite ran. */
export async function findMutants(control: Control): Promise<Mutant[] | { readonly environment: string }> {
  const { context, room, files } = control;
  const found: Mutant[] = [];
  const python: Record<string, number[] | null> = {};
  const contents = new Map<string, Buffer>();
  for (const path of files.sources) {
    const ran = context.report.hits.get(path);
    if (!ran) continue;
    const content = await room.read(path);
    const text = content.toString('utf8');
    const changed = await changedLines(context.baseline, path, text);
    const lines = new Set(
      [...ran].filter(([line, hits]) => hits > 0 && (changed?.has(line) ?? true)).map(([line]) => line),
    );
    if (lines.size === 0) continue;
    if (isJavaScript(path)) found.push(...javascriptMutants(path, text, lines));
    else if (path.endsWith('.go')) found.push(...goMutants(path, text, lines));
    else if (path.endsWith('.py')) {
      contents.set(path, content);
      python[path] = [...lines];
    }
  }
  if (contents.size === 0) return found;
  const answer = await askPython(room, context.stack, { mutate: python });
  if ('environment' in answer) return answer;
  for (const [path, mutants] of Object.entries(answer.mutants)) {
    const whole = contents.get(path);
    if (!whole) continue;
    for (const { from, to, text, ...more } of mutants ?? []) {
      const content = () => Buffer.concat([whole.subarray(0, from), Buffer.from(text), whole.subarray(to)]);
      found.push({ path, ...more, content });
    }
  }
  return found;
}
