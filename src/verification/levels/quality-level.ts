import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from '../check.ts';
import { failedCheck, passedCheck } from '../check.ts';
import type { GateContext } from '../gate-context.ts';
import { readEslint, readRuff } from './read-reports.ts';
import { runTool, withoutTool } from './run-tool.ts';

/** Code quality: the linters that the project or this machine has. */
export async function qualityLevel(context: GateContext): Promise<Check[]> {
  const { room, stack } = context;
  const own = (path: string) => (existsSync(join(room.build, path)) ? path : undefined);
  if (stack.name === 'python') {
    if (!room.sandbox.which('ruff')) return [withoutTool(context, { name: 'ruff', check: 'quality.ruff' })];
    return [
      await runTool(context, {
        name: 'ruff',
        check: 'quality.ruff',
        argv: ['ruff', 'check', '--output-format', 'json', '--no-cache', '.'],
        read: (_exit, output) => readRuff(output, room.build),
      }),
    ];
  }
  if (stack.name !== 'node') return [];
  const eslint = own('node_modules/eslint/bin/eslint.js');
  const biome = own('node_modules/@biomejs/biome/bin/biome');
  const checks: Check[] = [];
  if (eslint) {
    checks.push(
      await runTool(context, {
        name: 'eslint',
        check: 'quality.eslint',
        argv: ['node', eslint, '--format', 'json', '.'],
        read: (_exit, output) => readEslint(output, room.build),
      }),
    );
  }
  if (biome) {
    checks.push(
      await runTool(context, {
        name: 'biome',
        check: 'quality.biome',
        argv: ['node', biome, 'ci', '--colors=off', '.'],
        read: (exit, output) =>
          exit === 0
            ? passedCheck('quality.biome')
            : failedCheck('quality.biome', [output.trim().slice(-1_500)]),
      }),
    );
  }
  return checks.length > 0
    ? checks
    : [withoutTool(context, { name: 'eslint', check: 'quality.eslint' }, 'the project depends on no linter')];
}
