import { Title } from '@mantine/core';

export function MetricsPage() {
  return <Title order={2}>Metrics</Title>;
}
