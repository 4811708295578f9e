import { Button, Skeleton, Title } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useCallback, useRef } from 'react';
import { type SpecResponse, specResponse } from '../../../src/contracts/specs.ts';
import { useRead } from '../api/use-read.ts';
import { useService } from '../live/use-live.ts';
import { useDraft } from './drafts.ts';
import { LeaveGuard } from './leave-guard.tsx';
import { Notice } from './notice.tsx';
import { OnDisk } from './on-disk.tsx';
import { SaveBar } from './save-bar.tsx';
import { SpecEditor } from './spec-editor.tsx';
import styles from './spec-page.module.css';
import { useSaveSpec } from './use-save-spec.ts';

const route = getRouteApi('/specs/$name');

/** The spec of a service, to be written on. */
export function EditSpecPage() {
  const { name } = route.useParams();
  const service = useService(name);
  const path = `/api/services/${encodeURIComponent(name)}/spec`;
  const { data, error, refetch } = useRead(['service', service?.id ?? name, 'spec'], path, specResponse);
  return (
    <div className={styles.page}>
      <Title order={2}>
        Spec of{' '}
        <Link to="/services/$name" params={{ name }}>
          {name}
        </Link>
      </Title>
      {error && (
        <Notice tone="bad" title="The spec could not be read">
          {error.message}
        </Notice>
      )}
      {data?.service === name ? (
        <EditSpec key={name} now={data} lookAgain={refetch} />
      ) : (
        !error && <Skeleton height={480} />
      )}
    </div>
  );
}

function EditSpec({ now, lookAgain }: { now: SpecResponse; lookAgain: () => Promise<unknown> }) {
  const { service, path } = now;
  const [draft, keep] = useDraft(`of.${service}`);
  const text = draft?.text ?? now.text;
  const isWritten = draft !== null && draft.text !== now.text;
  const isChanged = isWritten && draft.ifHash !== now.hash;
  const latest = useRef(false);
  latest.current = isWritten;
  const forget = useCallback(() => {
    latest.current = false;
    keep(null);
  }, [keep]);
  const { save, saving, problem, readOnly } = useSaveSpec(forget);

  const write = (next: string) =>
    keep(
      next === now.text && !draft?.aside
        ? null
        : { name: '', template: '', aside: null, ifHash: now.hash, ...draft, text: next },
    );
  const onSave = async () => {
    if (!isWritten || isChanged) return;
    if ((await save({ name: service, text, ifHash: draft.ifHash })) === 'changed') await lookAgain();
  };
  const saveOver = async () => {
    if ((await save({ name: service, text, ifHash: now.hash })) === 'changed') await lookAgain();
  };
  const takeTheirs = () =>
    keep({ name: '', template: '', ifHash: now.hash, text: now.text, aside: draft?.text ?? null });
  return (
    <>
      <LeaveGuard mayLeave={() => !latest.current} onDiscard={forget} />
      <p>
        <code>{path}</code>
        {now.hash === null && ' does not exist yet'}
      </p>
      {isChanged && (
        <Notice tone="warn" title="It was changed on the disk meanwhile" urgent>
          Yours is kept here; the other text stands beside it, under “On the disk”. Nothing is written before
          you choose.
          <div>
            <Button size="compact-sm" mt="xs" mr="xs" onClick={saveOver} loading={saving}>
              Save mine over it
            </Button>
            <Button size="compact-sm" mt="xs" variant="default" onClick={takeTheirs}>
              Go on with that on the disk
            </Button>
          </div>
        </Notice>
      )}
      {draft?.aside != null && (
        <Notice tone="soft" title="Your own text is put aside">
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => keep({ ...draft, text: draft.aside ?? '', ifHash: now.hash, aside: null })}
          >
            Put my text back
          </Button>
        </Notice>
      )}
      <SpecEditor
        text={text}
        onChange={write}
        onSave={onSave}
        other={isChanged ? { label: 'On the disk', content: <OnDisk text={now.text} /> } : undefined}
      />
      <SaveBar
        label="Save"
        onSave={onSave}
        saving={saving}
        why={
          readOnly ??
          (isChanged ? 'Choose first which text it is to be.' : isWritten ? null : 'Nothing is changed.')
        }
        problem={problem}
      >
        {isWritten && (
          <Button variant="subtle" onClick={forget}>
            Throw my changes away
          </Button>
        )}
      </SaveBar>
    </>
  );
}
