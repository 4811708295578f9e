import type { TicketAttempt } from '../../../../src/contracts/history.ts';
import { plainText } from '../../../../src/contracts/plain-text.ts';
import { partWords } from './ticket-words.ts';
import styles from './tickets.module.css';

type Card = NonNullable<TicketAttempt['card']>;

/** Why this session was chosen: what its score is made of, who came next, and who was left out why. */
export function ScoreBars({ card, session }: { card: Card; session: string }) {
  const parts = Object.entries(card.parts).filter(([, value]) => value !== 0);
  const most = Math.max(1, ...parts.map(([, value]) => Math.abs(value)));
  const best = Math.max(card.score, ...card.runnersUp.map(({ score }) => score), 0.001);
  return (
    <div className={styles.card} data-score-card>
      <Bars
        title={`Why ${session}: ${card.score.toFixed(2)} in all`}
        bars={parts.map(([name, value]) => ({
          name: partWords[name] ?? name,
          value,
          share: Math.abs(value) / most,
        }))}
      />
      {card.runnersUp.length > 0 && (
        <Bars
          title="Beside the next best"
          bars={[{ session, score: card.score }, ...card.runnersUp].map(({ session: name, score }) => ({
            name,
            value: score,
            share: Math.max(0, score) / best,
          }))}
        />
      )}
      {card.leftOut.length > 0 && (
        <div className={styles.part}>
          <h4 className={styles.partTitle}>Left out</h4>
          <ul className={styles.leftOut}>
            {card.leftOut.map((line) => (
              <li key={line}>{plainText(line)}</li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

type BarsProps = {
  readonly title: string;
  readonly bars: readonly { readonly name: string; readonly value: number; readonly share: number }[];
};

function Bars({ title, bars }: BarsProps) {
  return (
    <div className={styles.part}>
      <h4 className={styles.partTitle}>{title}</h4>
      <ul className={styles.bars}>
        {bars.map(({ name, value, share }) => (
          <li key={name} className={styles.bar}>
            <span>{name}</span>
            <span className={styles.rail} aria-hidden="true">
              <span
                className={`${styles.fill} ${value < 0 ? styles.less : ''}`}
                style={{ width: `${share * 100}%` }}
              />
            </span>
            <span className={styles.figure}>{value.toFixed(2)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
