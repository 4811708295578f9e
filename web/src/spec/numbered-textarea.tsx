import { memo, type Ref, useId, useImperativeHandle, useRef } from 'react';
import styles from './numbered-textarea.module.css';

export type TextHandle = {
  /** Puts the cursor into that line, marked, where it is seen. */
  goTo(line: number): void;
};

type Props = {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Lines something is missing from: what stands beside their number. */
  readonly marked: ReadonlySet<number>;
  readonly describedBy?: string;
  readonly readOnly?: boolean;
  readonly ref?: Ref<TextHandle>;
};

/**
 * A text with line numbers. The numbers belong to a copy of the text that is drawn under it, invisible and wrapped the
 * same way, so that each stands where its line does however long that is.
 */
export function NumberedTextarea({ label, value, onChange, marked, describedBy, readOnly, ref }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const copy = useRef<HTMLDivElement>(null);
  const id = useId();
  const lines = value.split('\n');
  useImperativeHandle(ref, () => ({
    goTo(line) {
      const before = (field.current?.value ?? '').split('\n').slice(0, line);
      const end = before.join('\n').length;
      field.current?.focus({ preventScroll: true });
      field.current?.setSelectionRange(end - (before.at(-1)?.length ?? 0), end);
      const place = copy.current?.children[line - 1];
      if (place instanceof HTMLElement) frame.current?.scrollTo({ top: Math.max(0, place.offsetTop - 80) });
    },
  }));
  return (
    <div ref={frame} className={styles.frame}>
      <div className={styles.stack}>
        <div ref={copy} className={styles.copy} aria-hidden="true">
          {lines.map((text, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
            <Line key={index} n={index + 1} text={text} isMarked={marked.has(index + 1)} />
          ))}
        </div>
        <textarea
          ref={field}
          id={id}
          className={styles.field}
          aria-label={label}
          aria-describedby={describedBy}
          value={value}
          readOnly={readOnly}
          onChange={(event) => onChange(event.currentTarget.value)}
          spellCheck="true"
          autoCapitalize="off"
          autoCorrect="off"
        />
      </div>
    </div>
  );
}

const Line = memo(function Line({ n, text, isMarked }: { n: number; text: string; isMarked: boolean }) {
  return (
    <div className={isMarked ? `${styles.line} ${styles.marked}` : styles.line}>
      <span className={styles.number}>
        {isMarked && '▲ '}
        {n}
      </span>
      {/* An empty line is as high as any. */}
      {text === '' ? '\u200b' : text}
    </div>
  );
});
