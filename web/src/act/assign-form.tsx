import { Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { ActFormProps } from './act-dialog.tsx';
import { DeedForm } from './deed-form.tsx';
import { assignDeed } from './deeds.ts';
import { useOffers } from './use-offers.ts';

const BEST = '';

/** To whom the open ticket goes: the line's choice, or one of those that may; the others say why not. */
export function AssignForm({ service, onDone }: ActFormProps) {
  const { data, error } = useOffers(service);
  const [session, setSession] = useState(BEST);
  const sessions = data?.sessions ?? [];
  const offer = data?.offers.find(({ act }) => act === 'assign');
  const nobody = data !== undefined && !sessions.some(({ allowed }) => allowed);
  const why = error?.message ?? offer?.why ?? (nobody ? 'No session can take it now.' : null);
  const { ticket } = service;
  return (
    <DeedForm
      label="Assign"
      deed={data && ticket !== undefined ? assignDeed(service, ticket, session || null) : null}
      why={why}
      onDone={onDone}
    >
      <Radio.Group label="Session" value={session} onChange={setSession}>
        <Stack gap="xs" mt="xs">
          <Radio
            value={BEST}
            label="Whoever suits best"
            description="As the line would choose"
            data-autofocus
          />
          {sessions.map(({ name, allowed, why: reasons }) => (
            <Radio
              key={name}
              value={name}
              label={name}
              disabled={!allowed}
              description={allowed ? 'Can take it now' : reasons.join(' ')}
            />
          ))}
        </Stack>
      </Radio.Group>
      {data && sessions.length === 0 && (
        <Text size="sm">
          No session is registered. One joins with <code>andon worker --name s1 --agent claude</code>.
        </Text>
      )}
    </DeedForm>
  );
}
