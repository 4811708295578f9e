import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BuildEntry } from '../../machines/service/service.context.ts';
import { buildResponse, buildsResponse } from '../../src/contracts/builds.ts';
import { type ServedLine, servedLine } from '../http/served-line.ts';
import { findable, runAndon } from './run-andon.ts';

describe('builds that were made side by side', () => {
  let line: ServedLine;
  let id: string;
  const andon = (...args: string[]) => runAndon(['--home', line.directory, ...args], line.directory);
  const entries = (): readonly BuildEntry[] => line.coordinator.service(id)?.context.contest?.entries ?? [];
  const entryOf = (session: string): BuildEntry => {
    const entry = entries().find((one) => one.session === session && one.settled === null);
    if (!entry) throw new Error(`${session} builds nothing`);
    return entry;
  };

  /** Hands in a commit with this source, and has it judged. */
  async function built(session: string, source: string, tests: Record<string, unknown>): Promise<void> {
    const { ticket, token } = entryOf(session);
    const { base, feedback } = await line.sessions.claim(session, ticket, token);
    given.set(session, feedback);
    const directory = join(line.directory, `${ticket}-${session}`);
    mkdirSync(join(directory, 'BUILD'), { recursive: true });
    writeFileSync(join(directory, 'BUILD', 'main.js'), source);
    const commit = await line.repositories.intake(id, directory, base, 1_700_000_000_000);
    await line.coordinator.receive(`ticket/${ticket}`, {
      type: 'SubmissionReceived',
      token,
      session,
      commit,
    });
    for (const verdict of [{ hasTests: true }, tests]) {
      const verification = entryOf(session).verification?.id ?? 'none';
      const told = {
        verification,
        verdict: 'passed' as const,
        reasons: [],
        record: `rec-${verification}`,
        ...verdict,
      };
      await line.coordinator.receive(`service/${id}`, { type: 'VerificationFinished', ...told });
    }
    await line.settled();
  }
  const given = new Map<string, readonly string[]>();

  beforeEach(async () => {
    line = await servedLine();
    await findable(line);
    line.store.put('spec/h1', '# Shortener');
    id = await line.coordinator.addService('shortener');
    for (const name of ['s1', 's2']) {
      const about = { capabilities: ['builder'], slots: 2, agent: 'by hand', host: 'here' };
      await line.sessions.register({ name, ...about });
    }
    const settings = { redundancy: 2, merge: true, budget: null };
    await line.coordinator.receive(`service/${id}`, { type: 'SettingsSeen', settings });
  });
  afterEach(() => line.close());

  const specSeen = async () => {
    const spec = { hash: 'h1', problems: [], secrets: [], services: [] };
    await line.coordinator.receive(`service/${id}`, { type: 'SpecSeen', spec });
    await line.settled();
  };

  it('are none where nothing was built more than once, and that is said', async () => {
    const { code, out } = await andon('builds', 'shortener');
    expect([code, out]).toEqual([
      0,
      'shortener was never built more than once. Its next spec is built 2 times.\n',
    ]);
    expect((await andon('builds', 'shortener', '--show', '1')).err).toContain('was not built more than once');
    expect((await andon('builds', 'nothing')).code).toBe(1);
  });

  it('are compared, can be read, and are read by whoever merges them', async () => {
    await specSeen();
    expect(
      entries()
        .map(({ session }) => session)
        .sort(),
    ).toEqual(['s1', 's2']);
    const counts = (passed: number) => ({ tests: { passed, failed: 0, skipped: 0, total: passed } });
    await built('s1', 'const made = "by the first";\n', { ...counts(7), coverage: 91 });
    await built('s2', 'const made = "by the second\u001b[31m";\n', { ...counts(9), coverage: 91 });

    const merging = entries().find(({ kind }) => kind === 'merge')?.session ?? 'nobody';
    const open = buildsResponse.parse(JSON.parse((await andon('builds', 'shortener', '--json')).out));
    expect(open).toMatchObject({ state: 'open', builds: [{}, {}, { merged: true, state: 'working' }] });
    await built(merging, 'const made = "by both";\n', { ...counts(9), coverage: 90 });
    expect(given.get(merging)?.join('\n')).toMatch(/You start from the best, build \d of s2/);
    expect(given.get(merging)?.join('\n')).toContain('+const made = "by the first";');
    expect(given.get(merging)?.join('\n')).toContain('-const made = "by the second";');

    const { out } = await andon('builds', 'shortener');
    expect(out).toContain('Change 1 of shortener: one of the builds was kept');
    expect(out).toMatch(/s2 +passed, kept +9\/9 +91 %/);
    expect(out).toMatch(/3 \(merged\) .*passed +9\/9 +90 %/);
    expect(out).toMatch(
      /Kept: build \d of s2 goes before build \d of s1: 9 passed tests, against 7 passed tests/,
    );

    const first = entries().findIndex(({ session }) => session === 's1') + 1;
    const shown = await andon('builds', 'shortener', '--show', String(first));
    expect(shown.out).toContain('  BUILD/main.js');
    expect(shown.out).toContain('+const made = "by the first";');
    const told = await andon('builds', 'shortener', '--show', String(first), '--json');
    expect(buildResponse.parse(JSON.parse(told.out)).against?.name).toMatch(/^build \d, which was kept$/);
    expect((await andon('builds', 'shortener', '--show', '9')).err).toContain('has builds 1 to 3');
    expect((await andon('builds', 'shortener', '--show', 'all')).code).toBe(2);
  });

  it('are on the board while they are made, with the reason where one waits', async () => {
    await line.sessions.register({
      name: 's3',
      capabilities: ['tester'],
      slots: 1,
      agent: 'by hand',
      host: 'here',
    });
    const settings = { redundancy: 3, merge: false, budget: null };
    await line.coordinator.receive(`service/${id}`, { type: 'SettingsSeen', settings });
    await specSeen();
    const view = async () => {
      const response = await line.app.inject({ url: '/api/services', headers: { host: 'localhost' } });
      return response.json().services[0];
    };
    expect(await view()).toMatchObject({
      phase: 'BUILD_IN_PROGRESS',
      session: expect.stringMatching(/^s[12], s[12]$/),
      builds: [{ state: 'working' }, { state: 'working' }, { state: 'waiting' }],
    });
    expect((await view()).builds[2].reasons).toContain(
      's1 has another of the builds that this one is compared with',
    );
    expect((await view()).reason).toBeUndefined();
    for (const name of ['s1', 's2']) await built(name, `// ${name}\n`, { coverage: 85 });
    expect((await view()).reason).toMatchObject({
      code: 'waiting',
      text: 'build 3: s1 has another of the builds that this one is compared with',
      details: expect.arrayContaining([
        expect.stringMatching(/^From .* UTC on the others decide without it$/),
      ]),
    });
  });
});
