import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm, statfs, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasGroups } from '../../src/sandbox/control-groups.ts';
import type { Sandbox, SandboxRun } from '../../src/sandbox/sandbox.port.ts';
import { escapeAttempts, escapeProgram } from './escape-attempts.ts';
import { runs, toolchain, walled } from './tiers.ts';

const noFilter = 'util-linux loads no system call filter';

/** What a tier cannot stop, with the reason. There is nothing of the kind for bubblewrap. */
const gaps: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  bubblewrap: {},
  unshare: {
    'take an open file of another process': noFilter,
    'compare itself with another process': noFilter,
    'reach the host of a virtual machine': noFilter,
    'use the kernel’s ciphers': noFilter,
    'list keys': noFilter,
    'add a key': noFilter,
    'ask for a key': noFilter,
    'open an io_uring': noFilter,
    'handle page faults': noFilter,
    'call the kernel as a 32-bit program': noFilter,
  },
};

let scratch: string;
let victim: ChildProcess;
const servers: Server[] = [];
const canary = `canary-${process.pid}`;
const shared = `/dev/shm/andon-shared-${process.pid}`;

beforeAll(async () => {
  scratch = await realpath(await mkdtemp(join(tmpdir(), 'andon-escape-')));
  for (const folder of ['readable/hidden', 'other', 'own'])
    await mkdir(join(scratch, folder), { recursive: true });
  await writeFile(join(scratch, 'readable/hidden/secret'), 'secret');
  await writeFile(shared, 'shared');
  victim = spawn('sleep', ['600'], { env: { ANDON_CANARY: canary }, stdio: 'ignore' });
});
afterAll(async () => {
  victim.kill('SIGKILL');
  for (const server of servers) server.close();
  await rm(scratch, { recursive: true, force: true });
  await rm(shared, { force: true });
});

const listen = async (place: object): Promise<Server> => {
  const server = createServer((socket) => socket.destroy()).listen(place);
  servers.push(server);
  await new Promise<void>((resolve, reject) => server.once('listening', resolve).once('error', reject));
  return server;
};

const order = (argv: string[], own: string, more: Partial<SandboxRun> = {}): SandboxRun => ({
  argv,
  cwd: own,
  env: {},
  readable: [join(scratch, 'readable')],
  writable: [own],
  network: 'loopback',
  timeoutMs: 40_000,
  outputBytes: 100_000,
  ...more,
});

