import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SmallLine, smallLine } from './small-line.ts';
import { type Entry, tarArchive } from './tar-archive.ts';

describe('a tree handed in without git', () => {
  let line: SmallLine;
  beforeEach(async () => {
    line = await smallLine();
  });
  afterEach(() => line.close());

  const claimed = async () => {
    await line.sessions.register({
      name: 'ada',
      capabilities: ['builder'],
      slots: 1,
      agent: 'test',
      host: '',
    });
    const ticket = await line.openBuild();
    await line.sessions.claim('ada', ticket, 1);
    return ticket;
  };
  const archive = (entries: readonly Entry[], name = 'tree.tar') => {
    const file = join(line.directory, name);
    writeFileSync(file, tarArchive(entries));
    return file;
  };
  const handIn = (ticket: string, tarball: string, token = 1) =>
    line.sessions.submitTree('ada', ticket, token, async () => ({ tarball }));
  const contents = async (ticket: string) => {
    const commit = line.coordinator.ticket(ticket)?.context.commit ?? '';
    return (await line.repositories.list('s1', commit)).map(({ path }) => path);
  };

  it('of tar and gzip becomes a commit on the ticket’s base, and nothing is left behind', async () => {
    const ticket = await claimed();
    const place = join(line.directory, 'mine', 'BUILD', 'src');
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'main.mjs'), 'export {};\n');
    writeFileSync(join(place, '.env'), 'SECRET=1');
    const file = join(line.directory, 'tree.tgz');
    execFileSync('tar', ['-czf', file, '-C', join(line.directory, 'mine'), 'BUILD']);
    expect(await handIn(ticket, file)).toMatchObject({ ignored: false });
    expect(line.coordinator.ticket(ticket)?.state).toBe('submitted');
    expect(await contents(ticket)).toEqual(['BUILD/src/main.mjs', 'SPEC.md']);
    expect(readdirSync(join(line.directory, 'temp'))).toEqual([]);
  });

  it('may be what is in BUILD/ as well as BUILD/ itself: the commit is the same', async () => {
    const ticket = await claimed();
    const receipt = await handIn(ticket, archive([{ path: './src/main.mjs', text: 'export {};\n' }]));
    expect(await contents(ticket)).toEqual(['BUILD/src/main.mjs', 'SPEC.md']);
    expect(await handIn(ticket, archive([{ path: './src/main.mjs', text: 'export {};\n' }]))).toEqual(
      receipt,
    );
    expect(await handIn(ticket, archive([{ path: 'BUILD/src/main.mjs', text: 'export {};\n' }]))).toEqual(
      receipt,
    );
    await expect(handIn(ticket, archive([{ path: 'BUILD/other', text: 'x' }]))).rejects.toMatchObject({
      code: 'STALE_TOKEN',
    });
  });

  it('is answered as the first time also when the ticket is long over', async () => {
    const ticket = await claimed();
    const file = archive([{ path: 'BUILD/a', text: 'a' }]);
    const receipt = await handIn(ticket, file);
    await line.coordinator.receive(`ticket/${ticket}`, { type: 'TicketCancelled', reason: 'a newer spec' });
    expect(await handIn(ticket, file)).toEqual(receipt);
    await expect(handIn(ticket, archive([{ path: 'BUILD/b' }]))).rejects.toMatchObject({
      code: 'STALE_TOKEN',
    });
  });

  it('of texts by path is taken as well', async () => {
    const ticket = await claimed();
    const files = { 'BUILD/src/main.mjs': 'export {};\n', 'BUILD/README.md': 'hello' };
    await line.sessions.submitTree('ada', ticket, 1, async () => ({ files }));
    expect(await contents(ticket)).toEqual(['BUILD/README.md', 'BUILD/src/main.mjs', 'SPEC.md']);
  });

  it.each<[string, readonly Entry[], RegExp]>([
    ['leads out', [{ path: '../../outside', text: 'x' }], /leads out/],
    ['names an absolute path', [{ path: '/etc/cron.d/x', text: 'x' }], /leads out/],
    ['holds a link', [{ path: 'BUILD/a', type: '2', link: '/etc' }], /is a link/],
    [
      'writes through a link',
      [{ path: 'BUILD/a', type: '2', link: '/tmp' }, { path: 'BUILD/a/b' }],
      /is a link/,
    ],
    ['brings a .git', [{ path: 'BUILD/.git/hooks/post-commit', text: 'x' }], /git keeps for itself/],
    ['holds more than BUILD/', [{ path: 'BUILD/a' }, { path: 'SPEC.md', text: '# Mine' }], /beside BUILD/],
    ['holds a file as a folder', [{ path: 'BUILD/a' }, { path: 'BUILD/a/b' }], /cannot be beside/],
    [
      'holds a file twice',
      [
        { path: 'BUILD/a', text: '1' },
        { path: './BUILD/a', text: '2' },
      ],
      /twice/,
    ],
    ['is empty', [{ path: 'BUILD/', type: '5' }], /no files/],
  ])('that %s is refused with the reason, and counts as an attempt', async (_what, entries, why) => {
    const ticket = await claimed();
    await expect(handIn(ticket, archive(entries))).rejects.toMatchObject({
      code: 'SUBMISSION_REFUSED',
      message: expect.stringMatching(why),
    });
    expect(line.coordinator.ticket(ticket)?.context.failures).toBe(1);
    expect(readdirSync(join(line.directory, 'temp'))).toEqual([]);
  });

  it('that unpacks to far more than it is, is refused before the disk is full', async () => {
    const ticket = await claimed();
    const file = join(line.directory, 'bomb.tgz');
    const zeros = tarArchive(
      Array.from({ length: 25 }, (_, index) => ({
        path: `BUILD/f${index}`,
        text: '\0'.repeat(9 * 1024 * 1024),
      })),
    );
    writeFileSync(file, gzipSync(zeros));
    await expect(handIn(ticket, file)).rejects.toMatchObject({
      code: 'SUBMISSION_REFUSED',
      message: expect.stringContaining('200 MB'),
    });
  });

  it('that is damaged packing, or names a file through a link of the place, is refused', async () => {
    const ticket = await claimed();
    const file = join(line.directory, 'broken.tgz');
    const whole = gzipSync(tarArchive([{ path: 'BUILD/a', text: 'a'.repeat(5_000) }]));
    writeFileSync(file, Buffer.concat([whole.subarray(0, 30), Buffer.from('nonsense')]));
    await expect(handIn(ticket, file)).rejects.toMatchObject({ code: 'SUBMISSION_REFUSED' });
    symlinkSync('/etc/hostname', join(line.directory, 'link'));
    const packed = join(line.directory, 'link.tar');
    execFileSync('tar', ['-cf', packed, '-C', line.directory, 'link']);
    await line.settled();
    const { token } = line.coordinator.ticket(ticket)?.context ?? { token: 0 };
    await expect(handIn(ticket, packed, token)).rejects.toMatchObject({
      message: expect.stringContaining('is a link'),
    });
  });

  it('is not asked for under an old token', async () => {
    const ticket = await claimed();
    const never = () => Promise.reject(new Error('the tree was asked for'));
    await expect(line.sessions.submitTree('ada', ticket, 0, never)).rejects.toMatchObject({
      code: 'STALE_TOKEN',
    });
  });
});
