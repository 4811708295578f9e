import type { Command } from 'commander';
import { sessionsResponse } from '../../contracts/api.ts';
import type { SessionView } from '../../contracts/board.ts';
import { receipt } from '../../contracts/sessions.ts';
import { apiPath } from '../client.ts';
import type { CommandContext } from '../command-context.ts';
import { Exit, exitCodes } from '../exit-codes.ts';
import { age, oneLine, textTable } from '../text-table.ts';

/** `andon sessions`, `drain`, `kick`: who works on the line, and a person's word to one of them. */
export function sessionCommands(program: Command, context: CommandContext): void {
  program
    .command('sessions')
    .description('who works on the line: state, capabilities, what each holds, and how it did so far')
    .option('--all', 'also those that are gone')
    .option('--json', 'as JSON')
    .action(async (flags: { all?: boolean; json?: boolean }) => {
      const { sessions } = await context.client().get('/api/sessions', sessionsResponse);
      const shown = flags.all ? sessions : sessions.filter(({ state }) => state !== 'gone');
      context.show(flags.json, { sessions: shown }, () => sessionsText(shown, Date.now()));
    });

  program
    .command('drain')
    .description('let a session finish what it holds and give it nothing new; "andon resume" ends that')
    .argument('<session>')
    .action(async (name: string) => {
      const { ignored } = await context.client().send('POST', apiPath('sessions', name, 'drain'), receipt);
      if (ignored)
        throw new Exit(
          exitCodes.refused,
          `${name} is not active now. "andon sessions --all" says how it stands.`,
        );
      context.io.out(`${name} finishes what it holds and is given nothing new.\n`);
    });

  program
    .command('kick')
    .description(
      'end a session: its work is open again, its token is void, its name is barred until "andon resume"',
    )
    .argument('<session>')
    .option('--reason <text>', 'told to its worker, and kept in the journal', '')
    .action(async (name: string, flags: { reason: string }) => {
      await context.client().send('POST', apiPath('sessions', name, 'kick'), receipt, flags);
      context.io.out(
        `${name} is out: what it held is open again. "andon resume ${name}" lets it join again.\n`,
      );
    });
}

/** The sessions as a table; `now` is epoch milliseconds. */
export function sessionsText(sessions: readonly SessionView[], now: number): string {
  if (sessions.length === 0) return 'No sessions. "andon worker" or "andon invite" brings one.';
  const rows = sessions.map((session) => [
    session.name,
    session.state,
    session.agent,
    session.host || '-',
    session.capabilities.join(','),
    `${session.holding.length}/${session.slots}`,
    `${session.done}/${session.failed}`,
    age(now - session.since),
    whatOf(session),
  ]);
  return textTable(
    ['SESSION', 'STATE', 'AGENT', 'HOST', 'CAPABILITIES', 'SLOTS', 'DONE/FAILED', 'SINCE', 'WHAT'],
    rows,
  );
}

function whatOf({ holding, parked, unavailable = [] }: SessionView): string {
  const words = [
    ...holding.map(({ kind, service }) => `${kind} ${service}`),
    ...(parked ? [`parked until ${new Date(parked.until).toISOString()}: ${parked.reason}`] : []),
    ...unavailable.map(({ capability, reason }) => `cannot ${capability} now: ${reason}`),
  ];
  return words.map(oneLine).join(' · ') || '-';
}
