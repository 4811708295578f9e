import type { LintSpecResponse } from '../../../src/contracts/specs.ts';
import styles from './lint-panel.module.css';
import type { Lint } from './use-lint.ts';

type Props = { readonly found: LintSpecResponse | null; readonly onLine: (line: number) => void };

/** Whether the text is complete, in one line that is read out as it changes. */
export function LintStatus({ id, lint: { found, behind, problem } }: { id: string; lint: Lint }) {
  return (
    <p id={id} role="status" className={styles.status} data-behind={behind}>
      {problem === null ? statusOf(found) : `It cannot be checked now: ${problem}`}
    </p>
  );
}

/** What is missing from the text, where, and what of it was understood. */
export function LintPanel({ found, onLine }: Props) {
  return (
    <div className={styles.panel}>
      {found && found.problems.length > 0 && (
        <ul className={styles.problems} aria-label="What is missing">
          {found.problems.map(({ line, text }) => (
            <li key={`${line} ${text}`}>
              <button type="button" className={styles.problem} onClick={() => onLine(line)}>
                <span className={styles.place}>▲ line {line}</span> {text}
              </button>
            </li>
          ))}
        </ul>
      )}
      {found && <Understood found={found} onLine={onLine} />}
    </div>
  );
}

function statusOf(found: LintSpecResponse | null): string {
  if (!found) return 'Being checked …';
  const { length } = found.problems;
  if (length === 0) return '✓ Complete: it passes the spec gate';
  return length === 1 ? '▲ One thing is missing' : `▲ ${length} things are missing`;
}

function Understood({ found, onLine }: { found: LintSpecResponse; onLine: (line: number) => void }) {
  const { problems, sections, missing, secrets, services, reading } = found;
  const wrong = new Set(problems.map(({ line }) => line));
  return (
    <>
      <ul className={styles.sections} aria-label="Sections">
        {sections.map(({ name, heading, line }) => (
          <li key={`${line} ${name}`}>
            <button type="button" className={styles.section} onClick={() => onLine(line)}>
              {wrong.has(line) ? (
                <span className={styles.place}>▲ {name}</span>
              ) : (
                <span className={styles.good}>✓ {name}</span>
              )}
              {heading !== name && ` as “${heading}”`}
            </button>
          </li>
        ))}
        {missing.map((name) => (
          <li key={name} className={styles.absent}>
            ○ {name} is not there
          </li>
        ))}
      </ul>
      {reading && (
        <p className={styles.note}>
          {reading.tried} of its {reading.statements} statements will be tried on the running service.
        </p>
      )}
      {reading && reading.notByReference.length === 0 && (
        <p className={styles.note}>✓ Andon’s built-in builder can build it; so can any agent.</p>
      )}
      {reading && reading.notByReference.length > 0 && (
        <details className={styles.note}>
          <summary>◇ An agent has to build it: the built-in builder does not understand all of it</summary>
          <ul className={styles.reasons}>
            {reading.notByReference.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </details>
      )}
      {secrets.length > 0 && (
        <p className={styles.note}>
          Has to be set before it is deployed, with <code>andon env</code>: {secrets.join(', ')}
        </p>
      )}
      {services.length > 0 && <p className={styles.note}>Reaches these services: {services.join(', ')}</p>}
    </>
  );
}
