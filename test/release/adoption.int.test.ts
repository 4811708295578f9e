import { type ChildProcess, spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createHome,
  getJson,
  type Home,
  isRunning,
  openYard,
  orderOf,
  portOf,
  seen,
  until,
  type Yard,
} from './bench-yard.ts';

let home: Home;
let next: Yard | undefined;
let coordinator: ChildProcess | undefined;

beforeEach(async () => {
  home = await createHome();
  next = undefined;
});

afterEach(async () => {
  coordinator?.kill('SIGKILL');
  // Adopting nothing ends whatever a test has left running.
  next ??= await openYard(home);
  await next.releases.adopt([]);
  await next.releases.close();
  await home.remove();
});

/** Ships r1 from a coordinator of its own, leaves r2 as a candidate, and kills that coordinator. */
async function killedCoordinator(kind = 'plain'): Promise<number> {
  const file = fileURLToPath(new URL('./coordinator-process.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', file, home.root, kind], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: join(import.meta.dirname, '../..'),
  });
  coordinator = child;
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  await until(() => printed.includes('\n'));
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  return JSON.parse(printed).port;
}

async function noteOf(release: string): Promise<{ pid: number; startTime: string }> {
  return JSON.parse(await readFile(join(home.root, `releases/svc-1/${release}/process.json`), 'utf8'));
}

const order = orderOf('stateful', 'r1');
const serving = [{ service: order.service, release: 'r1', order }];

describe('services of a killed coordinator', () => {
  it('go on serving and are adopted as the very same process', async () => {
    const port = await killedCoordinator();
    expect(await getJson(port, '/add')).toEqual({ count: 1, release: 'r1' });
    const { pid } = await noteOf('r1');
    next = await openYard(home);
    await next.releases.adopt(serving);
    expect(portOf(next.releases)).toBe(port);
    expect((await noteOf('r1')).pid).toBe(pid);
    await seen(home, 'HealthPassed', 'r1');
    expect(await getJson(port)).toEqual({ count: 1, release: 'r1' });
  });

  it('are told by their start time, not by a pid that may be another’s', async () => {
    await killedCoordinator();
    const note = await noteOf('r1');
    process.kill(-note.pid, 'SIGKILL');
    await until(async () => !(await isRunning(note.pid)));
    const bystander = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
    const file = join(home.root, 'releases/svc-1/r1/process.json');
    await writeFile(file, JSON.stringify({ ...note, pid: bystander.pid }));
    next = await openYard(home);
    await next.releases.adopt(serving);
    await until(() => typeof next?.releases.route('svc-1') === 'object');
    expect((await noteOf('r1')).pid).not.toBe(bystander.pid);
    expect(bystander.exitCode).toBeNull();
    bystander.kill('SIGKILL');
  });

  it('lose their candidates, which nobody waits for any more', async () => {
    await killedCoordinator();
    const candidate = await noteOf('r2');
    next = await openYard(home);
    await next.releases.adopt(serving);
    await until(async () => !(await isRunning(candidate.pid)));
  });

  it('have failed at once when an adopted process ends', async () => {
    await killedCoordinator();
    next = await openYard(home);
    await next.releases.adopt(serving);
    process.kill((await noteOf('r1')).pid, 'SIGKILL');
    expect((await seen(home, 'HealthFailed', 'r1')).reason).toContain('gone');
    await next.releases.restart('svc-1', 'r1');
    await seen(home, 'ReleaseRestarted', 'r1');
  });

  it('are stopped by the next coordinator’s orderly stop', async () => {
    await killedCoordinator();
    const { pid } = await noteOf('r1');
    next = await openYard(home);
    await next.releases.adopt(serving);
    await next.releases.close();
    await until(async () => !(await isRunning(pid)));
  });

  it('are ended when the machine knows of no release that serves', async () => {
    await killedCoordinator();
    const { pid } = await noteOf('r1');
    next = await openYard(home);
    await next.releases.adopt([]);
    await until(async () => !(await isRunning(pid)));
    expect(next.releases.route('svc-1')).toBeUndefined();
  });

  it('are ended even when no note names them', async () => {
    await killedCoordinator();
    const { pid } = await noteOf('r1');
    await writeFile(join(home.root, 'releases/svc-1/r1/process.json'), 'torn');
    next = await openYard(home);
    await next.releases.adopt([]);
    await until(async () => !(await isRunning(pid)));
  });

  it('report the switch that the coordinator did not live to hear of', async () => {
    const port = await killedCoordinator('deaf');
    next = await openYard(home);
    await next.releases.adopt([]);
    await seen(home, 'ReleaseSwitched', 'r1');
    expect(portOf(next.releases)).toBe(port);
  });
});
