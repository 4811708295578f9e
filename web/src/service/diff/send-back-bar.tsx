import { Button, Group, Modal, Stack, Text, Textarea, Tooltip } from '@mantine/core';
import { useState } from 'react';
import type { ServiceView } from '../../../../src/contracts/board.ts';
import { sendBackDeed } from '../../act/deeds.ts';
import { useAct, useReadOnly } from '../../act/use-act.tsx';
import { useOffers } from '../../act/use-offers.ts';
import { type Comment, noteOf } from './comments.ts';
import styles from './diff.module.css';

type Props = { service: ServiceView; comments: readonly Comment[]; onClear: () => void };

/** What was said about lines, and the way to send the work back with it. */
export function SendBackBar({ service, comments, onClear }: Props) {
  const { data } = useOffers(service);
  const readOnly = useReadOnly();
  const [asking, setAsking] = useState(false);
  if (comments.length === 0) return null;
  const offer = data?.offers.find(({ act }) => act === 'send-back');
  const why =
    readOnly ??
    (offer
      ? offer.allowed
        ? null
        : (offer.why ?? 'The line would do nothing now.')
      : 'What may be done is not known yet.');
  const count = comments.length === 1 ? '1 comment' : `${comments.length} comments`;
  return (
    <div className={styles.sendBack} role="status">
      <Text size="sm">{count}, kept in this tab until you send or drop them.</Text>
      <Button size="compact-md" variant="default" onClick={onClear}>
        Drop
      </Button>
      <Tooltip
        label={why}
        disabled={why === null}
        multiline
        maw={320}
        events={{ hover: true, focus: true, touch: true }}
      >
        <Button
          size="compact-md"
          aria-disabled={why !== null}
          {...(why === null ? {} : { 'data-disabled': true, 'aria-description': why })}
          onClick={() => {
            if (why === null) setAsking(true);
          }}
        >
          Send back with {comments.length === 1 ? 'it' : 'them'}
        </Button>
      </Tooltip>
      <Modal opened={asking} onClose={() => setAsking(false)} title={`Send ${service.name} back`} size="lg">
        <Note service={service} comments={comments} onSent={onClear} onDone={() => setAsking(false)} />
      </Modal>
    </div>
  );
}

type NoteProps = Omit<Props, 'onClear'> & { readonly onSent: () => void; readonly onDone: () => void };

function Note({ service, comments, onSent, onDone }: NoteProps) {
  const act = useAct();
  const [note, setNote] = useState(() => noteOf(comments));
  const [asking, setAsking] = useState(false);
  const words = note.trim();
  const send = async () => {
    setAsking(true);
    const done = await act(sendBackDeed(service, words));
    setAsking(false);
    if (!done) return;
    onDone();
    onSent();
  };
  return (
    <Stack gap="sm">
      <Text size="sm">
        What was built stays. A session gets it to fix, with your note before everything else, and its
        attempts begin anew.
      </Text>
      <Textarea
        label="What is to be changed"
        value={note}
        onChange={({ currentTarget: { value } }) => setNote(value)}
        autosize
        minRows={6}
        maxRows={16}
        maxLength={10_000}
        required
        data-autofocus
      />
      <Group justify="flex-end">
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button onClick={send} loading={asking} disabled={words === ''}>
          Send back
        </Button>
      </Group>
    </Stack>
  );
}
