import { AndonError } from '../errors.ts';

export type TarFile = { readonly path: string; readonly executable: boolean; readonly bytes: Buffer };

export type TarLimits = { readonly files: number; readonly fileBytes: number; readonly totalBytes: number };

const block = 512;
const longestName = 16 * 1024;

/**
 * The plain files of a tar archive (ustar, pax and GNU names), one after the other. Throws `SUBMISSION_REFUSED` for
 * links, devices, damage, and whatever is over the limits; a directory is only a part of paths. It trusts no size, name
 * or order in it, and holds one file in memory at a time.
 */
export async function* tarFiles(source: AsyncIterable<Buffer>, limits: TarLimits): AsyncGenerator<TarFile> {
  const bytes = reader(source, limits.totalBytes + block * (4 * limits.files + 4));
  let longName: string | undefined;
  let files = 0;
  let total = 0;
  for (;;) {
    const header = await bytes.take(block);
    if (header.length === 0 || header.every((byte) => byte === 0)) return;
    const entry = readHeader(header);
    const held = entry.kind === 'name' || entry.kind === 'pax' ? longestName : limits.fileBytes;
    if (entry.size > held) {
      throw refused(`${shown(entry.path)} is larger than ${Math.floor(held / 1024)} KB`);
    }
    const content = await bytes.take(entry.size);
    await bytes.take((block - (entry.size % block)) % block);
    if (entry.kind === 'name') longName = textOf(content);
    else if (entry.kind === 'pax') longName = paxPath(content) ?? longName;
    else if (entry.kind !== 'skipped') {
      const path = longName ?? entry.path;
      longName = undefined;
      if (entry.kind === 'other')
        throw refused(`${shown(path)} is ${entry.what}; only plain files are taken`);
      if (entry.kind === 'directory') continue;
      files += 1;
      total += content.length;
      if (files > limits.files) throw refused(`it has more than ${limits.files} files`);
      if (total > limits.totalBytes) throw refused('it is larger than 200 MB');
      yield { path, executable: entry.executable, bytes: content };
    }
  }
}

type Header = {
  readonly path: string;
  readonly size: number;
  readonly executable: boolean;
  readonly what: string;
  readonly kind: 'file' | 'directory' | 'name' | 'pax' | 'skipped' | 'other';
};

const kinds: Readonly<Record<string, Header['kind']>> = {
  '': 'file',
  '0': 'file',
  '7': 'file',
  '5': 'directory',
  L: 'name',
  x: 'pax',
  g: 'skipped',
};
const others: Readonly<Record<string, string>> = {
  '1': 'a hard link',
  '2': 'a link',
  '3': 'a device',
  '4': 'a device',
  '6': 'a pipe',
  K: 'a link',
};

function readHeader(header: Buffer): Header {
  const sum = header.reduce((all, byte, index) => all + (index >= 148 && index < 156 ? 32 : byte), 0);
  if (header.length < block || octal(header.subarray(148, 156)) !== sum)
    throw refused('it is no tar archive, or damaged');
  const type = textOf(header.subarray(156, 157));
  const name = textOf(header.subarray(0, 100));
  const ustar = header.toString('latin1', 257, 262) === 'ustar';
  const before = ustar && header[262] === 0 ? textOf(header.subarray(345, 500)) : '';
  const path = before === '' ? name : `${before}/${name}`;
  const kind = kinds[type] ?? 'other';
  // Old archives mark a directory by its slash alone.
  const folder = kind === 'file' && path.endsWith('/');
  return {
    path,
    size: octal(header.subarray(124, 136)),
    executable: (octal(header.subarray(100, 108)) & 0o100) !== 0,
    what: others[type] ?? `an entry of the kind ${shown(type)}`,
    kind: folder ? 'directory' : kind,
  };
}

function octal(field: Buffer): number {
  const text = textOf(field).trim();
  if (text !== '' && !/^[0-7]+$/.test(text)) throw refused('it is no tar archive, or damaged');
  return Number.parseInt(text || '0', 8);
}

/** The `path` of a pax header: lines of `<length> <key>=<value>`, lengths in bytes. */
function paxPath(content: Buffer): string | undefined {
  let path: string | undefined;
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(0x20, at);
    const length = Number(content.toString('latin1', at, space));
    if (space < 0 || !Number.isInteger(length) || length <= 0)
      throw refused('it is no tar archive, or damaged');
    const line = content.toString('utf8', space + 1, at + length - 1);
    if (line.startsWith('path=')) path = line.slice('path='.length);
    if (line.startsWith('size=') || line.startsWith('GNU.sparse')) {
      throw refused('it uses extensions for huge or sparse files');
    }
    at += length;
  }
  return path;
}

function textOf(field: Buffer): string {
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end === -1 ? field.length : end);
}

function shown(path: string): string {
  return JSON.stringify(path.slice(0, 200));
}

/** A refusal that says why, in the words a bundle is refused with. */
export function refused(why: string): AndonError {
  return new AndonError('SUBMISSION_REFUSED', `The submission is refused: ${why}.`, { reasons: [why] });
}

/** Hands out exactly so many bytes; none at the end of the source, an error in the midst. */
function reader(source: AsyncIterable<Buffer>, limit: number) {
  const chunks = source[Symbol.asyncIterator]();
  let kept: Buffer = Buffer.alloc(0);
  let read = 0;
  return {
    async take(size: number): Promise<Buffer> {
      const parts = [kept];
      let length = kept.length;
      while (length < size) {
        const { value, done } = await chunks.next();
        if (done) break;
        read += value.length;
        if (read > limit) throw refused('it unpacks to more than 200 MB');
        parts.push(value);
        length += value.length;
      }
      const all = parts.length === 1 ? kept : Buffer.concat(parts);
      if (length < size && !(length === 0 && size === block)) throw refused('it is cut off');
      kept = all.subarray(size);
      return all.subarray(0, size);
    },
  };
}
