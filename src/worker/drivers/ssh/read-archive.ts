import type { Buffer } from 'node:buffer';

export type ArchiveEntry = {
  /** Relative, with `/`, without `.` or `..`. */
  readonly path: string;
  readonly kind: 'file' | 'directory' | 'link';
  readonly executable: boolean;
  readonly size: number;
  /** Where a link leads. */
  readonly target: string;
};

/** Something in the archive may not be taken over. */
export class ArchiveRefused extends Error {}

const block = 512;
const longestName = 64 * 1024;

/**
 * Reads a tar archive from `read` (bytes at an offset; fewer at its end) and hands on every entry with the offset of its
 * content. Throws `ArchiveRefused` for a path or a link that leads out of it, and for what is neither file, folder nor link.
 */
export async function readArchive(
  read: (offset: number, length: number) => Promise<Buffer>,
  onEntry: (entry: ArchiveEntry, contentAt: number) => Promise<void>,
): Promise<void> {
  let at = 0;
  let longPath: string | undefined;
  let longTarget: string | undefined;
  for (;;) {
    const header = await read(at, block);
    if (header.length < block || header.every((byte) => byte === 0)) return;
    checkSum(header);
    const type = String.fromCharCode(header[156] || 0x30);
    const size = numberIn(header, 124, 12);
    const contentAt = at + block;
    at = contentAt + Math.ceil(size / block) * block;
    if ('xgLK'.includes(type)) {
      if (size > longestName) throw new ArchiveRefused('a name in it is too long');
      const text = (await read(contentAt, size)).toString('utf8');
      if (type === 'L') longPath = text.replace(/\0.*$/s, '');
      if (type === 'K') longTarget = text.replace(/\0.*$/s, '');
      if (type === 'x') {
        longPath = recordIn(text, 'path') ?? longPath;
        longTarget = recordIn(text, 'linkpath') ?? longTarget;
        if (recordIn(text, 'size') !== undefined) throw new ArchiveRefused('a file in it is too large');
      }
      continue;
    }
    const prefix =
      header.toString('latin1', 257, 262) === 'ustar' && header[263] === 0x30 ? textIn(header, 345, 155) : '';
    const name = longPath ?? [prefix, textIn(header, 0, 100)].filter(Boolean).join('/');
    const target = longTarget ?? textIn(header, 157, 100);
    longPath = undefined;
    longTarget = undefined;
    const path = insidePath(name);
    const kind = kindOf(type, name);
    if (path === '') continue;
    if (kind === 'link') checkTarget(path, target);
    const executable = (numberIn(header, 100, 8) & 0o100) !== 0;
    await onEntry({ path, kind, executable, size: kind === 'file' ? size : 0, target }, contentAt);
  }
}

function kindOf(type: string, name: string): ArchiveEntry['kind'] {
  if (type === '0' || type === '7') return 'file';
  if (type === '5') return 'directory';
  if (type === '2') return 'link';
  throw new ArchiveRefused(`"${name}" is neither a file, a folder nor a link`);
}

function insidePath(name: string): string {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (name.startsWith('/') || name.includes('\0') || parts.includes('..'))
    throw new ArchiveRefused(`"${name}" lies outside of the workspace`);
  return parts.join('/');
}

/**
 * A link may lead to anything inside, by a relative path that goes up first and then down: `..` after a name that is itself
 * a link would lead elsewhere than it reads.
 */
function checkTarget(path: string, target: string): void {
  const [, up = '', down = ''] = /^((?:\.\.?(?:\/+|$))*)(.*)$/s.exec(target) ?? [];
  const steps = up.split('/').filter((part) => part === '..').length;
  const depth = path.split('/').length - 1;
  const turns = down.split('/').includes('..');
  if (target === '' || target.startsWith('/') || target.includes('\0') || turns || steps > depth)
    throw new ArchiveRefused(`the link "${path}" leads out of the workspace`);
}

function textIn(header: Buffer, at: number, length: number): string {
  const field = header.subarray(at, at + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end < 0 ? length : end);
}

function numberIn(header: Buffer, at: number, length: number): number {
  // The first bit set: a number too large for octal digits.
  if ((header[at] ?? 0) & 0x80) throw new ArchiveRefused('a file in it is too large');
  const text = textIn(header, at, length).trim();
  if (!/^[0-7]*$/.test(text)) throw new ArchiveRefused('it is damaged');
  return text === '' ? 0 : Number.parseInt(text, 8);
}

function checkSum(header: Buffer): void {
  const told = numberIn(header, 148, 8);
  let sum = 8 * 0x20;
  for (const [at, byte] of header.entries()) if (at < 148 || at >= 156) sum += byte;
  if (sum !== told) throw new ArchiveRefused('it is damaged');
}

/** The value of a record `<length> <name>=<value>\n` of an extended header. */
function recordIn(text: string, name: string): string | undefined {
  return new RegExp(`(?:^|\\n)\\d+ ${name}=([^\\n]*)\\n`).exec(text)?.[1];
}
