import { type Command, InvalidArgumentError } from 'commander';
import {
  type BuildResponse,
  type BuildsResponse,
  buildResponse,
  buildsResponse,
} from '../../contracts/builds.ts';
import { plainText } from '../../contracts/plain-text.ts';
import { apiPath } from '../client.ts';
import type { CommandContext } from '../command-context.ts';
import { age, clockTime, oneLine, textTable } from '../text-table.ts';

/** `andon builds`: the builds of a service that were made side by side, and what each of them is made of. */
export function buildsCommand(program: Command, context: CommandContext): void {
  program
    .command('builds')
    .description('the independent builds of a service, how they compare, and which was kept (redundancy)')
    .argument('<service>')
    .option('--show <n>', 'the files of one of them, and how it differs from the one that was kept', whole)
    .option('--json', 'as JSON')
    .action(async (service: string, flags: { show?: number; json?: boolean }) => {
      const path = apiPath('services', service, 'builds');
      if (flags.show === undefined) {
        const found = await context.client().get(path, buildsResponse);
        context.show(flags.json, found, () => buildsText(found));
        return;
      }
      const found = await context.client().get(`${path}/${flags.show}`, buildResponse);
      context.show(flags.json, found, () => buildText(found));
    });
}

function buildsText(found: BuildsResponse): string {
  const { service, change, redundancy, state, waitsUntil, choice, ranking, builds } = found;
  const next = redundancy === 1 ? 'once' : `${redundancy} times`;
  if (state === 'none') return `${service} was never built more than once. Its next spec is built ${next}.`;
  const rows = builds.map((build) => [
    `${build.n}${build.merged ? ' (merged)' : ''}`,
    build.session ?? '–',
    build.chosen ? `${build.state}, kept` : build.state,
    build.tests ? `${build.tests.passed}/${build.tests.total}` : '–',
    percent(build.coverage),
    percent(build.mutation),
    build.durationMs === null ? '–' : age(build.durationMs),
    build.cost === null ? '–' : build.cost.usd === null ? 'unknown' : `$${build.cost.usd.toFixed(2)}`,
    build.commit?.slice(0, 12) ?? '–',
  ]);
  return [
    `Change ${change} of ${service}: ${said[state]}`,
    textTable(['build', 'session', 'state', 'tests', 'coverage', 'mutation', 'took', 'cost', 'commit'], rows),
    ...builds.flatMap(({ n, reasons }) => reasons.map((reason) => `build ${n}: ${oneLine(reason)}`)),
    ...(waitsUntil === null
      ? []
      : [`From ${clockTime(waitsUntil)} on the others decide without those that wait.`]),
    ...(choice === null ? [] : [`Kept: ${oneLine(choice)}.`]),
    ...ranking.map((text) => `  ${oneLine(text)}`),
    `What one is made of: andon builds ${service} --show <n>`,
  ].join('\n');
}

const said = {
  none: '',
  open: 'built side by side',
  chosen: 'one of the builds was kept',
  empty: 'none of the builds came to anything',
  dropped: 'something newer took the place of the builds',
} as const;

function buildText({ service, build, files, against, diff, cut }: BuildResponse): string {
  return [
    `Build ${build.n} of ${service}: commit ${build.commit}${build.session === null ? '' : ` of ${oneLine(build.session)}`}`,
    ...files.map((file) => `  ${oneLine(file)}`),
    '',
    diff === ''
      ? `It is the same as ${against?.name ?? 'nothing'}.`
      : `Against ${against?.name ?? 'nothing'}:`,
    plainText(diff),
    ...(cut ? ['(the rest is left out)'] : []),
  ].join('\n');
}

function percent(value: number | null): string {
  return value === null ? '–' : `${Math.round(value)} %`;
}

function whole(text: string): number {
  if (!/^[1-9]\d?$/.test(text)) throw new InvalidArgumentError('A build is named by its number: 1, 2, …');
  return Number(text);
}
