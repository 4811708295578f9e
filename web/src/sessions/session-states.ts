import type { SessionView } from '../../../src/contracts/board.ts';

/** Each state by shape, word and tone: colour says nothing that the other two do not. */
export const sessionStates: Readonly<
  Record<SessionView['state'], { readonly shape: string; readonly word: string; readonly means: string }>
> = {
  busy: { shape: '●', word: 'busy', means: 'works on what it holds' },
  idle: { shape: '○', word: 'idle', means: 'waits for a ticket' },
  silent: { shape: '▲', word: 'silent', means: 'sends no heartbeat; what it held is given to others' },
  draining: { shape: '◐', word: 'draining', means: 'finishes what it holds and is given nothing new' },
  gone: { shape: '✕', word: 'gone', means: 'left, or was kicked' },
};

const order: readonly SessionView['state'][] = ['silent', 'busy', 'draining', 'idle', 'gone'];

/** What needs a look first, then by name; with words only those that have them all somewhere. */
export function shownSessions(
  sessions: Iterable<SessionView>,
  { words, gone }: { readonly words: string; readonly gone: boolean },
): SessionView[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return [...sessions]
    .filter((session) => gone || session.state !== 'gone')
    .filter((session) => {
      const text = textOf(session);
      return wanted.every((word) => text.includes(word));
    })
    .sort(
      (a, b) =>
        order.indexOf(a.state) - order.indexOf(b.state) ||
        a.name.localeCompare(b.name, undefined, { numeric: true }),
    );
}

function textOf({ name, agent, host, state, capabilities, holding, account }: SessionView): string {
  const held = holding.flatMap(({ service, kind }) => [service, kind]);
  return [name, agent, host, state, account ?? '', ...capabilities, ...held].join(' ').toLowerCase();
}
