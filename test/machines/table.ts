import { lineStates } from '../../machines/states.ts';
import type { Effect } from '../../machines/step.ts';
import { walk } from './service/walk.ts';
import { walkTickets } from './ticket/walk-tickets.ts';

/** One thing a machine does: in a state, on an event, it goes on to a state and asks for effects. */
type Row = { readonly state: string; readonly event: string; readonly next: string; readonly asks: string };

const liveOnly = /^(switchRelease|restartRelease|rollBack|stopService)$|(restart|forgive)$/;

/** `machines/README.md`: what the machines do, found by trying every event on every state there is. */
export function table(): string {
  const { edges } = walk(8_000);
  const line = edges.map(({ from, case: { name }, to }) => ({
    state: from.line,
    event: name,
    next: to.line,
    asks: words(to.effects, (word) => !liveOnly.test(word)),
  }));
  const live = edges.map(({ from, case: { name }, to }) => ({
    state: from.live,
    event: name,
    next: to.live,
    asks: words(to.effects, (word) => liveOnly.test(word)),
  }));
  const tickets = walkTickets().map(({ from, name, to }) => ({
    state: from.state,
    event: name,
    next: to.state,
    asks: words(to.effects, () => true),
  }));
  return [
    '# The machines',
    '',
    'Written by `npm run table`; a test fails when it is stale. Each row was found by trying the event on every kind of',
    'machine that can be reached. Several rows for one event differ by what the machine remembers. What is not listed is',
    'either only noted in the context or ignored; an answer to a question that is over is always ignored.',
    '',
    '## What a state of the line means',
    '',
    '| state | phase | column | sentence |',
    '| --- | --- | --- | --- |',
    ...Object.entries(lineStates).map(
      ([state, { phase, column, sentence }]) => `| \`${state}\` | ${phase} | ${column} | ${sentence} |`,
    ),
    '| `blocked` | (where it stopped) | (same) | The reason. |',
    '',
    '## Service, region `line`',
    '',
    ...rows(line),
    '',
    '## Service, region `live`',
    '',
    'In `missing` the service stands on any rung, and climbs like any other; it is shown as missing throughout.',
    '',
    ...rows(live),
    '',
    '## Ticket',
    '',
    ...rows(tickets),
    '',
  ].join('\n');
}

function words(effects: readonly Effect[], belongs: (word: string) => boolean): string {
  return effects
    .map((effect) => {
      switch (effect.type) {
        case 'openTicket':
          return `openTicket ${effect.kind}`;
        case 'verify':
          return `verify ${effect.gate}`;
        case 'publish':
          return `publish ${effect.what}`;
        case 'startTimer':
        case 'cancelTimer':
          return `${effect.type} ${effect.timer.replace(/-\d+$/, '')}`;
        case 'tellOwner':
          return `tellOwner ${effect.event.type}`;
        case 'tellLine':
          return `tellLine ${effect.event.type}`;
        case 'tellSession':
          return `tellSession ${effect.outcome}`;
        default:
          return effect.type;
      }
    })
    .filter(belongs)
    .join(', ');
}

function rows(all: readonly Row[]): string[] {
  const moves = all.filter(({ state, next, asks }) => state !== next || asks !== '');
  const lines = moves.map(
    ({ state, event, next, asks }) => `| \`${state}\` | ${event} | \`${next}\` | ${asks || '–'} |`,
  );
  return ['| state | event | next | asks |', '| --- | --- | --- | --- |', ...[...new Set(lines)].sort()];
}
