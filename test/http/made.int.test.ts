import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServiceEvent } from '../../machines/service/service.events.ts';
import { handMadeWork } from '../sessions/hand-made-work.ts';
import { someRecord } from '../verification/record/some-record.ts';
import { type ServedLine, servedLine } from './served-line.ts';

describe('what was made, over HTTP', () => {
  let line: ServedLine;
  let ticket: string;
  let commit: string;
  beforeEach(async () => {
    line = await servedLine();
    await line.sessions.register(
      { name: 'ada', capabilities: ['builder'], slots: 1, agent: 'test', host: 'here' },
      { local: true },
    );
    ticket = await line.openBuild();
    const brief = await line.sessions.claim('ada', ticket, 1);
    const made = await handMadeWork(line, 'ada', brief);
    commit = made.commit;
    await line.sessions.submit('ada', ticket, { token: 1, commit }, async () => made.bundle);
    await line.settled();
  });
  afterEach(() => line.close());

  const get = async (path: string) => {
    const answer = await line.app.inject({ url: `/api/services/shortener/${path}` });
    return { status: answer.statusCode, body: answer.json() };
  };
  const tell = async (event: ServiceEvent) => {
    await line.coordinator.receive('service/s1', event);
    await line.settled();
  };

  it('is who handed in which commit, and what its gates said', async () => {
    expect((await get('submissions')).body).toMatchObject({
      submissions: [
        {
          ...{ kind: 'submission', work: 'build', ticket, token: 1, session: 'ada', commit, change: 1 },
          ...{ verdict: null, records: [], releases: [], serves: false },
        },
      ],
      more: false,
    });
    const service = { id: 's1', name: 'shortener' };
    await line.records.write(someRecord({ id: 'rec-v-5', service, commit, ticket, gate: 'build' }));
    const result = { ...someRecord().result, verdict: 'failed' as const, class: 'work' as const };
    await line.records.write(someRecord({ id: 'rec-v-6', service, commit, ticket: null, result }));
    await line.records.write(someRecord({ id: 'rec-v-7', service, commit: 'd'.repeat(40), ticket }));
    const { body } = await get('submissions');
    expect(body.submissions[0]).toMatchObject({
      verdict: 'failed',
      records: [
        { id: 'rec-v-6', gate: 'test', tests: { total: 1 } },
        { id: 'rec-v-5', gate: 'build' },
      ],
    });
    expect((await get('verifications?limit=2')).body.verifications).toMatchObject([
      { id: 'rec-v-7' },
      { id: 'rec-v-6' },
    ]);
    expect((await get('records/rec-v-6')).body).toMatchObject({
      signature: 'valid',
      record: { tests: [{ id: 'adds', status: 'passed' }] },
    });
    expect((await get('records/rec-v-9')).status).toBe(404);
  });

  it('is compared with what it started from, or with any other commit of it, and with nothing else', async () => {
    const { body } = await get('diff');
    expect(body).toMatchObject({ to: { commit, name: 'build by ada, change 1' }, cut: false });
    expect(body.files.length).toBeGreaterThan(0);
    expect(body.files[0]).toMatchObject({
      status: 'added',
      removed: 0,
      patch: expect.stringMatching(/^@@ /),
    });
    const whole = await get(`diff?from=nothing&to=${commit.slice(0, 9)}`);
    expect(whole.body).toMatchObject({ from: null, to: { commit } });
    const one = await get(`diff?from=nothing&to=${commit}&file=0`);
    expect(one.body.files).toHaveLength(1);
    expect((await get(`diff?from=nothing&to=${commit}&file=999`)).status).toBe(404);
    expect((await get(`diff?from=${commit}&to=${commit}`)).body.files).toEqual([]);
    // Another commit of the same repository, which nobody handed in.
    const stray = await line.repositories.prepare('s1', { change: 9, base: null, spec: '# x', at: 0 });
    for (const from of [stray, 'r-1', 'main', '--output=x', commit.slice(0, 6)]) {
      expect((await get(`diff?from=${encodeURIComponent(from)}`)).status).toBe(404);
    }
  });

  it('is which releases served, when, and under which record', async () => {
    expect((await get('releases')).body).toEqual({ service: 'shortener', url: null, releases: [] });
    const context = () => line.coordinator.service('s1')?.context;
    const passes = async (more: { hasTests?: boolean; record?: string; digest?: string }) => {
      const verification = context()?.verification?.id ?? '';
      await tell({ type: 'VerificationFinished', verification, verdict: 'passed', reasons: [], ...more });
    };
    await passes({ hasTests: true, record: 'rec-v-5' });
    await passes({ record: 'rec-v-6', digest: 'bytes' });
    const release = context()?.change?.release ?? '';
    await tell({ type: 'ReleaseStarted', release });
    expect((await get('releases')).body.releases).toMatchObject([
      { id: release, state: 'proving', commit, change: 1, record: 'rec-v-6', served: [], healthy: null },
    ]);
    expect((await get(`diff?to=${release}`)).body.to).toEqual({ commit, name: `release ${release}` });
    await tell({ type: 'ReleaseProved', release, version: '1.2.3' });
    await tell({ type: 'ReleaseSwitched', release });
    const { releases } = (await get('releases')).body;
    expect(releases).toMatchObject([
      {
        id: release,
        state: 'serving',
        version: '1.2.3',
        commit,
        change: 1,
        record: 'rec-v-6',
        served: [{ to: null }],
      },
    ]);
    expect((await get('submissions')).body.submissions[0]).toMatchObject({
      releases: [release],
      serves: true,
    });
    expect((await get(`diff?from=nothing&to=${release}`)).body.to.commit).toBe(commit);
    expect((await line.app.inject({ url: '/api/services/nobody/releases' })).statusCode).toBe(404);
  });
});
