import { Link } from '@tanstack/react-router';
import type { SpecEvidence, SpecRequirement } from '../../../../src/contracts/specs.ts';
import styles from './evidence-note.module.css';

type Kind = SpecEvidence['kind'] | 'none';
type Look = { readonly shape: string; readonly word: string; readonly tone: 'good' | 'bad' | 'soft' };

const looks: Readonly<Record<Kind, Look>> = {
  held: { shape: '✓', word: 'holds', tone: 'good' },
  broken: { shape: '✕', word: 'does not hold', tone: 'bad' },
  open: { shape: '◇', word: 'left open', tone: 'soft' },
  planned: { shape: '○', word: 'not yet', tone: 'soft' },
  'test-passed': { shape: '✓', word: 'test passed', tone: 'good' },
  'test-failed': { shape: '✕', word: 'test failed', tone: 'bad' },
  'test-skipped': { shape: '◇', word: 'test skipped', tone: 'soft' },
  same: { shape: '→', word: 'see', tone: 'soft' },
  none: { shape: '–', word: 'nothing checks this by itself', tone: 'soft' },
};

/** What is known of the statements that begin on some lines. */
export function EvidenceNote({ requirements }: { requirements: readonly SpecRequirement[] }) {
  const single = requirements.length === 1;
  return (
    <ul className={styles.notes} aria-label="Evidence">
      {requirements.flatMap(({ line, evidence }) =>
        evidence.length === 0 ? (
          <Note key={line} kind="none" text="" />
        ) : (
          evidence.map(({ kind, text }) => (
            <Note
              key={`${line} ${kind} ${text}`}
              kind={kind}
              text={single ? text : `line ${line}: ${text}`}
            />
          ))
        ),
      )}
    </ul>
  );
}

function Note({ kind, text }: { kind: Kind; text: string }) {
  const { shape, word, tone } = looks[kind];
  return (
    <li className={styles.note} data-tone={tone}>
      <span className={styles.word}>
        <span aria-hidden="true">{shape} </span>
        {word}
      </span>
      {text !== '' && <span className={styles.text}>{text.replaceAll('`', '')}</span>}
    </li>
  );
}

/** Where all of it was found out. */
export function RecordLink({ service, record }: { service: string; record: string }) {
  return (
    <Link to="/services/$name" params={{ name: service }} search={{ tab: 'record', record }}>
      its record
    </Link>
  );
}
