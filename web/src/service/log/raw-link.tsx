import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useToken } from '../../api/use-token.ts';

/** The whole log as a file. Where a token is needed no link can carry it: the file is then read first. */
export function RawLink({ href, file }: { href: string; file: string }) {
  const token = useToken();
  const download = async () => {
    const answer = await fetch(href, { headers: { authorization: `Bearer ${token}` } });
    if (!answer.ok) throw new Error(`The server answered ${answer.status} ${answer.statusText}.`);
    const url = URL.createObjectURL(await answer.blob());
    const link = document.createElement('a');
    link.href = url;
    link.download = file;
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <Button
      component="a"
      size="xs"
      variant="default"
      href={href}
      download={file}
      onClick={(event) => {
        if (token === null) return;
        event.preventDefault();
        download().catch((error: Error) =>
          notifications.show({ color: 'red', title: 'Nothing was downloaded', message: error.message }),
        );
      }}
    >
      Download
    </Button>
  );
}
