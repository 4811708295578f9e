import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRecord } from '../../src/verification/record.ts';
import { cleanRoom, type Files, nodeService } from './clean-room.ts';

let room: Awaited<ReturnType<typeof cleanRoom>>;
beforeAll(async () => {
  room = await cleanRoom();
});
afterAll(() => room.close());

const main = nodeService['BUILD/src/main.js'] ?? '';
const yaml = 'verification:\n  acceptance: off\n  controls: { canary: off, stubs: off, mutation: off }\n';
const service = (more: Files): Files => ({ ...nodeService, 'andon.yaml': yaml, ...more });

const checksOf = async (files: Files) => {
  const result = await room.verify('test', files);
  const record = await readRecord(room.options.records, 'svc', result.record ?? '');
  return { result, checks: record?.checks ?? [] };
};

describe('production readiness', () => {
  it('is on the record of a service that answers quickly, ends on SIGTERM and starts again', async () => {
    const { result, checks } = await checksOf(service({}));
    expect(result).toMatchObject({ verdict: 'passed', reasons: [] });
    const named = new Map(checks.map(({ name, status }) => [name, status]));
    expect(Object.fromEntries(named)).toMatchObject({
      'production.responses': 'passed',
      'production.stops': 'passed',
      'production.restart': 'passed',
      'production.readme': 'skipped',
      'security.secrets': 'passed',
    });
  });

  it('is missing where a second start on the same data fails', async () => {
    const once = `import { writeFileSync } from 'node:fs';\nimport { join } from 'node:path';\n${main.replace(
      'if (process.argv[1]',
      "if (process.argv[1] === new URL(import.meta.url).pathname)\n  writeFileSync(join(process.env.DATA_DIR, 'lock'), '', { flag: 'wx' });\nif (process.argv[1]",
    )}`;
    const { result } = await checksOf(service({ 'BUILD/src/main.js': once }));
    expect(result).toMatchObject({ verdict: 'failed', class: 'work' });
    expect(result.reasons.join('\n')).toMatch(/second time on the same data/);
  });

  it('says what is slow, and no more than says it where andon.yaml calls it advisory', async () => {
    const slow = main.replace(
      "response.writeHead(200).end('{}')",
      "setTimeout(() => response.writeHead(200).end('{}'), 650)",
    );
    const advisory = `${yaml}  levels: { production: advisory }\n`;
    const { result, checks } = await checksOf(service({ 'BUILD/src/main.js': slow, 'andon.yaml': advisory }));
    expect(result).toMatchObject({ verdict: 'passed' });
    expect(checks).toContainEqual(
      expect.objectContaining({
        name: 'production.responses',
        status: 'failed',
        advisory: true,
        reasons: [expect.stringMatching(/GET \/health takes \d+ ms .*500 ms is asked for/)],
      }),
    );
  });

  it('asks for the six endpoints where andon.yaml does', async () => {
    const { result } = await checksOf(
      service({ 'andon.yaml': `${yaml}  levels: { udc: required, production: off }\n` }),
    );
    expect(result).toMatchObject({ verdict: 'passed' });
    const picky = main.replace(
      'http\n    .createServer((request, response) => response',
      "http\n    .createServer((request, response) => request.url === '/state' || request.method === 'POST' ? response.writeHead(404).end() : response",
    );
    const refused = await checksOf(
      service({
        'BUILD/src/main.js': picky,
        'andon.yaml': `${yaml}  levels: { udc: required, production: off }\n`,
      }),
    );
    expect(refused.result.reasons).toEqual([
      'GET /state answers 404 and not 200',
      'POST /message answers 404: it has to take a message',
      'POST /send answers 404: it has to take a message',
    ]);
  });
});
