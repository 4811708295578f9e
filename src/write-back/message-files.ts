import { lstatSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AndonError } from '../errors.ts';
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
 * the same text. Always whole, valid JSON; nothing is ever replaced. Returns the path, or null where it was there already.
 * Throws `NOT_ALLOWED` where something stands in the way.
 */
export async function writeMessageFile(folder: string, sent: FileMessage): Promise<string | null> {
  const { from, to, subject, body, priority, at, reference } = sent;
  if (!isFolderName(to)) throw inTheWay(`messages of "${to}"`, 'its name cannot be one of a folder');
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
    if (present.type === 'foreign') throw inTheWay(path, present.reason);
    if (present.type === 'absent') {
      const written = await replaceFile(folder, path, bytes, [null], { mode: 0o644, durable: false });
      if (!written) throw inTheWay(path, 'was written by somebody else meanwhile');
      return path;
    }
    if (present.bytes.includes(JSON.stringify(reference))) return null;
  }
  throw inTheWay(`messages of ${to}`, 'other files have the names');
}

/** Whether a folder of messages may have this name. */
export function isFolderName(name: string): boolean {
  return /^[A-Za-z0-9#][A-Za-z0-9#._ -]{0,119}$/.test(name);
}

function inTheWay(what: string, why: string): AndonError {
  return new AndonError('NOT_ALLOWED', `The message file ${what} is not written: ${why}.`);
}
