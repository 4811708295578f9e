import { describe, expect, it } from 'vitest';
import { type TarLimits, tarFiles } from '../../src/sessions/tar-entries.ts';
import { type Entry, tarArchive } from './tar-archive.ts';

const limits: TarLimits = { files: 5, fileBytes: 2_000, totalBytes: 4_000 };

/** The archive in pieces that fit no block. */
async function* pieces(bytes: Buffer, size = 333): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(bytes: Buffer): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const file of tarFiles(pieces(bytes), limits)) {
    found[`${file.path}${file.executable ? '*' : ''}`] = file.bytes.toString();
  }
  return found;
}

const refusal = (why: RegExp) =>
  expect.objectContaining({ code: 'SUBMISSION_REFUSED', message: expect.stringMatching(why) });

describe('a tar archive', () => {
  it('gives its files, whole, whatever pieces it comes in', async () => {
    const text = 'é'.repeat(700);
    const archive = tarArchive([
      { path: './', type: '5' },
      { path: 'BUILD/src/', type: '5' },
      { path: 'BUILD/src/main.mjs', text },
      { path: 'BUILD/run', text: 'x', mode: 0o755 },
      { path: 'BUILD/empty' },
    ]);
    expect(await read(archive)).toEqual({ 'BUILD/src/main.mjs': text, 'BUILD/run*': 'x', 'BUILD/empty': '' });
    expect(await read(archive.subarray(0, archive.length - 1024))).toHaveProperty('BUILD/empty');
  });

  it('knows long names as pax and as GNU write them', async () => {
    const long = `BUILD/${'d'.repeat(120)}/file`;
    const line = (length: number): string => `${length} path=${long}\n`;
    const pax = line(line(100).length);
    expect(
      await read(
        tarArchive([
          { path: 'x', type: 'x', text: pax },
          { path: 'short', text: 'a' },
          { path: '././@LongLink', type: 'L', text: `${long}2\0` },
          { path: 'short', text: 'b' },
          { path: 'BUILD/own', text: 'c' },
        ]),
      ),
    ).toEqual({ [long]: 'a', [`${long}2`]: 'b', 'BUILD/own': 'c' });
  });

  it.each<[string, Entry, RegExp]>([
    ['a link', { path: 'a', type: '2', link: '/etc/passwd' }, /"a" is a link/],
    ['a hard link', { path: 'a', type: '1', link: '../x' }, /hard link/],
    ['a device', { path: 'a', type: '3' }, /device/],
    ['a pipe', { path: 'a', type: '6' }, /pipe/],
    ['a kind of entry nobody knows', { path: 'a', type: 'S' }, /kind "S"/],
    ['a file that is too large', { path: 'a', text: 'x'.repeat(2_001) }, /larger than/],
    ['a size that is not there', { path: 'a', size: 1_500 }, /cut off/],
    ['a header of names without end', { path: 'a', type: 'L', size: 0o77777777 }, /larger than/],
    ['a pax header that lies', { path: 'a', type: 'x', text: '0 path=x\n' }, /damaged/],
    ['a pax size', { path: 'a', type: 'x', text: '15 size=999999\n' }, /huge or sparse/],
  ])('is refused with %s', async (_what, entry, why) => {
    await expect(read(tarArchive([entry, { path: 'b', text: 'b' }], false))).rejects.toEqual(refusal(why));
  });

  it('is refused with more files, or more in them, than the limits', async () => {
    const many = Array.from({ length: 6 }, (_, index) => ({ path: `f${index}` }));
    await expect(read(tarArchive(many))).rejects.toEqual(refusal(/more than 5 files/));
    const large = Array.from({ length: 3 }, (_, index) => ({ path: `f${index}`, text: 'x'.repeat(1_900) }));
    await expect(read(tarArchive(large))).rejects.toEqual(refusal(/larger than/));
  });

  it('is refused when it is none, is damaged, or never ends', async () => {
    await expect(read(Buffer.from('# v2 git bundle\n'.repeat(100)))).rejects.toEqual(
      refusal(/no tar archive/),
    );
    const damaged = tarArchive([{ path: 'a', text: 'a' }]);
    damaged.writeUInt8(damaged.readUInt8(3) ^ 1, 3);
    await expect(read(damaged)).rejects.toEqual(refusal(/damaged/));
    await expect(read(tarArchive([{ path: 'a', text: 'a' }]).subarray(0, 700))).rejects.toEqual(
      refusal(/cut off/),
    );
    async function* folders(): AsyncGenerator<Buffer> {
      const one = tarArchive([{ path: 'a/', type: '5' }], false);
      for (;;) yield one;
    }
    await expect(
      (async () => {
        for await (const _file of tarFiles(folders(), limits));
      })(),
    ).rejects.toEqual(refusal(/unpacks to more/));
  });
});
