import { NumberInput, Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import { priorityLevels as levels } from '../../../src/contracts/priority-levels.ts';
import type { ActFormProps } from './act-dialog.tsx';
import { DeedForm } from './deed-form.tsx';
import { prioritiseDeed } from './deeds.ts';

const OTHER = 'other';

/** How soon its tickets are given out, beside those of other services. */
export function PrioritiseForm({ service, onDone }: ActFormProps) {
  const now = service.priority ?? 0;
  const known = levels.find(({ priority }) => priority === now);
  const [level, setLevel] = useState<string>(known?.name ?? OTHER);
  const [number, setNumber] = useState<number>(now);
  const priority = levels.find(({ name }) => name === level)?.priority ?? number;
  return (
    <DeedForm
      label="Set priority"
      deed={priority === now ? null : prioritiseDeed(service, priority)}
      onDone={onDone}
    >
      <Radio.Group label="Its tickets are given out" value={level} onChange={setLevel}>
        <Stack gap="xs" mt="xs">
          {levels.map(({ name, label, priority: value }) => (
            <Radio
              key={name}
              value={name}
              label={label}
              description={value === now ? 'As it is now' : `Priority ${value}`}
              {...(name === (known?.name ?? 'normal') ? { 'data-autofocus': true } : {})}
            />
          ))}
          <Radio value={OTHER} label="By a number" {...(known ? {} : { description: `Now ${now}` })} />
        </Stack>
      </Radio.Group>
      {level === OTHER && (
        <NumberInput
          label="Priority"
          description="Added to what its tickets have by themselves"
          value={number}
          min={-1_000_000}
          max={1_000_000}
          onChange={(value) => setNumber(Number(value) || 0)}
        />
      )}
    </DeedForm>
  );
}
