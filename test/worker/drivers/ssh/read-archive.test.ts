import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type ArchiveEntry,
  ArchiveRefused,
  readArchive,
} from '../../../../src/worker/drivers/ssh/read-archive.ts';

type Header = {
  name: string;
  type?: string;
  target?: string;
  mode?: string;
  size?: number;
  content?: string;
};

function field(text: string, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  bytes.write(text, 'utf8');
  return bytes;
}

/** An archive with entries as nobody honest would write them. */
function archive(...entries: Header[]): Buffer {
  const blocks = entries.flatMap(
    ({ name, type = '0', target = '', mode = '0000644', content = '', size }) => {
      const header = Buffer.alloc(512);
      field(name, 100).copy(header, 0);
      header.write(mode, 100, 'latin1');
      header.write((size ?? Buffer.byteLength(content)).toString(8).padStart(11, '0'), 124, 'latin1');
      header.write(type, 156, 'latin1');
      field(target, 100).copy(header, 157);
      header.write('ustar\u000000', 257, 'latin1');
      header.fill(' ', 148, 156);
      const sum = header.reduce((all, byte) => all + byte, 0);
      header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
      const body = Buffer.alloc(Math.ceil(Buffer.byteLength(content) / 512) * 512);
      body.write(content);
      return [header, body];
    },
  );
  return Buffer.concat([...blocks, Buffer.alloc(1_024)]);
}

async function entriesOf(bytes: Buffer): Promise<ArchiveEntry[]> {
  const entries: ArchiveEntry[] = [];
  await readArchive(
    async (offset, length) => bytes.subarray(offset, offset + length),
    async (entry) => void entries.push(entry),
  );
  return entries;
}

describe('an archive from elsewhere', () => {
  it.each<[string, Header]>([
    ['a path from the root', { name: '/etc/passwd' }],
    ['a path that goes up', { name: 'BUILD/../../key' }],
    ['a link from the root', { name: 'BUILD/a', type: '2', target: '/etc/passwd' }],
    ['a link that goes up too far', { name: 'BUILD/a', type: '2', target: '../../key' }],
    ['a link that goes up after going down', { name: 'a', type: '2', target: 'BUILD/link/../../key' }],
    ['a link to nothing', { name: 'a', type: '2', target: '' }],
    ['a hard link', { name: 'a', type: '1', target: 'b' }],
    ['a device', { name: 'a', type: '3' }],
    ['a pipe', { name: 'a', type: '6' }],
    ['a name with an end in its middle', { name: 'x', type: 'x', content: '19 path=../../key\n' }],
  ])('is refused for %s', async (_, header) => {
    const entries = header.type === 'x' ? [header, { name: 'harmless' }] : [header];
    await expect(entriesOf(archive(...entries))).rejects.toThrow(ArchiveRefused);
  });

  it('is refused when it is damaged', async () => {
    const bytes = archive({ name: 'a', content: 'text' });
    bytes[0] = 0x7a;
    await expect(entriesOf(bytes)).rejects.toThrow('it is damaged');
  });

  it('ends where it ends, whatever it promised', async () => {
    expect(await entriesOf(archive({ name: 'a', size: 10 ** 9 }))).toMatchObject([
      { path: 'a', size: 10 ** 9 },
    ]);
    expect(await entriesOf(Buffer.alloc(0))).toEqual([]);
    expect(await entriesOf(Buffer.from('not an archive'))).toEqual([]);
  });

  it('may hold links that stay inside', async () => {
    const entries = await entriesOf(
      archive(
        { name: 'BUILD/a', type: '2', target: './src/main' },
        { name: 'BUILD/deep/b', type: '2', target: '../../SPEC.md' },
      ),
    );
    expect(entries.map(({ target }) => target)).toEqual(['./src/main', '../../SPEC.md']);
  });
});

describe('an archive of this machine’s tar', () => {
  let place: string;
  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), 'andon-archive-'));
  });
  afterEach(() => rmSync(place, { recursive: true, force: true }));

  it('is read as it was written, with names of any length and letters', async () => {
    const long = `${'folder-with-a-long-name/'.repeat(12)}`;
    mkdirSync(join(place, long), { recursive: true });
    writeFileSync(join(place, `${long}file-ü-${'x'.repeat(120)}`), 'content');
    writeFileSync(join(place, 'run'), '#!/bin/sh\n', { mode: 0o755 });
    symlinkSync(`${long}file`, join(place, 'link'));
    for (const format of ['gnu', 'pax']) {
      const bytes = execFileSync('tar', ['-C', place, `--format=${format}`, '-cf', '-', '.']);
      const entries = await entriesOf(bytes);
      const files = entries.filter(({ kind }) => kind !== 'directory');
      expect(files.sort((a, b) => a.path.length - b.path.length)).toMatchObject([
        { path: 'run', kind: 'file', executable: true, size: 10 },
        { path: 'link', kind: 'link', target: `${long}file` },
        { path: `${long}file-ü-${'x'.repeat(120)}`, kind: 'file', executable: false, size: 7 },
      ]);
    }
  });
});
