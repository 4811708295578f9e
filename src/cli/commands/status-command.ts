import { setTimeout as wait } from 'node:timers/promises';
import type { Command } from 'commander';
import { lineResponse, servicesResponse, sessionsResponse } from '../../contracts/api.ts';
import type { LineView, ServiceView, SessionView } from '../../contracts/board.ts';
import type { CommandContext } from '../command-context.ts';
import { age, clockTime, oneLine, textTable } from '../text-table.ts';
import { budgetText } from './cost-command.ts';

const watchMs = 1_000;
const clearScreen = '\u001b[2J\u001b[H';

type Status = { line: LineView; services: ServiceView[]; sessions: SessionView[] };

/** `andon status`: the whole line on one screen. */
export function statusCommand(program: Command, context: CommandContext): void {
  program
    .command('status')
    .description('where every service is, and why')
    .option('--watch', 'show it again whenever it changes')
    .option('--json', 'as JSON')
    .action(async (flags: { watch?: boolean; json?: boolean }) => {
      const client = context.client();
      const ask = async (): Promise<Status> => {
        const [{ line }, { services }, { sessions }] = await Promise.all([
          client.get('/api/line', lineResponse),
          client.get('/api/services', servicesResponse),
          client.get('/api/sessions', sessionsResponse),
        ]);
        return { line, services, sessions };
      };
      let shown = '';
      do {
        const status = await ask();
        const text = flags.json
          ? JSON.stringify(status, null, flags.watch ? 0 : 2)
          : statusText(status, Date.now());
        if (text !== shown)
          context.io.out(`${flags.watch && context.io.tty && !flags.json ? clearScreen : ''}${text}\n`);
        shown = text;
        if (flags.watch) await wait(watchMs, undefined, { signal: context.signal }).catch(() => undefined);
      } while (flags.watch && !context.signal.aborted);
    });
}

/** The status as text; `now` is epoch milliseconds. */
export function statusText({ line, services, sessions }: Status, now: number): string {
  const rows = services.map((service) => [
    service.name,
    service.paused ? `${service.phase} (paused)` : service.phase,
    liveText(service),
    service.session ?? '-',
    service.tests ? `${service.tests.passed}/${service.tests.total}` : '-',
    age(now - service.since),
    service.reason?.text ?? service.activity ?? service.sentence,
  ]);
  const people = sessions
    .filter((session) => session.state !== 'gone')
    .map(({ name, state, capabilities, holding }) =>
      oneLine(
        `${name} ${state} (${capabilities.join(', ')})${holding.map((held) => ` ${held.kind} ${held.service}`).join(',')}`,
      ),
    );
  return [
    ...lineTexts(line),
    services.length > 0
      ? textTable(['SERVICE', 'PHASE', 'LIVE', 'SESSION', 'TESTS', 'AGE', 'WHAT'], rows)
      : 'No services yet: write SERVICES/<name>/SPEC.md.',
    `Sessions: ${people.join(' · ') || 'none'}`,
  ].join('\n');
}

function lineTexts(line: LineView): string[] {
  return [
    line.paused ? 'The line is paused; "andon resume" lets it go on.' : null,
    line.redis === 'down'
      ? `${line.redisProblem ?? 'Redis is down'}; work resumes by itself when it is back.`
      : line.redisProblem,
    line.unsandboxed ? `WARNING: gates and services run without a sandbox (${line.sandbox}).` : null,
    line.catalog,
    line.incident,
    line.breaker
      ? `${line.breaker.reason}; nothing is assigned until ${clockTime(line.breaker.until)}.`
      : null,
    ...(line.parked ?? []).map(
      ({ account, until, reason }) =>
        `${account} rests until ${clockTime(until)}: ${reason}. "andon resume --account ${account}" ends that.`,
    ),
    line.budget && line.budget.state !== 'fine' ? budgetText(line.budget) : null,
  ].flatMap((text) => (text ? [oneLine(text)] : []));
}

function liveText({ live, release }: ServiceView): string {
  if (live.health === 'none') return '-';
  const uptime = live.uptime === null ? '' : ` ${Math.floor(live.uptime * 1_000) / 10}%`;
  return `${live.health}${uptime}${release ? ` ${release.version}` : ''}`;
}
