import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ownOnlySandbox } from '../../src/sandbox/own-only-sandbox.ts';
import { processGroupSandbox } from '../../src/sandbox/process-group-sandbox.ts';
import type { Sandbox, SandboxStart } from '../../src/sandbox/sandbox.port.ts';
import { toolchain, walled } from './tiers.ts';

const tiers: [string, (hidden: string[]) => Sandbox][] = [
  ['process-group', (hidden) => processGroupSandbox({ toolchain, hidden })],
  ...walled,
];

let scratch: string;
beforeEach(async () => {
  scratch = await realpath(await mkdtemp(join(tmpdir(), 'andon-stdin-')));
});
afterEach(() => rm(scratch, { recursive: true, force: true }));

const order = (script: string, more: Partial<SandboxStart> = {}): SandboxStart => ({
  argv: ['node', '-e', script],
  cwd: scratch,
  env: {},
  writable: [scratch],
  network: 'none',
  outputBytes: 1_000,
  mostOutputBytes: 1e9,
  ...more,
});

describe.each(tiers)('a command that is spoken to in the sandbox %s', (_tier, make) => {
  it('is told byte for byte what is written to it, and is heard so: a line of 10 MB, letters in pieces', async () => {
    const heard: Buffer[] = [];
    const running = make([]).start(
      order('process.stdin.pipe(process.stdout)', { stdin: 'pipe', onBytes: (chunk) => heard.push(chunk) }),
    );
    const line = Buffer.from(`${'ß€😀'.repeat(1_200_000)}\n`);
    expect(line.length).toBeGreaterThan(10e6);
    // Between the bytes of one letter.
    running.stdin?.write(line.subarray(0, 3));
    running.stdin?.end(line.subarray(3));
    expect(await running.exited).toMatchObject({ exit: 0, reason: 'exited' });
    expect(Buffer.concat(heard).equals(line)).toBe(true);
  });

  it('may close its ears or end without a word: what is written then is lost without an error', async () => {
    const deaf = make([]).start(order('process.stdin.destroy()', { stdin: 'pipe' }));
    deaf.stdin?.write('x'.repeat(1e6));
    expect(await deaf.exited).toMatchObject({ exit: 0, reason: 'exited' });
    deaf.stdin?.write('too late');
    expect(deaf.stdin?.destroyed).toBe(true);
  });

  it('has nothing to read where nobody asked to speak to it', async () => {
    const running = make([]).start(order('process.stdin.on("end", () => console.log("end")).resume()'));
    expect(running.stdin).toBeUndefined();
    expect(await running.exited).toMatchObject({ exit: 0, output: 'end\n' });
  });
});

describe('where no sandbox holds', () => {
  it('a command of others is refused and has no stdin', async () => {
    const running = ownOnlySandbox({ toolchain, hidden: [] }, 'nothing holds').start(
      order('process.exit(0)', { stdin: 'pipe' }),
    );
    expect(running.stdin).toBeUndefined();
    expect(await running.exited).toMatchObject({ reason: 'unsandboxed', output: 'nothing holds' });
  });
});
