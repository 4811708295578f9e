import { Tooltip } from '@mantine/core';
import type { ChangeHistory, ChangeSpan } from '../../../../src/contracts/history.ts';
import { plainText } from '../../../../src/contracts/plain-text.ts';
import { clock } from '../clock.ts';
import { exactly } from '../exactly.ts';
import { ticksOf } from './axis.ts';
import { lanesOf, spanKinds } from './span-words.ts';
import styles from './waterfall.module.css';

type Props = { readonly change: ChangeHistory; readonly now: number };

/** What one change spent its time on, lane by lane. Each bar is in reach of the keyboard and says what it is. */
export function Waterfall({ change, now }: Props) {
  const { spans, started } = change;
  const end = change.ended ?? now;
  const length = Math.max(1, end - started);
  const place = (at: number) => `${((at - started) / length) * 100}%`;
  return (
    <div className={styles.waterfall}>
      <div className={styles.axis} aria-hidden="true">
        {ticksOf(length, 6).map(({ ms, share }) => (
          <span key={ms} className={styles.tick} style={{ left: `${share * 100}%` }}>
            {ms === 0 ? clock(started) : `+${exactly(ms)}`}
          </span>
        ))}
      </div>
      {lanesOf(spans).map((lane) => (
        <div key={lane} className={styles.lane}>
          <span className={styles.laneName}>{lane}</span>
          <ul className={styles.track} aria-label={`${lane}: what was going on`}>
            {spans
              .filter((span) => span.lane === lane)
              .map((span) => (
                <li
                  key={`${span.from} ${span.kind}`}
                  className={styles.place}
                  style={{
                    left: place(span.from),
                    width: `calc(${place(span.to ?? end)} - ${place(span.from)})`,
                  }}
                >
                  <Bar span={span} end={end} />
                </li>
              ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

function Bar({ span, end }: { span: ChangeSpan; end: number }) {
  const words = barWords(span, end);
  return (
    <Tooltip
      label={<span className={styles.tip}>{words.join('\n')}</span>}
      multiline
      maw={360}
      withArrow
      events={{ hover: true, focus: true, touch: true }}
    >
      <button
        type="button"
        className={`${styles.bar} ${styles[span.kind]}`}
        aria-label={words.join(', ')}
        data-open={span.to === null || undefined}
      >
        <span aria-hidden="true" className={styles.barText}>
          <span className={styles.sign}>{spanKinds[span.kind].sign}</span>
          <span className={styles.word}> {span.session ?? spanKinds[span.kind].word}</span>
        </span>
      </button>
    </Tooltip>
  );
}

/** What a bar is, from when to when, who, and for how long. */
export function barWords(span: ChangeSpan, end: number): string[] {
  const { kind, label, session, from, to, attempt } = span;
  const who = session === undefined ? '' : ` by ${session}`;
  return [
    `${spanKinds[kind].word}${who}: ${plainText(label)}`,
    `${exactly((to ?? end) - from)}, ${clock(from)} – ${to === null ? 'now' : clock(to)}`,
    ...(attempt > 1 ? [`attempt ${attempt}`] : []),
  ];
}
