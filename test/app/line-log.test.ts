import { expect, it } from 'vitest';
import { lineSentence } from '../../src/app/line-log.ts';
import { ticketState } from '../board/scripted-line.ts';

it('says which clauses a session handed back', () => {
  const event = { type: 'WorkDeclined', token: 1, session: 'builder-1', clauses: ['SPEC.md:9: an e-mail'] };
  const row = { seq: 1, at: 0, stream: 'ticket/t1', version: 1, event } as const;
  const machines = { service: () => undefined, ticket: () => ticketState('t1', 'notes') };
  expect(lineSentence(row, machines)).toBe('✋ notes: builder-1 cannot do this: SPEC.md:9: an e-mail');
});
