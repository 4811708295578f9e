import { Title } from '@mantine/core';

export function NewSpecPage() {
  return <Title order={2}>New spec</Title>;
}
