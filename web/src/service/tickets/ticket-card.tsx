import { Title } from '@mantine/core';
import { useId } from 'react';
import type { TicketHistory } from '../../../../src/contracts/history.ts';
import { plainText } from '../../../../src/contracts/plain-text.ts';
import { costText } from '../../parts/cost-text.ts';
import { clock } from '../clock.ts';
import { exactly } from '../exactly.ts';
import { AttemptRow } from './attempt-row.tsx';
import { kindWords, stateMark } from './ticket-words.ts';
import styles from './tickets.module.css';

/** One ticket, with every try at it; of one that nobody has, why. */
export function TicketCard({ ticket, now }: { ticket: TicketHistory; now: number }) {
  const title = useId();
  const { id, kind, change, openedAt, endedAt, attempts, why, requires, cost, over } = ticket;
  const whoMay = requires.map((words) => words.join(' and ')).join(', else ');
  const { sign, word, tone } = stateMark(ticket);
  const facts = [
    `change ${change}`,
    `opened ${clock(openedAt)}`,
    `${endedAt === null ? 'open for' : 'over after'} ${exactly((endedAt ?? now) - openedAt)}`,
    cost && attempts.length > 1 && `${costText(cost)} in all`,
  ].filter(Boolean);
  return (
    <article className={styles.ticket} aria-labelledby={title} data-ticket={id}>
      <div className={styles.line}>
        <Title order={3} id={title}>
          {kindWords(kind)}
        </Title>
        <span className={styles[tone]}>
          <span aria-hidden="true">{sign} </span>
          {word}
        </span>
        <span className={styles.soft}>{facts.join(' · ')}</span>
        <code className={styles.id}>{id}</code>
      </div>
      {why.length > 0 && (
        <ul className={styles.leftOut}>
          {why.map((line) => (
            <li key={line}>{plainText(line)}</li>
          ))}
        </ul>
      )}
      {attempts.length === 0 ? (
        <p className={styles.soft}>
          {over ? 'Nobody had it.' : `Nobody has had it yet. It is for: ${whoMay}.`}
        </p>
      ) : (
        <ol className={styles.attempts} aria-label="Tries">
          {attempts.map((attempt) => (
            <AttemptRow key={attempt.token} attempt={attempt} now={now} />
          ))}
        </ol>
      )}
    </article>
  );
}
