import { Title } from '@mantine/core';

export function EditSpecPage() {
  return <Title order={2}>Edit a spec</Title>;
}
