import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { openLibsqlStore } from '../../src/store/libsql-store.ts';
import { Desk } from '../coordinator/desk.ts';

/**
 * Writes the database of a home with a service in every state, as the version this stands in stores it:
 * `tsx test/upgrade/write-home.ts <version> <directory>`. Run in a checkout of a release, before the next one is begun;
 * the file it writes is kept in `fixtures/` for ever.
 */
const [version = '', directory = ''] = process.argv.slice(2);
const file = join(directory, `home-${version}.db`);
for (const end of ['', '-wal', '-shm', '.gz', '.copy']) rmSync(`${file}${end}`, { force: true });
const desk = await Desk.open(openLibsqlStore(file));
const words: Record<string, string> = {};

type Event = { readonly type: string; readonly [field: string]: unknown };
const tell = async (id: string, event: Event): Promise<void> => {
  const { ignored } = await desk.send(`service/${id}`, event);
  if (ignored)
    throw new Error(`${desk.state(id).context.name} in ${desk.state(id).line} ignores ${event.type}`);
  await desk.coordinator.quiet();
};
const spec = (hash: string, more: Record<string, unknown> = {}) => ({
  type: 'SpecSeen',
  spec: { hash, problems: [], secrets: [], services: [], ...more },
});
const verdict = (id: string, more: Record<string, unknown>) => {
  const verification = desk.state(id).context.verification?.id;
  const record = more.verdict === 'passed' ? { record: `rec-${verification}` } : {};
  return tell(id, { type: 'VerificationFinished', verification, reasons: [], ...record, ...more });
};
const release = (id: string, type: string, more: Record<string, unknown> = {}) =>
  tell(id, { type, release: desk.state(id).context.change?.release, ...more });
const health = (id: string, type: 'HealthPassed' | 'HealthFailed', cause = 'service') =>
  tell(id, {
    type,
    release: desk.state(id).context.live.release?.id,
    ...(type === 'HealthFailed' ? { reason: 'no answer', log: 'a stack', cause } : {}),
  });
const submit = (id: string, commit: string) => desk.submit(id, desk.ticket(id).session ?? 'nobody', commit);

/** The next good step of a service in this state. */
const steps: Record<string, (id: string) => Promise<void>> = {
  'spec.missing': (id) => tell(id, spec(`spec-${id}`)),
  'build.awaiting': (id) => tell(id, { type: 'ServiceResumed' }),
  'build.working': (id) => submit(id, `commit-${id}-${desk.state(id).context.changes}`),
  'build.verifying': (id) => verdict(id, { verdict: 'passed', hasTests: true }),
  'test.verifying': (id) =>
    verdict(id, { verdict: 'passed', tests: { passed: 7, failed: 0, skipped: 0, total: 7 }, coverage: 91 }),
  'release.deploying': (id) => release(id, 'ReleaseStarted'),
  'release.proving': (id) => release(id, 'ReleaseProved', { version: '1.0.0' }),
  'release.switching': (id) => release(id, 'ReleaseSwitched'),
};
async function toward(id: string, goal: string): Promise<string> {
  for (let left = 20; desk.state(id).line !== goal; left -= 1) {
    const step = steps[desk.state(id).line];
    if (step === undefined || left === 0) throw new Error(`no way from ${desk.state(id).line} to ${goal}`);
    await step(id);
  }
  return id;
}
/** A service under this name, led there and then further. */
async function service(name: string, goal: string, ...further: ((id: string) => Promise<unknown>)[]) {
  const id = await desk.coordinator.addService(name);
  if (goal === 'build.awaiting') await tell(id, { type: 'ServicePaused' });
  await toward(id, goal);
  for (const next of further) await next(id);
  await desk.coordinator.quiet();
}
const failing = (id: string) => health(id, 'HealthFailed');
const again = (id: string) => tell(id, spec(`spec-${id}-2`));
const shipAgain = async (id: string) => {
  await again(id);
  await toward(id, 'shipped');
};
const timer = (name: string) => (id: string) => tell(id, { type: 'TimerFired', timer: name });
const ticketSays = (type: string, more: Record<string, unknown>) => async (id: string) => {
  const { stream, token, session } = desk.ticket(id);
  await desk.send(stream, { type, token, session, ...more });
  await desk.coordinator.quiet();
};

await desk.send('session/ann', {
  ...{ type: 'SessionRegistered', capabilities: ['architect', 'builder', 'tester', 'fixer'], slots: 500 },
  ...{ agent: 'person', host: 'here', builtIn: false, tokenHash: 'hash' },
});
await service('spec-missing', 'spec.missing');
await service('spec-asked-for', 'spec.missing', timer('no-spec'));
await service('spec-incomplete', 'spec.missing', (id) =>
  tell(id, spec('half', { problems: ['SPEC.md:1 Purpose is missing'] })),
);
await service('spec-verifying', 'spec.missing', timer('no-spec'), (id) => submit(id, 'spec-commit'));
await service(
  'spec-publishing',
  'spec.missing',
  timer('no-spec'),
  (id) => submit(id, 'spec-commit'),
  (id) => verdict(id, { verdict: 'passed' }),
);
for (const goal of ['build.awaiting', 'build.working', 'build.verifying', 'test.verifying'])
  await service(goal.replace('.', '-'), goal);
