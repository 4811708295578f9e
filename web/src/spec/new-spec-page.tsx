import { Button, Skeleton, TextInput, Title } from '@mantine/core';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useCallback, useRef, useState } from 'react';
import { type SpecTemplate, specTemplatesResponse } from '../../../src/contracts/specs.ts';
import { useRead } from '../api/use-read.ts';
import { useService } from '../live/use-live.ts';
import { useDraft } from './drafts.ts';
import { LeaveGuard } from './leave-guard.tsx';
import { nameProblem } from './name-problem.ts';
import { Notice } from './notice.tsx';
import { SaveBar } from './save-bar.tsx';
import { SpecEditor } from './spec-editor.tsx';
import styles from './spec-page.module.css';
import { TemplateChooser } from './template-chooser.tsx';
import { useSaveSpec } from './use-save-spec.ts';

const route = getRouteApi('/specs/new');

/** A new service: its name, what its spec begins with, and the spec itself. */
export function NewSpecPage() {
  const { data, error } = useRead(['specs'], '/api/specs/templates', specTemplatesResponse);
  return (
    <div className={styles.page}>
      <Title order={2}>New spec</Title>
      {error && (
        <Notice tone="bad" title="The templates could not be read">
          {error.message}
        </Notice>
      )}
      {data ? <NewSpec templates={data.templates} /> : !error && <Skeleton height={480} />}
    </div>
  );
}

function NewSpec({ templates }: { templates: readonly SpecTemplate[] }) {
  const asked = route.useSearch().template;
  const navigate = useNavigate({ from: '/specs/new' });
  const [draft, keep] = useDraft('new');
  const [undo, setUndo] = useState<string | null>(null);
  const [touched, setTouched] = useState(false);
  const nameField = useRef<HTMLInputElement>(null);
  const template = templates.find(({ id }) => id === (asked ?? draft?.template)) ?? templates[0];
  const begun = template?.text ?? '';
  const text = draft?.text ?? begun;
  const name = draft?.name ?? '';
  const isWritten = draft !== null && templates.every((one) => one.text !== draft.text);
  const latest = useRef(false);
  latest.current = isWritten;

  const put = (next: { text?: string; name?: string; template?: string }) =>
    keep({ text, name, template: template?.id ?? '', ifHash: null, aside: null, ...next });
  const forget = useCallback(() => {
    latest.current = false;
    keep(null);
  }, [keep]);
  const { save, saving, problem, readOnly } = useSaveSpec(forget);
  const isTaken = useService(name) !== undefined;
  const wrong = nameProblem(name, isTaken && !saving);
  const [clash, setClash] = useState(false);

  const onSave = async () => {
    setTouched(true);
    setClash(false);
    if (wrong !== null) nameField.current?.focus();
    else setClash((await save({ name, text, ifHash: null })) === 'changed');
  };
  const choose = (chosen: SpecTemplate) => {
    setUndo(isWritten ? text : null);
    put({ text: chosen.text, template: chosen.id });
    void navigate({ search: (before) => ({ ...before, template: chosen.id }), replace: true });
  };
  return (
    <>
      <LeaveGuard mayLeave={() => !latest.current} onDiscard={forget} />
      <div className={styles.head}>
        <TextInput
          ref={nameField}
          label="Name of the service"
          description="Its directory, and its path at the gateway"
          placeholder="notes"
          required
          value={name}
          onChange={(event) => put({ name: event.currentTarget.value })}
          onBlur={() => setTouched(name !== '')}
          error={touched || isTaken ? wrong : null}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
        />
        <TemplateChooser templates={templates} chosen={template?.id ?? ''} onChoose={choose} />
      </div>
      {undo !== null && (
        <Notice tone="soft" title="The template took the place of what you wrote">
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              put({ text: undo });
              setUndo(null);
            }}
          >
            Put my text back
          </Button>
        </Notice>
      )}
      {(clash || isTaken) && (
        <Notice tone="warn" title={`There is a spec of ${name} already`} urgent>
          Choose another name, or{' '}
          <Link to="/specs/$name" params={{ name }}>
            edit that one
          </Link>
          .
        </Notice>
      )}
      <SpecEditor text={text} onChange={(next) => put({ text: next })} onSave={onSave} />
      <SaveBar
        label="Save, and put it on the line"
        onSave={onSave}
        saving={saving}
        why={readOnly}
        problem={problem}
      />
    </>
  );
}
