import { Button } from '@mantine/core';
import { useState } from 'react';
import type { TicketAttempt } from '../../../../src/contracts/history.ts';
import { plainText } from '../../../../src/contracts/plain-text.ts';
import { costText } from '../../parts/cost-text.ts';
import { clock } from '../clock.ts';
import { exactly } from '../exactly.ts';
import { ScoreBars } from './score-bars.tsx';
import { outcomeMark } from './ticket-words.ts';
import styles from './tickets.module.css';

/** One try: who, how long, what became of it and why, what it cost; and why this session was chosen. */
export function AttemptRow({ attempt, now }: { attempt: TicketAttempt; now: number }) {
  const [open, setOpen] = useState(false);
  const { session, from, handedIn, to, reason, asked, commit, card, cost } = attempt;
  const { sign, word, tone } = outcomeMark(attempt);
  const worked = exactly((handedIn ?? to ?? now) - from);
  const facts = [
    `${handedIn === null && to === null ? 'at work for' : 'worked'} ${worked}`,
    handedIn !== null && to !== null && to > handedIn && `judged in ${exactly(to - handedIn)}`,
    cost && costText(cost),
    commit && `commit ${commit.slice(0, 10)}`,
    asked && 'asked for by a person',
  ].filter(Boolean);
  return (
    <li className={styles.attempt} data-attempt={attempt.token}>
      <div className={styles.line}>
        <strong>{session}</strong>
        <span className={styles[tone]}>
          <span aria-hidden="true">{sign} </span>
          {word}
        </span>
        <time className={styles.soft} dateTime={new Date(from).toISOString()}>
          {clock(from)}
        </time>
        <span className={styles.soft}>{facts.join(' · ')}</span>
        {card && (
          <Button
            size="compact-xs"
            variant="subtle"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
            className={styles.why}
          >
            Why {session}?
          </Button>
        )}
      </div>
      {reason !== '' && <p className={styles.reason}>{plainText(reason)}</p>}
      {card && open && <ScoreBars card={card} session={session} />}
    </li>
  );
}
