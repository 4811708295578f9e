import type { LineFigures } from '../../../src/contracts/metrics.ts';
import { figureHelp } from './figure-help.ts';
import { moneyText, notYet, shareText, spanText } from './figure-text.ts';
import styles from './metrics.module.css';
import { Tile } from './tile.tsx';

/** What one looks for first. */
export function FlowTiles({ figures }: { figures: LineFigures }) {
  const { cycle, firstPass, flow, cost } = figures;
  const { of, p85 } = cycle.window;
  return (
    <dl className={styles.tiles}>
      <Tile
        name="Cycle time"
        value={spanText(cycle.window.median)}
        help={figureHelp.cycle}
        note={
          of === 0 ? (
            'Measured from the first change that ships.'
          ) : (
            <>
              85 of 100 within {spanText(p85)} · {of} {of === 1 ? 'change' : 'changes'}
              <Trend percent={cycle.trend} />
            </>
          )
        }
      />
      <Tile
        name="Assigned by Andon today"
        value={String(figures.assignedToday)}
        help={figureHelp.assigned}
        note={figures.assignedToday === 1 ? 'ticket' : 'tickets'}
      />
      <Tile
        name="Deployed this week"
        value={String(figures.deployedThisWeek)}
        help={figureHelp.deployed}
        note={figures.deployedThisWeek === 1 ? 'service' : 'services'}
      />
      <Tile
        name="First-pass yield"
        value={shareText(firstPass.share)}
        help={figureHelp.firstPass}
        note={firstPass.of > 0 && `${firstPass.count} of ${firstPass.of} changes`}
      />
      <Tile
        name="Flow efficiency"
        value={shareText(flow.share)}
        help={figureHelp.flow}
        note={flow.share !== null && `${spanText(flow.workedMs)} of ${spanText(flow.allMs)} worked on`}
      />
      <Tile
        name="Cost of a change"
        value={cost.perChange === null ? notYet : moneyText(cost.perChange)}
        help={figureHelp.cost}
        note={costNote(cost)}
      />
    </dl>
  );
}

/** Shorter is better; said by arrow, words and colour. */
function Trend({ percent }: { percent: number | null }) {
  if (percent === null) return null;
  const size = Math.abs(Math.round(percent));
  if (size === 0) return <div>= as in the week before</div>;
  const shorter = percent < 0;
  return (
    <div className={shorter ? styles.good : styles.warn}>
      <span aria-hidden="true">{shorter ? '↓' : '↑'}</span> {size} % {shorter ? 'shorter' : 'longer'} than the
      week before
    </div>
  );
}

function costNote({ usd, unknown, changesKnown, changesUnknown }: LineFigures['cost']): string | null {
  if (usd === null && unknown === 0) return null;
  const all = changesKnown + changesUnknown;
  const known = all === 0 ? '' : `median of ${changesKnown} of ${all} changes that told · `;
  const silent = unknown > 0 ? `, ${unknown} did not say` : '';
  return `${known}${moneyText(usd)} in all${silent}`;
}
