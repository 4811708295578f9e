import type { TicketAttempt, TicketHistory } from '../../../../src/contracts/history.ts';

type Mark = { readonly sign: string; readonly word: string; readonly tone: 'good' | 'warn' | 'bad' | 'soft' };

const kinds: Readonly<Record<string, string>> = {
  'write-spec': 'Write the spec',
  build: 'Build',
  'write-tests': 'Write tests',
  fix: 'Fix',
  deploy: 'Deploy',
  stage: 'Stage',
};

/** What is to be done, in words. */
export function kindWords(kind: string): string {
  return kinds[kind] ?? kind;
}

const states: Readonly<Record<string, Mark>> = {
  open: { sign: '…', word: 'nobody has it', tone: 'warn' },
  held: { sign: '▶', word: 'in hand', tone: 'soft' },
  submitted: { sign: '⇥', word: 'handed in, being judged', tone: 'soft' },
  done: { sign: '✓', word: 'accepted', tone: 'good' },
  cancelled: { sign: '–', word: 'called off', tone: 'soft' },
  exhausted: { sign: '■', word: 'given up', tone: 'bad' },
  contradicted: { sign: '■', word: 'the spec contradicts itself', tone: 'bad' },
};

const outcomes: Readonly<Record<string, Mark>> = {
  ...states,
  rejected: { sign: '✕', word: 'not accepted', tone: 'bad' },
  failed: { sign: '✕', word: 'failed', tone: 'bad' },
  released: { sign: '↩', word: 'given back', tone: 'soft' },
  declined: { sign: '↩', word: 'cannot do it', tone: 'warn' },
  expired: { sign: '✕', word: 'fell silent', tone: 'warn' },
  overspent: { sign: '■', word: 'cost too much', tone: 'bad' },
};

/** How a ticket stands, by sign, word and tone. */
export function stateMark({ state }: TicketHistory): Mark {
  return states[state] ?? { sign: '?', word: state, tone: 'soft' };
}

/** What became of one try. */
export function outcomeMark({ outcome }: TicketAttempt): Mark {
  return outcomes[outcome] ?? { sign: '?', word: outcome, tone: 'soft' };
}

/** What the parts of a score are for. */
export const partWords: Readonly<Record<string, string>> = {
  success: 'how often its work is accepted',
  speed: 'how fast it is',
  cost: 'how little it costs',
  rest: 'how long it has rested',
  free: 'how free it is',
  affinity: 'it knows this service',
  separation: 'it made what is checked',
};