describe.each(walled)('out of the sandbox %s', (tier, make) => {
  let sandbox: Sandbox;
  let own: string;
  let tried: Record<string, string | null>;
  beforeAll(async () => {
    own = join(scratch, 'own', tier);
    await mkdir(own);
    const hidden = join(scratch, 'readable', 'hidden');
    sandbox = make([hidden]);
    const socket = join(hidden, `socket-${tier}`);
    const abstract = `andon-${process.pid}-${tier}`;
    await listen({ path: socket });
    await listen({ path: `\0${abstract}` });
    const address = (await listen({ host: '127.0.0.1', port: 0 })).address();
    const inHome = [...toolchain.readable, scratch].map((path) => relative(homedir(), path));
    const places = {
      ...{ socket, abstract, canary, shared, home: homedir(), victim: victim.pid, writable: own },
      secret: join(hidden, 'secret'),
      other: join(scratch, 'other'),
      readable: join(scratch, 'readable'),
      port: typeof address === 'object' ? address?.port : 0,
      shownInHome: inHome.filter((path) => !path.startsWith('..')).map((path) => path.split(sep)[0]),
    };
    const argv = ['python3', '-c', escapeProgram, JSON.stringify(places)];
    const { output } = await sandbox.run(order(argv, own));
    const line = output.split('\n').find((text) => text.startsWith('TRIED '));
    if (!line) throw new Error(output);
    tried = JSON.parse(line.slice('TRIED '.length));
  });

  it.each(Object.keys(escapeAttempts).filter((name) => gaps[tier]?.[name] === undefined))(
    'a command cannot %s',
    (name) => {
      expect(tried).toHaveProperty([name]);
      expect(tried[name]).toBeNull();
    },
  );

  const python = (text: string, more: Partial<SandboxRun> = {}) =>
    sandbox.run(order(['python3', '-c', text], own, more));

  it('a command cannot end what runs on this machine by signalling all it may', async () => {
    await python('import os, signal; os.kill(-1, signal.SIGKILL)');
    expect(victim.exitCode).toBeNull();
    expect(victim.signalCode).toBeNull();
  });

  it('a command cannot stay by stopping itself', async () => {
    const outcome = await python(
      "import os, signal, sys; print('stopping', flush=True); os.kill(os.getpid(), signal.SIGSTOP)",
      {
        timeoutMs: 1_000,
      },
    );
    expect(outcome).toMatchObject({ reason: 'timeout' });
  });

  it('a command cannot leave a daemon behind', async () => {
    const word = `andon-daemon-${process.pid}-${tier}`;
    const text = `
import os, sys, time
if os.fork() == 0:
  os.setsid()
  if os.fork() == 0:
    os.close(1); os.close(2)
    os.execv(sys.executable, [sys.executable, '-c', 'import time; time.sleep(600) # ${word}'])
  os._exit(0)
time.sleep(0.2)`;
    expect(await python(text)).toMatchObject({ exit: 0, reason: 'exited' });
    await expect.poll(() => runs(word)).toBe(false);
  });

  it('a command cannot start processes without end', async () => {
    const text = `
import os, sys, time
started = 0
try:
  while started < 400:
    if os.fork() == 0: time.sleep(20); os._exit(0)
    started += 1
except OSError: print('stopped at', started); sys.exit(3)
print('started', started)`;
    const outcome = await python(text, { processes: 100 });
    // The kernel exempts root from its limit on processes; only a control group holds it.
    if (process.getuid?.() === 0 && !hasGroups()) return expect(outcome.exit).toBe(0);
    expect(outcome.output).toMatch(/stopped at \d\d\n/);
    expect(outcome.reason).toBe(hasGroups() ? 'pids' : 'exited');
  });

  it('a command cannot take more memory than it may, also by many processes', async () => {
    const text = `
import os, sys, time
for n in range(8):
  if os.fork() == 0:
    taken = bytearray(100_000_000)
    for at in range(0, len(taken), 4096): taken[at] = 1
    time.sleep(20); os._exit(0)
for n in range(8):
  if os.wait()[1] != 0: sys.exit(4)
  break`;
    const alone = await python('bytearray(2_000_000_000)', { memoryBytes: 200_000_000 });
    expect(alone.exit).not.toBe(0);
    if (!hasGroups()) return;
    const together = await python(text, { memoryBytes: 200_000_000 });
    expect(together).toMatchObject({ exit: 4, reason: 'oom' });
  });

  it('a command cannot leave a great many files on this machine', async () => {
    const before = await statfs(tmpdir());
    const text = `
import os
for n in range(100_000): os.symlink('x', '/tmp/file-%d' % n)
print('made them')`;
    expect((await python(text)).output).toContain('made them');
    expect(existsSync('/tmp/file-0')).toBe(false);
    const after = await statfs(tmpdir());
    expect(before.ffree - after.ffree).toBeLessThan(50_000);
  });

  it('a command cannot flood whoever reads what it prints', async () => {
    const outcome = await python("import sys\nwhile True: sys.stdout.write('x' * 100_000)", {
      outputBytes: 10_000,
    });
    expect(outcome.reason).toBe('output');
    expect(outcome.output.length).toBeLessThan(11_000);
  });

  it('a command’s loader settings do not act on the program that builds the sandbox', () => {
    const line = sandbox.commandLine(
      order(['python3'], own, { env: { LD_PRELOAD: join(own, 'evil.so'), LD_AUDIT: 'evil' } }),
    );
    expect(
      Object.keys((line && 'env' in line && line.env) || {}).filter((name) => name.startsWith('LD_')),
    ).toEqual([]);
    expect(line).toHaveProperty('argv');
  });
});
