import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { parseSpec } from '../../src/catalog/spec/parse-spec.ts';
import { problemLines } from '../../src/catalog/spec/parsed-spec.ts';
import { findRegistries } from '../../src/dependencies/find-registries.ts';
import { createDependencies } from '../../src/dependencies/sandboxed-dependencies.ts';
import { AndonError } from '../../src/errors.ts';
import { silentLog } from '../../src/log.ts';
import { chooseSandbox } from '../../src/sandbox/choose-sandbox.ts';
import { findToolchain } from '../../src/sandbox/toolchain.ts';
import type { Check } from '../../src/verification/check.ts';
import { CleanRoomVerifier } from '../../src/verification/clean-room-verifier.ts';
import { createRecordBook } from '../../src/verification/record/record-book.ts';
import type { VerificationOrder, VerificationResult } from '../../src/verification/verification.port.ts';
import { createWorkspace } from '../../src/workspace/clone-workspace.ts';
import { GitRepositories } from '../../src/workspace/git-repositories.ts';
import type { CorpusCase, CorpusFiles } from './corpus-case.ts';

export type CaseOutcome = {
  readonly name: string;
  /** `passed`: it would be deployed. `broken`: the case itself is, so that it proves nothing. */
  readonly verdict: 'passed' | 'refused' | 'inconclusive' | 'broken';
  /** Where the line stopped it. */
  readonly at: 'spec' | 'before' | 'import' | 'build' | 'test' | 'end';
  readonly class: string;
  readonly reasons: readonly string[];
  /** What was looked at, as the record has it. */
  readonly checks: readonly Check[];
  readonly tookMs: number;
};

const path = process.env.PATH ?? '/usr/bin:/bin';

