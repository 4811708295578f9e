import { serviceWhyResponse, type WhyResponse } from '../../../../src/contracts/api.ts';
import type { ServiceView } from '../../../../src/contracts/board.ts';
import { plainText } from '../../../../src/contracts/plain-text.ts';
import { useRead } from '../../api/use-read.ts';
import { costText } from '../../parts/cost-text.ts';
import blocks from '../../parts/text-block.module.css';
import styles from './ticket-box.module.css';

type Card = NonNullable<WhyResponse['card']>;

/** The service's ticket: who has it and why this one, or why nobody has it; and what became of earlier tries. */
export function TicketBox({ service: { id, name, ticket } }: { service: ServiceView }) {
  const path = `/api/services/${encodeURIComponent(name)}/why`;
  const { data, error } = useRead(['service', id], path, serviceWhyResponse);
  const why = data?.ticket;
  if (!ticket && !error) return null;
  return (
    <section className={blocks.section} aria-label="Ticket">
      <h3 className={blocks.title}>Ticket</h3>
      {error && <p className={blocks.problem}>The ticket cannot be read now: {error.message}</p>}
      {why && <Standing why={why} />}
    </section>
  );
}

function Standing({ why }: { why: WhyResponse }) {
  const { session, card, cost, history = [] } = why;
  return (
    <>
      <p>
        <code>{why.ticket}</code> · {session ? `held by ${session}` : why.state}
        {cost && ` · ${costText(cost)}`}
      </p>
      {why.why.length > 0 && <Lines lines={why.why} />}
      {card && <Chosen card={card} />}
      {history.length > 0 && (
        <ol className={styles.tries} aria-label="Earlier tries">
          {history.map((past) => (
            <li key={`${past.at} ${past.session}`}>
              <strong>{past.session}</strong> {past.outcome}
              {past.cost && ` · ${costText(past.cost)}`}
              {past.reason && <span className={styles.reason}>{plainText(past.reason)}</span>}
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

/** Why this session was chosen: what its score is the sum of, who came next, who was left out. */
function Chosen({ card }: { card: Card }) {
  const parts = Object.entries(card.parts).filter(([, value]) => value !== 0);
  const next = card.runnersUp.map(({ session, score }) => `${session} ${score.toFixed(2)}`);
  return (
    <div data-score-card>
      <p>
        Chosen with {card.score.toFixed(2)}
        <span className={blocks.soft}>
          {parts.length > 0 && `: ${parts.map(([name, value]) => `${name} ${value.toFixed(2)}`).join(', ')}`}
          {next.length > 0 && `; next ${next.join(', ')}`}
        </span>
      </p>
      {card.leftOut.length > 0 && <Lines lines={card.leftOut} />}
    </div>
  );
}

function Lines({ lines }: { lines: readonly string[] }) {
  return (
    <ul className={styles.lines}>
      {lines.map((line) => (
        <li key={line}>{plainText(line)}</li>
      ))}
    </ul>
  );
}
