import { Loader, SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { lazy, type ReactNode, Suspense, useId, useMemo, useRef, useState } from 'react';
import { LintPanel, LintStatus } from './lint-panel.tsx';
import { NumberedTextarea, type TextHandle } from './numbered-textarea.tsx';
import styles from './spec-editor.module.css';
import { useLint } from './use-lint.ts';

const MarkdownText = lazy(() => import('./markdown-text.tsx'));

type Other = { readonly label: string; readonly content: ReactNode };
type Props = {
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly onSave: () => void;
  /** What can be looked at beside the text as well. */
  readonly other?: Other | undefined;
};

const PHONE = '(max-width: 900px)';

/** A spec that is written: its text, and beside it what is missing, or how it reads. */
export function SpecEditor({ text, onChange, onSave, other }: Props) {
  const lint = useLint(text);
  const id = useId();
  const field = useRef<TextHandle>(null);
  const isNarrow = useMediaQuery(PHONE, undefined, { getInitialValueInEffect: false });
  const [chosen, setChosen] = useState('check');
  const missing = lint.found?.problems.length ?? 0;
  const panels = [
    ...(isNarrow ? [{ value: 'write', label: 'Write' }] : []),
    { value: 'check', label: missing > 0 ? `Check (${missing})` : 'Check' },
    { value: 'preview', label: 'Preview' },
    ...(other ? [{ value: 'other', label: other.label }] : []),
  ];
  const first = isNarrow ? 'write' : 'check';
  const shown = panels.some(({ value }) => value === chosen) ? chosen : first;
  const marked = useMemo(() => new Set(lint.found?.problems.map(({ line }) => line)), [lint.found]);
  const goTo = (line: number) => {
    if (isNarrow) setChosen('write');
    // On a phone the text is there only once it was drawn.
    requestAnimationFrame(() => field.current?.goTo(line));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the text field in it
    <div
      className={styles.editor}
      onKeyDown={(event) => {
        if (!(event.metaKey || event.ctrlKey) || (event.key !== 's' && event.key !== 'Enter')) return;
        event.preventDefault();
        onSave();
      }}
    >
      <LintStatus id={id} lint={lint} />
      <SegmentedControl
        className={styles.switch}
        aria-label={isNarrow ? 'What is shown' : 'Beside the text'}
        value={shown}
        onChange={setChosen}
        data={panels}
      />
      {(!isNarrow || shown === 'write') && (
        <div className={styles.field}>
          <NumberedTextarea
            ref={field}
            label="SPEC.md"
            value={text}
            onChange={onChange}
            marked={marked}
            describedBy={id}
          />
        </div>
      )}
      {shown !== 'write' && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
        <section className={styles.panel} aria-label={labelOf(panels, shown)} tabIndex={0}>
          {shown === 'check' && <LintPanel found={lint.found} onLine={goTo} />}
          {shown === 'preview' && (
            <Suspense fallback={<Loader aria-label="Loading" />}>
              <MarkdownText text={text} />
            </Suspense>
          )}
          {shown === 'other' && other?.content}
        </section>
      )}
    </div>
  );
}

function labelOf(panels: readonly { value: string; label: string }[], shown: string): string {
  return panels.find(({ value }) => value === shown)?.label ?? '';
}
