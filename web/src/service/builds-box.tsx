import type { BuildView } from '../../../src/contracts/board.ts';
import { plainText } from '../../../src/contracts/plain-text.ts';
import { age } from '../parts/age.ts';
import { costText } from '../parts/cost-text.ts';
import blocks from '../parts/text-block.module.css';
import styles from './builds-box.module.css';

/** Independent builds of one change beside each other, and which was kept. */
export function BuildsBox({ builds }: { builds: readonly BuildView[] }) {
  if (builds.length === 0) return null;
  return (
    <section className={blocks.section} aria-label="Builds">
      <h3 className={blocks.title}>Builds</h3>
      <section
        className={styles.scroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
        tabIndex={0}
        aria-label="Builds beside each other"
      >
        <table className={styles.table}>
          <thead>
            <tr>
              {['Session', 'State', 'Tests', 'Coverage', 'Faults noticed', 'Took', 'Cost'].map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {builds.map((build) => (
              <Row key={build.ticket} build={build} />
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function Row({ build }: { build: BuildView }) {
  const { tests, coverage, mutation, durationMs, cost, reasons } = build;
  return (
    <tr data-build={build.ticket}>
      <th scope="row">
        {build.session ?? 'nobody yet'}
        {reasons.length > 0 && <span className={styles.reasons}>{reasons.map(plainText).join('\n')}</span>}
      </th>
      <td>{build.chosen ? '★ kept' : build.state}</td>
      <td>{tests ? `${tests.passed}/${tests.total}` : '–'}</td>
      <td>{coverage === null ? '–' : `${Math.floor(coverage)} %`}</td>
      <td>{mutation === null ? '–' : `${Math.floor(mutation)} %`}</td>
      <td>{durationMs === null ? '–' : age(durationMs)}</td>
      <td>{cost ? costText(cost) : '–'}</td>
    </tr>
  );
}
