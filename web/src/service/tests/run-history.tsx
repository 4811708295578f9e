import { Link } from '@tanstack/react-router';
import type { RecordBrief } from '../../../../src/contracts/records.ts';
import record from '../record/record.module.css';
import { took } from '../record/took.ts';
import styles from './tests.module.css';

const shown = 30;

/** The runs over time: one stick each, as high as there were tests, hatched as far as they did not pass. */
export function RunHistory({ runs, chosen }: { runs: readonly RecordBrief[]; chosen: string }) {
  const some = runs.slice(0, shown).reverse();
  if (some.length < 2) return null;
  const most = Math.max(1, ...some.map(({ tests }) => tests?.total ?? 0));
  return (
    <div>
      <p className={`${record.soft} ${record.small}`}>{some.length} runs, the newest right</p>
      <ul className={styles.history} aria-label="Runs of the tests">
        {some.map((run) => (
          <li key={run.id} className={styles.run}>
            <Stick run={run} most={most} chosen={run.id === chosen} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Stick({ run, most, chosen }: { run: RecordBrief; most: number; chosen: boolean }) {
  const { id, verdict, tests, startedAt, finishedAt } = run;
  const { passed = 0, total = 0 } = tests ?? {};
  const words = `${verdict}: ${passed} of ${total} tests passed in ${took(finishedAt - startedAt)}, ${new Date(finishedAt).toLocaleString()}`;
  const height = Math.max(12, (100 * total) / most);
  const share = total === 0 ? 0 : passed / total;
  return (
    <Link
      from="/services/$name"
      to="/services/$name"
      search={(before) => ({ ...before, record: id })}
      className={styles.stick}
      style={{ height: `${height}%` }}
      data-chosen={chosen}
      aria-label={words}
      aria-current={chosen ? 'true' : undefined}
      title={words}
    >
      <span className={styles.some} style={{ flexGrow: 1 - share }} />
      <span className={styles.ok} style={{ flexGrow: share }} />
    </Link>
  );
}
