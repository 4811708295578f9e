import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type LogFilter, mostLines } from '../../../../src/contracts/logs.ts';
import { plainText } from '../../../../src/contracts/plain-text.ts';
import { useToken } from '../../api/use-token.ts';
import { logReader } from './log-reader.ts';

/** Puts the newest lines that are shown on the clipboard, as many as one answer has. */
export function CopyLines({ service, choice }: { service: string; choice: Omit<LogFilter, 'q'> }) {
  const token = useToken();
  const copy = async () => {
    try {
      const { signal } = new AbortController();
      const { lines } = await logReader(service, token).page({ ...choice, limit: mostLines }, signal);
      await navigator.clipboard.writeText(lines.map(({ line }) => plainText(line)).join('\n'));
      notifications.show({ message: `Copied the newest ${lines.length} lines` });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      notifications.show({ color: 'red', title: 'Nothing was copied', message: why });
    }
  };
  return (
    <Button size="xs" variant="default" onClick={() => void copy()}>
      Copy
    </Button>
  );
}
