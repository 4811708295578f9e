import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ChokidarCatalog } from '../../src/catalog/chokidar-catalog.ts';
import { Intake } from '../../src/catalog/intake.ts';
import { realClock } from '../../src/coordinator/real-clock.ts';
import { silentLog } from '../../src/log.ts';
import { openLibsqlStore } from '../../src/store/libsql-store.ts';
import { GitRepositories } from '../../src/workspace/git-repositories.ts';
import { StoreKnownFiles } from '../../src/write-back/store-known-files.ts';
import { fillUp } from '../store/fill-up.ts';
import { recordingCoordinator } from './recording-coordinator.ts';

/** People edit on a disk that is full, until it has room again; prints what was told of it. */
const disk = process.argv[2] ?? '';
const root = join(disk, 'services');
mkdirSync(join(root, 'shop', 'BUILD'), { recursive: true });
const spec = join(root, 'shop', 'SPEC.md');
const main = join(root, 'shop', 'BUILD', 'main.js');
writeFileSync(spec, '# shop\n\n## Purpose\nSells.\n');
writeFileSync(main, '1'.repeat(5_000));

const recording = recordingCoordinator();
const store = openLibsqlStore(join(disk, 'andon.db'));
const catalog = new ChokidarCatalog({ root, clock: realClock, onProblem: () => {} });
const intake = new Intake({
  ...{ catalog, store, coordinator: recording.coordinator, known: new StoreKnownFiles(store) },
  repositories: new GitRepositories({ directory: join(disk, 'git'), path: process.env.PATH ?? '' }),
  ...{ clock: realClock, log: silentLog, vanishShare: 1 },
});
await intake.sweep();
const first = recording.told('shop');

writeFileSync(main, '2'.repeat(5_000));
writeFileSync(spec, `# shop\n\n## Purpose\nSells more.\n${'more '.repeat(2_000)}`);
const makeRoom = fillUp(disk);
await intake.sweep();
await intake.sweep();
const meanwhile = {
  told: recording.told('shop').slice(first.length),
  problem: intake.status().problems.get('shop'),
};
const untouched = readFileSync(main, 'utf8') === '2'.repeat(5_000);
makeRoom();
await intake.sweep();
const later = recording.told('shop').slice(first.length);
const problems = intake.status().problems.size;
await intake.sweep();
const again = recording.told('shop').length - first.length - later.length;
process.stdout.write(JSON.stringify({ first, meanwhile, untouched, later: later.sort(), problems, again }));
await intake.close();
await catalog.close();
store.close();
