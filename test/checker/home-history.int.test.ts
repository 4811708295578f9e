import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { nothingYet } from '../../machines/line/line.initial.ts';
import { openLibsqlStore } from '../../src/store/libsql-store.ts';
import { createRecordBook } from '../../src/verification/record/record-book.ts';
import { settingsOf } from '../../src/verification/record/settings-of.ts';
import { loadSigningKeys } from '../../src/verification/record/signing-keys.ts';
import { Checker } from './checker.ts';
import { checkHome } from './home-history.ts';
import type { Violation } from './observation.ts';
import { RealLine, smallLimits } from './real-line.ts';

/** Enough for a release of one service, so that the journal has what its files are compared with. */
const seed = 3;

/** A home in which the real coordinator worked and stopped; what was outside of it never was, but for what a test adds. */
async function livedHome(): Promise<{ home: string; line: RealLine }> {
  const home = mkdtempSync(join(tmpdir(), 'andon-history-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const store = openLibsqlStore(join(home, 'andon.db'));
  const line = new RealLine(seed, store, new Checker({ limits: smallLimits }));
  await line.run(200, () => undefined);
  store.close();
  return { home, line };
}

const told = (violations: readonly Violation[]) =>
  violations.map(({ promise, text }) => `${promise}: ${text}`);

/** A release directory as a deploy leaves it, with one file in it, and the repository its commit is in. */
async function released(home: string, line: RealLine, text: string) {
  const row = line.deployed.at(0);
  if (!row) throw new Error(`nothing is deployed with seed ${seed}`);
  const { service, release, record } = row;
  const repository = join(home, 'git', `${service}.git`);
  const git = (...args: string[]) =>
    execFileSync('git', [`--git-dir=${repository}`, ...args], { encoding: 'utf8' }).trim();
  mkdirSync(repository, { recursive: true });
  git('init', '--bare', '--quiet');
  const blob = execFileSync('git', [`--git-dir=${repository}`, 'hash-object', '-w', '--stdin'], {
    input: 'as verified',
    encoding: 'utf8',
  }).trim();
  const treeOf = (entry: string) =>
    execFileSync('git', [`--git-dir=${repository}`, 'mktree'], { input: entry, encoding: 'utf8' }).trim();
  const tree = treeOf(`040000 tree ${treeOf(`100644 blob ${blob}\tmain.txt\n`)}\tBUILD\n`);
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@b'];
  const commit = git(...who, 'commit-tree', tree, '-m', 'one');
  const root = join(home, 'releases', service, release);
  mkdirSync(join(root, 'app'), { recursive: true });
  writeFileSync(join(root, 'app', 'main.txt'), text);
  const about = { release, commit, change: 1, record };
  const order = { ...about, service: { id: service, name: 'one' }, secrets: [], services: [] };
  writeFileSync(
    join(root, 'release.json'),
    JSON.stringify({ ...about, version: '1', at: 1, digest: 'sha256:0', order }),
  );
  return { service, release, commit, record };
}

async function recorded(
  home: string,
  one: { service: string; commit: string; record: string },
): Promise<void> {
  const { service, commit, record } = one;
  await createRecordBook(join(home, 'records'), loadSigningKeys(join(home, 'keys'))).write({
    id: record,
    service: { id: service, name: 'one' },
    change: 1,
    gate: 'test',
    commit,
    specHash: 'A',
    tree: 'of one',
    cause: 'spec',
    base: null,
    baseRecord: null,
    parent: null,
    ticket: null,
    session: null,
    own: false,
    sandbox: { tier: 'bubblewrap', profile: '' },
    settings: settingsOf({}),
    seed: null,
    acceptance: null,
    reused: null,
    runs: [],
    result: { service, verification: 'v', verdict: 'passed', reasons: [], record },
    tests: [],
    startedAt: 1,
    finishedAt: 2,
    verifierVersion: '1',
    checks: [],
  });
}

it('finds nothing wrong with a home whose coordinator did as it should', async () => {
  const { home } = await livedHome();
  expect(told(await checkHome(home, []))).toEqual([]);
});

it('finds a snapshot that is not what the journal says', async () => {
  const { home } = await livedHome();
  const store = openLibsqlStore(join(home, 'andon.db'));
  const row = store.snapshot('line/main');
  if (!row) throw new Error('there is no line');
  const snapshot = { value: 'paused', context: { ...nothingYet, since: 1 }, status: 'active' };
  await store.commit({
    events: [],
    snapshots: [{ ...row, snapshot }],
    outbox: [],
    timers: [],
    cancelledTimers: [],
  });
  store.close();
  expect(told(await checkHome(home, [])).join()).toMatch(/line\/main differs from the replay .* in value/);
});

it('finds an acknowledged event that is not in the journal', async () => {
  const { home } = await livedHome();
  const observation = { what: 'acknowledged', stream: 'line/main', seq: 1, type: 'LinePaused' } as const;
  expect(told(await checkHome(home, [{ at: 0, observation }]))).toEqual([
    'acknowledged means committed: LinePaused of line/main was acknowledged as 1, where there is Opened',
  ]);
});

it('believes a release that is the bytes of its record', async () => {
  const { home, line } = await livedHome();
  await recorded(home, await released(home, line, 'as verified'));
  expect(told(await checkHome(home, []))).toEqual([]);
});

it('finds a release without a record, and one whose bytes are others', async () => {
  const { home, line } = await livedHome();
  const { service, commit, release, record } = await released(home, line, 'something else');
  const promise = 'nothing is deployed without a passing verification of exactly those bytes';
  expect(told(await checkHome(home, []))).toEqual([
    `${promise}: ${service} deploys ${commit} under ${record}, and there is no such record`,
    `${promise}: main.txt of ${release} is not the one of ${commit}`,
  ]);
});

it('finds a release whose record was changed after it was signed, or that another home signed', async () => {
  for (const damage of ['one bit', 'the key']) {
    const { home, line } = await livedHome();
    const one = await released(home, line, 'as verified');
    await recorded(home, one);
    const file = join(home, 'records', one.service, `${one.record}.json`);
    if (damage === 'one bit') writeFileSync(file, readFileSync(file, 'utf8').replace('of one', 'of two'));
    else for (const name of ['record-signing.key', 'record-signing.pub']) rmSync(join(home, 'keys', name));
    expect(told(await checkHome(home, [])).join()).toContain(
      `${one.service} deploys ${one.commit} under ${one.record}`,
    );
  }
});

it('finds what an orderly stop should have left nothing of', async () => {
  const { home } = await livedHome();
  for (const folder of ['temp/publish-x', 'workspaces/verify/room', 'releases/nobody/r-1', 'records/s']) {
    mkdirSync(join(home, folder), { recursive: true });
  }
  mkdirSync(join(home, 'workspaces/verify/looked-at'));
  for (const file of ['run.json', 'writer.json', 'andon.db.part', 'workspaces/verify/looked-at/kept'])
    writeFileSync(join(home, file), '{}');
  chmodSync(home, 0o700);
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { cwd: home });
  onTestFinished(() => void child.kill('SIGKILL'));
  const text = told(await checkHome(home, [])).join('\n');
  for (const part of [
    `process ${child.pid} runs still`,
    'run.json is left',
    'writer.json is left',
    'temp/publish-x is left',
    'workspaces/verify/room is left',
    'andon.db.part is half-written',
    'releases of nobody are left, and there is no such service',
  ]) {
    expect(text).toContain(part);
  }
  expect(text).not.toContain('looked-at');
  expect(told(await checkHome(home, [], { killed: true }))).toEqual([]);
});
