import { useLayoutEffect, useRef } from 'react';
import { plainText } from '../../src/contracts/plain-text.ts';
import { logsOf } from './api.ts';
import styles from './text-block.module.css';
import { useAnswer } from './use-answer.ts';

const MOST = 500;

/** The newest log lines of a service, as text; follows the end while the end is in view. */
export function LogTail({ service, token }: { service: string; token: string | null }) {
  const { value, problem } = useAnswer((signal) => logsOf(service, token, signal), service, 2_000);
  const box = useRef<HTMLPreElement>(null);
  const follow = useRef(true);
  const lines = value?.lines.slice(-MOST) ?? [];
  const last = lines.at(-1)?.n;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new last line is what calls for scrolling
  useLayoutEffect(() => {
    if (box.current && follow.current) box.current.scrollTop = box.current.scrollHeight;
  }, [last]);
  return (
    <section className={styles.section} aria-label="Log">
      <h3 className={styles.title}>Log</h3>
      {problem && <p className={styles.problem}>The log cannot be read now: {problem}</p>}
      {value && lines.length === 0 && <p className={styles.none}>Nothing was logged yet.</p>}
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
