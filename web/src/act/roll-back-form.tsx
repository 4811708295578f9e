import { Radio, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { releasesResponse } from '../../../src/contracts/releases.ts';
import { useRead } from '../api/use-read.ts';
import { AgeMark } from '../parts/age-mark.tsx';
import type { ActFormProps } from './act-dialog.tsx';
import { DeedForm } from './deed-form.tsx';
import { actPath, rollBackDeed } from './deeds.ts';
import { useOffers } from './use-offers.ts';

/** To which release; the data stays as it is, and that is said. */
export function RollBackForm({ service, onDone }: ActFormProps) {
  const { data, error } = useOffers(service);
  const { data: all } = useRead(['service', service.id], actPath(service, 'releases'), releasesResponse);
  const serving = all?.releases.find(({ state }) => state === 'serving');
  const from = serving ? { id: serving.id, version: serving.version ?? serving.id } : null;
  const [chosen, setChosen] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const releases = data?.releases ?? [];
  const to = releases.find(({ id }) => id === chosen) ?? releases[0];
  const offer = data?.offers.find(({ act }) => act === 'roll-back');
  return (
    <DeedForm
      label="Roll back"
      deed={to ? rollBackDeed(service, to, reason.trim(), from) : null}
      why={error?.message ?? offer?.why ?? null}
      onDone={onDone}
    >
      <Radio.Group label="To release" value={to?.id ?? ''} onChange={setChosen}>
        <Stack gap="xs" mt="xs">
          {releases.map(({ id, version, commit, at }, index) => (
            <Radio
              key={id}
              value={id}
              label={version}
              description={
                <>
                  commit {commit.slice(0, 10)}, released <AgeMark since={at} /> ago
                </>
              }
              {...(index === 0 ? { 'data-autofocus': true } : {})}
            />
          ))}
        </Stack>
      </Radio.Group>
      <TextInput
        label="Why"
        description="Kept with it, for whoever looks later"
        value={reason}
        maxLength={1_000}
        onChange={({ currentTarget: { value } }) => setReason(value)}
      />
      <Text size="sm">The service’s data is not taken back: only the code changes.</Text>
    </DeedForm>
  );
}
