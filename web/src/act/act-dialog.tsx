import { Modal } from '@mantine/core';
import type { ComponentType } from 'react';
import type { ServiceView } from '../../../src/contracts/board.ts';
import { useService } from '../live/use-live.ts';
import type { AskedAct } from './acting.tsx';
import { AssignForm } from './assign-form.tsx';
import { PrioritiseForm } from './prioritise-form.tsx';
import { RetireForm } from './retire-form.tsx';
import { RollBackForm } from './roll-back-form.tsx';
import { SendBackForm } from './send-back-form.tsx';

export type ActFormProps = { readonly service: ServiceView; readonly onDone: () => void };

type Form = { readonly title: (name: string) => string; readonly Body: ComponentType<ActFormProps> };

const forms: Readonly<Record<AskedAct, Form>> = {
  'send-back': { title: (name) => `Send ${name} back`, Body: SendBackForm },
  assign: { title: (name) => `Assign ${name} now`, Body: AssignForm },
  prioritise: { title: (name) => `Priority of ${name}`, Body: PrioritiseForm },
  'roll-back': { title: (name) => `Roll ${name} back`, Body: RollBackForm },
  retire: { title: (name) => `Retire ${name}`, Body: RetireForm },
};

type Props = { readonly act: AskedAct; readonly asked: ServiceView; readonly onClose: () => void };

/** Asks for what an act needs. It shows the service as it is meanwhile. */
export default function ActDialog({ act, asked, onClose }: Props) {
  const service = useService(asked.name) ?? asked;
  const { title, Body } = forms[act];
  return (
    <Modal
      opened
      onClose={onClose}
      title={title(service.name)}
      closeButtonProps={{ 'aria-label': 'Close' }}
      centered
    >
      <Body service={service} onDone={onClose} />
    </Modal>
  );
}
