import { Button, Modal, Text } from '@mantine/core';
import { useState } from 'react';
import type { ServiceView } from '../../../../src/contracts/board.ts';
import { SendBackForm } from '../../act/send-back-form.tsx';
import { useReadOnly } from '../../act/use-act.tsx';
import { useOffers } from '../../act/use-offers.ts';
import { WhyButton } from '../../parts/why-button.tsx';
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
      <WhyButton why={why} variant="filled" onClick={() => setAsking(true)}>
        Send back with {comments.length === 1 ? 'it' : 'them'}
      </WhyButton>
      <Modal opened={asking} onClose={() => setAsking(false)} title={`Send ${service.name} back`} size="lg">
        <SendBackForm
          service={service}
          begin={noteOf(comments)}
          onSent={onClear}
          onDone={() => setAsking(false)}
        />
      </Modal>
    </div>
  );
}