await service('spec-pending', 'build.working', again);
await service('edited-by-hand', 'build.working', (id) =>
  tell(id, {
    ...{ type: 'TreeEdited', commit: 'hand', files: ['BUILD/src/main.js'] },
    evidence: { source: true, tests: false, production: false },
  }),
);
await service('test-writing', 'build.verifying', (id) => verdict(id, { verdict: 'passed', hasTests: false }));
await service('test-fixing', 'test.verifying', (id) =>
  verdict(id, { verdict: 'failed', reasons: ['test_add failed'] }),
);
for (const goal of ['release.deploying', 'release.proving', 'release.switching', 'shipped'])
  await service(goal.replace('.', '-'), goal);
await service(
  'release-awaiting',
  'test.verifying',
  (id) => tell(id, { type: 'ServicePaused' }),
  (id) => verdict(id, { verdict: 'passed' }),
);
await service('unknown', 'spec.missing', (id) =>
  tell(id, {
    ...{ type: 'TreeEdited', commit: 'odd', files: ['BUILD/odd'] },
    evidence: { source: false, tests: false, production: false, unknown: 'nothing can be made of it' },
  }),
);
await service(
  'blocked-contradiction',
  'build.working',
  ticketSays('ContradictionReported', { clauses: ['§1'] }),
);
await service('blocked-environment', 'build.verifying', async (id) => {
  for (let n = 0; desk.state(id).line === 'build.verifying' && n < 10; n += 1)
    await verdict(id, { verdict: 'inconclusive', fault: 'environment', reasons: ['no npm here'] });
});
await service('blocked-attempts', 'build.working', async (id) => {
  for (let n = 0; desk.state(id).line !== 'blocked' && n < 10; n += 1) {
    if (desk.state(id).line.endsWith('verifying'))
      await verdict(id, { verdict: 'failed', reasons: ['it broke'] });
    else await submit(id, `bad-${n}`);
  }
});
await service('blocked-secret', 'release.deploying', (id) =>
  release(id, 'ReleaseFailed', { fault: 'secret', reason: 'API_KEY is not set', log: '' }),
);
await service('retired', 'shipped', (id) => tell(id, { type: 'ServiceRetired' }));
await service('live-unhealthy', 'shipped', (id) => health(id, 'HealthFailed', 'environment'));
await service('live-restarting', 'shipped', failing);
await service('live-restarted', 'shipped', failing, timer('restart'), (id) =>
  tell(id, { type: 'ReleaseRestarted', release: desk.state(id).context.live.release?.id }),
);
const exhaust = async (id: string) => {
  for (let n = 0; desk.state(id).live !== 'rollingBack' && desk.state(id).live !== 'down' && n < 20; n += 1) {
    await failing(id);
    if (desk.state(id).live !== 'restarting') continue;
    await timer('restart')(id);
    await tell(id, { type: 'ReleaseRestarted', release: desk.state(id).context.live.release?.id });
  }
};
const healthy = (id: string) => health(id, 'HealthPassed');
await service('live-rolling-back', 'shipped', shipAgain, exhaust);
await service('live-down', 'shipped', exhaust);
await service('live-missing', 'shipped', (id) => tell(id, { type: 'DirectoryVanished' }));
await service('shipped-twice', 'shipped', shipAgain, failing, timer('restart'), healthy).catch(
  () => undefined,
);
await service('second-change', 'shipped', again, (id) => toward(id, 'test.verifying'));
await service('lease-lost', 'build.working', ticketSays('LeaseExpired', {}));
await service(
  'given-back',
  'build.working',
  ticketSays('WorkFailed', { class: 'provider', reason: 'limit' }),
);

const { store } = desk;
store.put('home/id', 'home-of-old');
for (const { context, line, live } of desk.coordinator.services()) {
  words[context.name] = `${line} ${live}`;
  store.put(
    `catalog/${context.id}`,
    JSON.stringify({
      name: context.name,
      inode: 7,
      specHash: context.spec?.hash ?? null,
      buildHash: null,
      adopted: true,
    }),
  );
  store.put(`written/${context.id}/BUILD/src/main.js`, 'w 0123');
  store.put(`published/${context.id}`, 'commit');
}
store.put('spec/half', '# half\n');
await desk.coordinator.close();
await store.backup(`${file}.copy`);
store.close();
writeFileSync(`${file}.gz`, gzipSync(readFileSync(`${file}.copy`), { level: 9 }));
for (const end of ['', '-wal', '-shm', '.copy']) rmSync(`${file}${end}`, { force: true });
writeFileSync(join(directory, `home-${version}.json`), `${JSON.stringify(words, null, 2)}\n`);
