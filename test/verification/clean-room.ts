import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publicRegistries } from '../../src/dependencies/allow-list.ts';
import { createDependencies } from '../../src/dependencies/sandboxed-dependencies.ts';
import { silentLog } from '../../src/log.ts';
import { chooseSandbox } from '../../src/sandbox/choose-sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.port.ts';
import { findToolchain } from '../../src/sandbox/toolchain.ts';
import {
  CleanRoomVerifier,
  type CleanRoomVerifierOptions,
} from '../../src/verification/clean-room-verifier.ts';
import type {
  VerificationOrder,
  VerificationProgress,
  VerificationResult,
} from '../../src/verification/verification.port.ts';
import { MemoryRepositories } from '../../src/workspace/memory-repositories.ts';

export type Files = Readonly<Record<string, string>>;

export type Verified = VerificationResult & { readonly progress: readonly VerificationProgress[] };

let known: Promise<{ sandbox: Sandbox; hasPytest: boolean }> | undefined;

/** What this machine has; looked for once a test file. */
function machine() {
  known ??= (async () => {
    const toolchain = await findToolchain({
      path: process.env.PATH ?? '/usr/bin:/bin',
      home: process.env.HOME,
    });
    const { sandbox } = await chooseSandbox({ toolchain, hidden: [] });
    const { exit } = await sandbox.run({
      argv: ['python3', '-c', 'import pytest, pytest_cov'],
      cwd: tmpdir(),
      env: {},
      writable: [],
      network: 'none',
      timeoutMs: 30_000,
      outputBytes: 10_000,
    });
    return { sandbox, hasPytest: exit === 0 };
  })();
  return known;
}

/** A verifier on this machine's best sandbox, over commits made of the files a test hands in. */
export async function cleanRoom(more: Partial<CleanRoomVerifierOptions> = {}) {
  const scratch = await mkdtemp(join(tmpdir(), 'andon-verify-'));
  const { sandbox, hasPytest } = await machine();
  const repositories = new MemoryRepositories();
  const options: CleanRoomVerifierOptions = {
    repositories,
    sandbox,
    dependencies: createDependencies({
      sandbox,
      cacheDirectory: join(scratch, 'cache'),
      registries: Promise.resolve(publicRegistries),
      log: silentLog,
    }),
    workspaces: join(scratch, 'verify'),
    records: join(scratch, 'records'),
    checkSpec: (text) => (text.includes('## Purpose') ? [] : ['SPEC.md:1 has no Purpose']),
    coveragePercent: 80,
    failedKeptMs: 0,
    times: { installMs: 30_000, startMs: 5_000, testsMs: 30_000 },
    version: '0.0.0',
    now: () => Date.now(),
    log: silentLog,
    ...more,
  };
  const verifier = new CleanRoomVerifier(options);
  let count = 0;
  const verify = async (
    gate: VerificationOrder['gate'],
    files: Files,
    signal = new AbortController().signal,
    onProgress: (figures: VerificationProgress) => void = () => {},
  ): Promise<Verified> => {
    count += 1;
    const order: VerificationOrder = {
      verification: `v-${count}`,
      gate,
      service: { id: 'svc', name: 'shop' },
      change: 1,
      commit: repositories.add('svc', files),
      spec: 'spec-hash',
      ticket: 't-1',
      session: 's-1',
      cause: 'spec',
      base: null,
      baseRecord: null,
      parent: null,
    };
    const progress: VerificationProgress[] = [];
    const result = await verifier.run(order, signal, (figures) => {
      progress.push(figures);
      onProgress(figures);
    });
    return { ...result, progress };
  };
  return {
    /** Whether this machine can run pytest; where it cannot, every suite of it is inconclusive. */
    hasPytest,
    verify,
    verifier,
    repositories,
    scratch,
    options,
    close: () => rm(scratch, { recursive: true, force: true }),
  };
}

const server = (status: number) => `
import http from 'node:http';
export function sum(a, b) {
  return a + b;
}
export function start() {
  return http
    .createServer((request, response) => response.writeHead(${status}).end('{}'))
    .listen(process.env.PORT);
}
if (process.argv[1] === new URL(import.meta.url).pathname) start();
`;

const nodeTest = `
import assert from 'node:assert';
import { describe, it, test } from 'node:test';
import { start, sum } from '../src/main.js';
test('adds', () => assert.equal(sum(1, 2), 3));
describe('the server', () => {
  it('answers', async () => {
    process.env.PORT = '0';
    const server = start();
    await new Promise((resolve) => server.once('listening', resolve));
    const response = await fetch('http://127.0.0.1:' + server.address().port);
    assert.equal(response.status, 200);
    server.closeAllConnections();
    server.close();
  });
});
`;

/** A small Node service that passes every gate. */
export const nodeService: Files = {
  'SPEC.md': '# Shop\n\n## Purpose\nSell.\n',
  'BUILD/package.json': '{ "name": "shop", "type": "module", "scripts": { "start": "node src/main.js" } }',
  'BUILD/Dockerfile': 'FROM node:20\n',
  'BUILD/.env.example': 'PORT=3000\nAPI_KEY=\n',
  'BUILD/src/main.js': server(200),
  'BUILD/test/main.test.js': nodeTest,
};

export const unhealthyMain = server(503);

/** A small Python service that passes every gate. */
export const pythonService: Files = {
  'SPEC.md': '# Shop\n\n## Purpose\nSell.\n',
  'BUILD/requirements.txt': '# the standard library\n',
  'BUILD/Dockerfile': 'FROM python:3.11\n',
  'BUILD/.env.example': '',
  'BUILD/src/main.py': `
import os
from http.server import BaseHTTPRequestHandler, HTTPServer


def total(a, b):
    return a + b


def size(items):
    return len(items)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):  # pragma: no cover
        self.send_response(200)
        self.end_headers()


if __name__ == "__main__":  # pragma: no cover
    HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
`,
  'BUILD/tests/test_main.py': `
import pytest
from src.main import size, total


@pytest.mark.parametrize("a", [1, 2])
def test_total(a):
    assert total(a, 1) == a + 1


def test_size():
    assert size([]) == 0
`,
};
