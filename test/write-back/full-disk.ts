import { mkdirSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentHash } from '../../src/contracts/tree-hash.ts';
import { messageOf } from '../../src/errors.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import { MemoryRepositories } from '../../src/workspace/memory-repositories.ts';
import { removeFile, replaceFile } from '../../src/write-back/safe-file.ts';
import { StoreKnownFiles } from '../../src/write-back/store-known-files.ts';
import { TreeWriteBack } from '../../src/write-back/tree-write-back.ts';
import { fillUp } from '../store/fill-up.ts';

/** Replaces a user's files on a disk without room for bytes, then for names; prints what stands there each time. */
const disk = process.argv[2] ?? '';
const root = join(disk, 'services');
const shop = join(root, 'shop');
mkdirSync(join(shop, 'BUILD'), { recursive: true });
const files = () =>
  Object.fromEntries(
    readdirSync(shop, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => [
        entry.name,
        contentHash(readFileSync(join(entry.parentPath, entry.name))).slice(0, 8),
      ]),
  );
const answer = (work: Promise<unknown>) => work.then((value) => value ?? 'done', messageOf);
const as = { mode: 0o644, durable: true };
const old = 'old '.repeat(5_000);
const next = 'new '.repeat(5_000);
const seen: unknown[] = [];

writeFileSync(join(shop, 'README.md'), old);
const before = files();
let makeRoom = fillUp(disk);
seen.push(await answer(replaceFile(shop, 'README.md', Buffer.from(next), [contentHash(old)], as)));
makeRoom();
seen.push(JSON.stringify(files()) === JSON.stringify(before));

// One name is left: the draft takes it, and none is left to give the draft its place.
const { ffree } = statfsSync(disk);
for (let n = 0; n < ffree - 1; n += 1) writeFileSync(join(disk, `name-${n}`), '');
seen.push(await answer(replaceFile(shop, 'README.md', Buffer.from(next), [contentHash(old)], as)));
seen.push(JSON.stringify(files()) === JSON.stringify(before));
for (let n = 0; n < ffree - 1; n += 1) rmSync(join(disk, `name-${n}`));
seen.push(await answer(replaceFile(shop, 'README.md', Buffer.from(next), [contentHash(old)], as)));
makeRoom = fillUp(disk);
seen.push(await answer(removeFile(shop, 'README.md', [contentHash(next)])));
makeRoom();

const store = createMemoryStore();
const repositories = new MemoryRepositories();
const known = new StoreKnownFiles(store);
const writeBack = new TreeWriteBack({ root, temp: join(disk, 'temp'), repositories, known, store });
const service = { id: 's1', name: 'shop' };
const publish = (commit: string) =>
  answer(writeBack.publish({ service, commit, what: 'build', editPending: false, present: true }));
await publish(repositories.add('s1', { 'BUILD/a.js': old, 'BUILD/b.js': old }));
const second = repositories.add('s1', { 'BUILD/a.js': next, 'BUILD/b.js': next });
makeRoom = fillUp(disk, 60_000);
const refused = await publish(second);
const torn = Object.values(files()).filter(
  (hash) => ![old, next].map((text) => contentHash(text).slice(0, 8)).includes(hash),
);
makeRoom();
const published = await publish(second);
const whole = Object.entries(files()).every(([, hash]) => hash === contentHash(next).slice(0, 8));
process.stdout.write(
  JSON.stringify({ seen, refused, torn, published, whole, files: Object.keys(files()).sort() }),
);
