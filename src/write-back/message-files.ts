import { lstatSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readPresent, replaceFile } from './safe-file.ts';

export type FileMessage = {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly body: string;
  readonly priority: string;
  /** Epoch milliseconds; a part of the file's name. */
  readonly at: number;
  /** What the message is of: two with one reference are one message. */
  readonly reference: string;
};

/** Whether people's tools keep messages in files here. */
export function hasMessageFiles(folder: string): boolean {
  return lstatSync(join(folder, 'messages'), { throwIfNoEntry: false })?.isDirectory() === true;
}

/**
 * Writes `messages/direct/<to>/<time>-andon.json` below `folder`, with the names other tools read: `message` and `body` hold
 * the same text. Always whole, valid JSON; nothing is ever replaced. Returns the path, or null where it was there already
 * or something stands in the way.
 */
export async function writeMessageFile(folder: string, sent: FileMessage): Promise<string | null> {
  const { from, to, subject, body, priority, at, reference } = sent;
  if (!/^[A-Za-z0-9#][A-Za-z0-9#._ -]{0,119}$/.test(to)) return null;
  const time = new Date(at).toISOString();
  const stamp = time.slice(0, 19).replace('T', '_').replaceAll(':', '-');
  const text = {
    from,
    to,
    timestamp: time,
    subject,
    message: body,
    body,
    priority,
    type: 'request',
    reference,
  };
  const bytes = Buffer.from(`${JSON.stringify(text, null, 2)}\n`);
  await mkdir(folder, { recursive: true });
  for (const more of ['', `-${reference.replace(/[^A-Za-z0-9._-]+/g, '-')}`]) {
    const path = `messages/direct/${to}/${stamp}-andon${more}.json`;
    const present = await readPresent(folder, path);
    if (present.type === 'foreign') return null;
    if (present.type === 'absent') {
      const written = await replaceFile(folder, path, bytes, [null], { mode: 0o644, durable: false });
      return written ? path : null;
    }
    if (present.bytes.includes(JSON.stringify(reference))) return null;
  }
  return null;
}
