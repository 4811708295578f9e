import { Modal, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ServiceView } from '../../../../src/contracts/board.ts';
import { plainText } from '../../../../src/contracts/plain-text.ts';
import type { ReleaseView } from '../../../../src/contracts/releases.ts';
import { DeedForm } from '../../act/deed-form.tsx';
import { rollBackDeed } from '../../act/deeds.ts';
import { useReadOnly } from '../../act/use-act.tsx';
import { WhyButton } from '../../parts/why-button.tsx';
import { releaseName } from './release-name.ts';

type Props = {
  service: ServiceView;
  to: ReleaseView;
  serving: ReleaseView | undefined;
  /** Null: it may be gone back to. */
  whyNot: string | null;
};

/** Goes back to one release, after it was said what that means. Where it cannot, it says why. */
export function RollBack({ service, to, serving, whyNot }: Props) {
  const readOnly = useReadOnly();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const name = (release: ReleaseView) => ({ id: release.id, version: releaseName(release) });
  const forward = serving !== undefined && to.at > serving.at;
  const way = forward ? 'Roll forward' : 'Roll back';
  const words = `${way} to ${plainText(releaseName(to))}`;
  return (
    <>
      <WhyButton why={whyNot ?? readOnly} onClick={() => setAsking(true)}>
        {words}
      </WhyButton>
      <Modal opened={asking} onClose={() => setAsking(false)} title={words}>
        <DeedForm
          label={way}
          deed={rollBackDeed(service, name(to), reason.trim(), serving ? name(serving) : null)}
          why={whyNot}
          onDone={() => setAsking(false)}
        >
          <Text size="sm">
            {serving ? `${plainText(releaseName(serving))} stops, ` : ''}
            {plainText(releaseName(to))} serves again. Only the code changes: the data stays as it is and is
            not taken back. To undo it, roll {forward ? 'back' : 'forward'} again.
          </Text>
          <TextInput
            label="Why"
            description="Kept with it, for whoever looks later"
            value={reason}
            maxLength={1_000}
            data-autofocus
            onChange={({ currentTarget: { value } }) => setReason(value)}
          />
        </DeedForm>
      </Modal>
    </>
  );
}
