import type { Band, LineFigures } from '../../../src/contracts/metrics.ts';
import { figureHelp } from './figure-help.ts';
import { rateText, shareText, spanText } from './figure-text.ts';
import styles from './metrics.module.css';
import { Tile } from './tile.tsx';

/** The four of DORA, each with the group of teams it would fall into. */
export function DoraTiles({ dora }: { dora: LineFigures['dora'] }) {
  const { deployments, leadTime, failures, restore } = dora;
  return (
    <dl className={styles.tiles}>
      <Tile
        name="Deployment frequency"
        value={rateText(deployments.perDay)}
        help={figureHelp.deployments}
        note={
          <Group
            of={deployments.count}
            words={`${deployments.count} in ${days(deployments.days)}`}
            band={deployments.band}
          />
        }
      />
      <Tile
        name="Lead time for changes"
        value={spanText(leadTime.median)}
        help={figureHelp.leadTime}
        note={<Group of={leadTime.of} words={`median of ${leadTime.of}`} band={leadTime.band} />}
      />
      <Tile
        name="Change failure rate"
        value={shareText(failures.share)}
        help={figureHelp.failures}
        note={
          <Group
            of={failures.of}
            words={`${failures.count} of ${failures.of} releases`}
            band={failures.band}
          />
        }
      />
      <Tile
        name="Time to restore"
        value={spanText(restore.median)}
        help={figureHelp.restore}
        note={
          <>
            <Group of={restore.of} words={`median of ${restore.of}`} band={restore.band} />
            {restore.open > 0 && (
              <div className={styles.bad}>
                <span aria-hidden="true">▲</span> {restore.open} not well now
              </div>
            )}
          </>
        }
      />
    </dl>
  );
}

function Group({ of, words, band }: { of: number; words: string; band: Band }) {
  if (of === 0) return null;
  return (
    <>
      {words} · {band === null ? 'too few to compare' : `“${band}” among teams`}
    </>
  );
}

function days(count: number): string {
  const whole = Math.round(count);
  return whole === 1 ? 'a day' : `${whole} days`;
}
