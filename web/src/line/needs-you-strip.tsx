import { useLocalStorage } from '@mantine/hooks';
import { memo, useState } from 'react';
import { ActButton } from '../act/act-button.tsx';
import { approveDeed, retryDeed } from '../act/deeds.ts';
import { Ways } from '../parts/ways.tsx';
import { AnswerForm } from './answer-form.tsx';
import type { Call } from './needs-you.ts';
import styles from './needs-you-strip.module.css';
import { useCalls } from './use-calls.ts';

const FEW = 3;
/** More than these are better looked through in the columns, filtered. */
const MOST = 60;

type Props = {
  readonly onOpen: (name: string) => void;
  readonly onAll: () => void;
};

const marks: Readonly<Record<Call['kind'], { shape: string; word: string }>> = {
  unsandboxed: { shape: '■', word: 'no sandbox' },
  down: { shape: '✕', word: 'down' },
  blocked: { shape: '■', word: 'blocked' },
  budget: { shape: '$', word: 'budget' },
  approval: { shape: '✓', word: 'approval' },
  question: { shape: '?', word: 'question' },
  stands: { shape: '▲', word: 'waits for you' },
};

/** What waits for a person, the gravest first, with what can be done about it right there. */
export const NeedsYou = memo(function NeedsYou({ onOpen, onAll }: Props) {
  const calls = useCalls();
  const [isOpen, setOpen] = useLocalStorage({
    key: 'andon.needs-you',
    defaultValue: true,
    getInitialValueInEffect: false,
  });
  const [all, setAll] = useState(false);
  if (calls.length === 0) {
    return (
      <h2 className={styles.quiet}>
        <span aria-hidden="true">●</span> Nothing needs you.
      </h2>
    );
  }
  const shown = calls.slice(0, all ? MOST : FEW);
  return (
    <section className={styles.strip} aria-labelledby="needs-you">
      <h2 className={styles.title}>
        <button
          type="button"
          id="needs-you"
          className={styles.toggle}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span> Needs you{' '}
          <span className={styles.count}>{calls.length}</span>
        </button>
      </h2>
      {isOpen && (
        <ul className={styles.calls}>
          {shown.map((call) => (
            <CallItem key={call.key} call={call} onOpen={onOpen} />
          ))}
        </ul>
      )}
      {isOpen && calls.length > shown.length && (
        <button
          type="button"
          className={styles.more}
          onClick={calls.length > MOST ? onAll : () => setAll(true)}
        >
          {calls.length > MOST
            ? `All ${calls.length}, in the columns`
            : `${calls.length - shown.length} more`}
        </button>
      )}
    </section>
  );
});

const CallItem = memo(function CallItem({ call, onOpen }: { call: Call; onOpen: (name: string) => void }) {
  const { service, kind, text, ways, grave, question } = call;
  const { shape, word } = marks[kind];
  return (
    <li className={`${styles.call} ${grave ? styles.grave : ''}`} data-call={kind}>
      <p className={styles.text}>
        <strong className={styles.kind}>
          <span aria-hidden="true">{shape}</span> {word}
        </strong>{' '}
        {service && (
          <button type="button" className={styles.open} onClick={() => onOpen(service.name)}>
            {service.name}
          </button>
        )}{' '}
        {text}
      </p>
      {service && kind === 'approval' && (
        <ActButton label="Approve" size="compact-sm" deed={approveDeed(service)} />
      )}
      {service && kind === 'blocked' && (
        <ActButton label="Retry" size="compact-sm" deed={retryDeed(service)} />
      )}
      {question && <AnswerForm question={question} />}
      {!service && <Ways ways={ways} />}
    </li>
  );
});
