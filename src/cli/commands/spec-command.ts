import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { parseSpec } from '../../catalog/spec/parse-spec.ts';
import { problemLines } from '../../catalog/spec/parsed-spec.ts';
import { specResponse } from '../../contracts/specs.ts';
import { messageOf } from '../../errors.ts';
import { apiPath } from '../client.ts';
import type { CommandContext } from '../command-context.ts';
import { Exit, exitCodes } from '../exit-codes.ts';
import { oneLine } from '../text-table.ts';
import { specEvidenceText } from './spec-evidence-text.ts';

/** `andon spec lint`: what the spec gate would say, without a coordinator; `spec show`: what is proved of it. */
export function specCommand(program: Command, context: CommandContext): void {
  const spec = program.command('spec').description('work with specs');
  spec
    .command('lint')
    .description('everything a spec still lacks, with file and line; exit 1 when it is incomplete')
    .argument('<path>', 'a SPEC.md, or the directory it is in')
    .option('--strict', 'only the five exact headings count')
    .option('--json', 'as JSON')
    .action((path: string, flags: { strict?: boolean; json?: boolean }) => {
      const file = specIn(path);
      const strict = flags.strict ?? context.config().strictSpecs;
      const parsed = parseSpec(readSpec(file), { file, strict });
      context.show(flags.json, parsed, () =>
        parsed.problems.length > 0 ? problemLines(parsed).map(oneLine).join('\n') : `${file} is complete.`,
      );
      if (parsed.problems.length > 0) throw new Exit(exitCodes.notOk);
    });
  spec
    .command('show')
    .description('each statement of a service’s spec, with what was verified of it')
    .argument('<service>')
    .option('--json', 'as JSON')
    .action(async (service: string, flags: { json?: boolean }) => {
      const answer = await context.client().get(apiPath('services', service, 'spec'), specResponse);
      context.show(flags.json, answer, () => specEvidenceText(answer));
    });
}

function specIn(path: string): string {
  if (!existsSync(path) || !statSync(path).isDirectory()) return path;
  const named = ['SPEC.md', 'SPECS.md'].map((name) => join(path, name));
  return named.find((file) => existsSync(file)) ?? join(path, 'SPEC.md');
}

function readSpec(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Exit(exitCodes.notOk, `${file} cannot be read: ${messageOf(error)}`);
  }
}
