import { useLayoutEffect, useRef } from 'react';
import type { ServiceView } from '../../../../src/contracts/board.ts';
import { logsView } from '../../../../src/contracts/logs.ts';
import { plainText } from '../../../../src/contracts/plain-text.ts';
import { useRead } from '../../api/use-read.ts';
import styles from '../../parts/text-block.module.css';

const MOST = 500;

/** The newest log lines of a service, as text; follows the end while the end is in view. */
export function LogTail({ service: { id, name } }: { service: ServiceView }) {
  const path = `/api/services/${encodeURIComponent(name)}/logs`;
  const { data, error } = useRead(['service', id], path, logsView, { everyMs: 2_000 });
  const box = useRef<HTMLPreElement>(null);
  const follow = useRef(true);
  const lines = data?.lines.slice(-MOST) ?? [];
  const last = lines.at(-1)?.n;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new last line is what calls for scrolling
  useLayoutEffect(() => {
    if (box.current && follow.current) box.current.scrollTop = box.current.scrollHeight;
  }, [last]);
  return (
    <section className={styles.section} aria-label="Log">
      <h3 className={styles.title}>Log</h3>
      {error && <p className={styles.problem}>The log cannot be read now: {error.message}</p>}
      {data && lines.length === 0 && <p className={styles.none}>Nothing was logged yet.</p>}
      {lines.length > 0 && (
        <pre
          ref={box}
          className={styles.text}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
          tabIndex={0}
          onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
            follow.current = scrollTop + clientHeight >= scrollHeight - 8;
          }}
        >
          {lines.map(({ source, line }) => `${source}  ${plainText(line)}`).join('\n')}
        </pre>
      )}
    </section>
  );
}
