import { Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';

/** An address that leads nowhere says so, and the way back. */
export function NotFound() {
  return (
    <>
      <Title order={2}>There is nothing here.</Title>
      <Text>
        The address may be of an older board. <Link to="/">Go to the line</Link>.
      </Text>
    </>
  );
}
