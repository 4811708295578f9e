import { memo } from 'react';
import { type LogLine, startedAgain } from '../../../../src/contracts/logs.ts';
import { plainText } from '../../../../src/contracts/plain-text.ts';
import { ansiSpans } from './ansi-spans.ts';
import styles from './log-row.module.css';
import { cutAt, placesOf } from './mark-matches.ts';

const marks = { error: { sign: '✖', word: 'error' }, warn: { sign: '▲', word: 'warning' } } as const;

type RowProps = {
  readonly n: number;
  readonly line: LogLine | null | undefined;
  readonly href: string;
  /** What is looked for. */
  readonly q: string;
  /** The match that was gone to. */
  readonly current: boolean;
  /** The line the address names. */
  readonly named: boolean;
  readonly times: boolean;
  readonly onName: (n: number) => void;
};

/** One line: its number as a link, when, how grave, who, and what was printed, as text. */
export const LogRow = memo(function LogRow({ n, line, href, q, current, named, times, onName }: RowProps) {
  const mark = line && line.level !== 'info' ? marks[line.level] : null;
  return (
    <div
      className={styles.row}
      data-line={n}
      data-level={line?.level}
      data-restart={(line?.source === 'andon' && line.line === startedAgain) || undefined}
      data-current={current || undefined}
      data-named={named || undefined}
    >
      <a
        className={styles.number}
        href={href}
        tabIndex={-1}
        aria-current={named ? 'location' : undefined}
        aria-label={`Line ${n}`}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          onName(n);
        }}
      >
        {n}
      </a>
      {times && line && (
        <time
          className={styles.time}
          dateTime={new Date(line.at).toISOString()}
          title={new Date(line.at).toLocaleString()}
        >
          {timeOf(line.at)}
        </time>
      )}
      <span className={styles.mark} title={mark?.word}>
        {mark && (
          <>
            <span aria-hidden="true">{mark.sign}</span>
            <span className="visually-hidden">{mark.word} </span>
          </>
        )}
      </span>
      {line && <span className={styles.source}>{plainText(line.source)} </span>}
      <span className={styles.text}>
        {line ? <Printed line={line.line} q={q} /> : <Absent line={line} />}
      </span>
    </div>
  );
});

function Absent({ line }: { line: null | undefined }) {
  return <span className={styles.absent}>{line === null ? 'this line is not kept any more' : '…'}</span>;
}

function Printed({ line, q }: { line: string; q: string }) {
  const spans = ansiSpans(line);
  const places = placesOf(spans.map(({ text }) => text).join(''), q);
  let at = 0;
  return cutAt(spans, places).map(({ text, hue, bold, dim, italic, underline, marked }) => {
    const key = at;
    at += text.length;
    const look = [
      hue && styles[hue],
      bold && styles.bold,
      dim && styles.dim,
      italic && styles.italic,
      underline && styles.underline,
    ].filter(Boolean);
    const className = look.length > 0 ? look.join(' ') : undefined;
    return marked ? (
      <mark key={key} className={styles.match}>
        {text}
      </mark>
    ) : (
      <span key={key} className={className}>
        {text}
      </span>
    );
  });
}

function timeOf(at: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
  return `${clock}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}