/** The line's own road for a submission, on this machine's best sandbox: handed out, handed in, build gate, test gate. */
export async function openCorpusLine() {
  const scratch = await mkdtemp(join(tmpdir(), 'andon-corpus-'));
  const home = join(scratch, 'home');
  const git = join(home, 'git');
  const records = join(home, 'records');
  await mkdir(git, { recursive: true });
  const toolchain = await findToolchain({ path, home: process.env.HOME });
  const { sandbox, sentence } = await chooseSandbox({ toolchain, hidden: [home] });
  const repositories = new GitRepositories({ directory: git, path });
  const cases = new Map<string, CorpusCase>();
  const verifier = new CleanRoomVerifier({
    repositories,
    sandbox,
    dependencies: createDependencies({
      sandbox,
      cacheDirectory: join(home, 'cache'),
      registries: findRegistries({
        env: process.env.npm_config_registry ? { npm_config_registry: process.env.npm_config_registry } : {},
        childEnv: { PATH: path, HOME: process.env.HOME ?? '/' },
        npm: sandbox.which('npm'),
        python: sandbox.which('python3'),
        warn: () => undefined,
      }),
      env: certificatesHere(),
      log: silentLog,
    }),
    workspaces: join(home, 'verify'),
    records,
    checkSpec: (text) => problemLines(parseSpec(text, { strict: false })),
    andonYaml: async (service) => cases.get(service)?.andonYaml,
    acceptance: async (service, into) => {
      const hidden = cases.get(service)?.acceptance;
      if (hidden) await writeFiles(into, hidden);
      return hidden !== undefined;
    },
    coveragePercent: 80,
    failedKeptMs: 0,
    version: '0.0.0',
    now: () => Date.now(),
    log: silentLog,
  });

  const gates = async (
    order: Omit<VerificationOrder, 'gate' | 'verification'>,
  ): Promise<{ at: 'build' | 'test' | 'end'; result: VerificationResult }> => {
    const { signal } = new AbortController();
    const run = (gate: 'build' | 'test') =>
      verifier.run(
        { ...order, gate, verification: `v-${order.commit.slice(0, 12)}-${gate === 'build' ? 1 : 2}` },
        signal,
        () => {},
      );
    const build = await run('build');
    if (build.verdict !== 'passed') return { at: 'build', result: build };
    const test = await run('test');
    return { at: test.verdict === 'passed' ? 'end' : 'test', result: test };
  };

  /** Verifies one case from its spec on; never rejects. */
  async function run(each: CorpusCase): Promise<CaseOutcome> {
    const began = performance.now();
    const ended = (
      verdict: CaseOutcome['verdict'],
      at: CaseOutcome['at'],
      reasons: readonly string[],
      kind = '',
      checks: readonly Check[] = [],
    ): CaseOutcome => ({
      name: each.name,
      verdict,
      at,
      class: kind,
      reasons,
      checks,
      tookMs: performance.now() - began,
    });
    const service = each.name;
    cases.set(service, each);
    const folder = join(scratch, 'work', service);
    try {
      const problems = problemLines(parseSpec(each.spec, { strict: false }));
      if (problems.length > 0) return ended('broken', 'spec', problems);
      const about = {
        service: { id: service, name: service },
        change: 1,
        spec: each.spec.length.toString(),
        ticket: null,
        session: null,
        base: null,
        baseRecord: null,
        parent: null,
      };
      let served: { commit: string; record: string } | null = null;
      if (each.before) {
        const tree = join(folder, 'before');
        await writeFiles(join(tree, 'BUILD'), each.before.build);
        await writeFile(join(tree, 'SPEC.md'), each.before.spec ?? each.spec);
        const commit = await repositories.intake(service, tree, null, Date.now());
        const { result } = await gates({ ...about, commit, cause: 'adoption' });
        if (result.verdict !== 'passed') return ended('broken', 'before', result.reasons);
        served = { commit, record: result.record ?? '' };
      }
      const base = await repositories.prepare(service, {
        change: 2,
        base: served?.commit ?? null,
        spec: each.spec,
        at: Date.now(),
      });
      const commit = await handIn(repositories, service, base, join(folder, 'work'), each.build);
      const { at, result } = await gates({
        ...about,
        commit,
        change: 2,
        cause: each.cause ?? 'spec',
        base: served?.commit ?? null,
        baseRecord: served?.record ?? null,
        parent: served?.commit ?? null,
      });
      const verdict = result.verdict === 'failed' || result.verdict === 'flaky' ? 'refused' : result.verdict;
      const kind = result.verdict === 'flaky' ? 'flaky' : (result.class ?? result.fault ?? '');
      const book = createRecordBook(records, null);
      const known = await book.read(service, result.record ?? '');
      return ended(verdict, at, result.reasons, kind, known?.record.checks);
    } catch (error) {
      if (error instanceof AndonError && error.code === 'SUBMISSION_REFUSED')
        return ended('refused', 'import', [error.message]);
      return ended('broken', 'import', [
        error instanceof Error ? (error.stack ?? error.message) : String(error),
      ]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  return { run, sentence, close: () => rm(scratch, { recursive: true, force: true }) };
}

/** What a worker does that keeps to no rule: its own git, every file as it likes, and a bundle of it. */
async function handIn(
  repositories: GitRepositories,
  service: string,
  base: string,
  folder: string,
  files: CorpusFiles,
): Promise<string> {
  const handed = `${folder}.bundle`;
  await mkdir(dirname(folder), { recursive: true });
  await repositories.bundle(service, base, handed);
  await createWorkspace(handed, base, folder, { path });
  await rm(join(folder, 'BUILD'), { recursive: true, force: true });
  await writeFiles(join(folder, 'BUILD'), files);
  const git = (...args: string[]) =>
    execa('git', args, {
      cwd: folder,
      extendEnv: false,
      env: {
        PATH: path,
        HOME: folder,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_AUTHOR_NAME: 'Builder',
        GIT_AUTHOR_EMAIL: 'builder@localhost',
        GIT_COMMITTER_NAME: 'Builder',
        GIT_COMMITTER_EMAIL: 'builder@localhost',
      },
    });
  await git('add', '--all', '--force');
  await git('commit', '--quiet', '--allow-empty', '--message', 'The work');
  const { stdout } = await git('rev-parse', 'HEAD');
  const bundle = `${folder}.submission.bundle`;
  await git('bundle', 'create', '--quiet', bundle, 'work', '^HEAD~1');
  return repositories.importSubmission(service, {
    ticket: `t-${service}`,
    token: 1,
    bundle,
    commit: stdout.trim(),
    base,
    allowed: ['BUILD/'],
  });
}

async function writeFiles(root: string, files: CorpusFiles): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const file = join(root, name);
    await mkdir(dirname(file), { recursive: true });
    if (typeof content === 'string') await writeFile(file, content);
    else if ('link' in content) await symlink(content.link, file);
    else await writeFile(file, content.text, { mode: 0o755 });
  }
}

/** By which certificates the registries are known on this machine. */
function certificatesHere(): Record<string, string> {
  const names = ['SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS', 'PIP_CERT'];
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] ? [[name, process.env[name] ?? '']] : [])),
  );
}
