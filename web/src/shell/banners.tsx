import type { LineView } from '../../../src/contracts/board.ts';
import { plainText } from '../../../src/contracts/plain-text.ts';
import { costText } from '../parts/cost-text.ts';
import styles from './banners.module.css';

/** What concerns the whole line. */
export function Banners({ line }: { line: LineView }) {
  const sayings = [
    line.paused && 'The line is paused: facts are recorded, nothing is assigned, deployed or switched.',
    line.redis === 'down'
      ? `${line.redisProblem ?? 'Redis cannot be reached'}: nothing is lost, tickets wait, and work goes on by itself when it is back.`
      : line.redisProblem,
    line.catalog,
    line.incident,
    line.breaker && `${line.breaker.reason}. Nothing is assigned until ${clock(line.breaker.until)}.`,
    ...(line.parked ?? []).map(
      ({ account, until, reason }) =>
        `${account.replace(/^session:/, '')} rests until ${clock(until)}: ${plainText(reason)}`,
    ),
    budgetSaying(line),
  ].filter((saying) => typeof saying === 'string');
  if (sayings.length === 0) return null;
  return (
    <ul className={styles.banners} aria-label="About the whole line">
      {sayings.map((saying) => (
        <li key={saying} className={styles.banner} role="status">
          <span aria-hidden="true">▲</span> {saying}
        </li>
      ))}
    </ul>
  );
}

function clock(at: number): string {
  return new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });
}

/** Said from the warning on: what today has cost, and what that means. */
function budgetSaying({ budget }: LineView): string | undefined {
  if (!budget || budget.state === 'fine') return undefined;
  const spent = `Today has cost ${costText(budget.spent)}`;
  return budget.state === 'used-up'
    ? `${spent}: the day’s budget is used up. Nothing is assigned until tomorrow, or until it is raised in andon.yaml.`
    : `${spent}: most of the day’s budget.`;
}
