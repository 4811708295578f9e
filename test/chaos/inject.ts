import { rmSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { hasEnded, isRunning, processesOf, programsBelow, type Started } from '../e2e/support/processes.ts';
import { until } from '../e2e/support/until.ts';
import type { Fault, LinkName } from './faults.ts';
import type { Member, Rig } from './rig.ts';

/** Ends a fault. */
export type Heal = () => Promise<void>;

const hourS = 3_600;
const shovel = Buffer.alloc(1 << 20);

/** What a fault may need to know beside the rig. */
export type Scene = {
  readonly rig: Rig;
  /** Length of a lease, milliseconds. */
  readonly leaseMs: number;
  /** A service that is in production. */
  readonly service: string;
  /** From the moment this returns, for one lease time, nobody may be called dead. */
  readonly disturbed: () => void;
};

function signal(one: Started | undefined, name: NodeJS.Signals): void {
  if (one && !hasEnded(one)) one.child.kill(name);
}

async function kill(rig: Rig, member: Member | undefined): Promise<void> {
  const one = member?.process;
  if (!one || hasEnded(one)) return;
  rig.ended.add(one.pid);
  await one.kill();
}

/** As `process.kill`; a process that is gone needs none. */
function signalPid(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended meanwhile.
  }
}

const pick = <T>(all: readonly T[], share: number): T | undefined =>
  all[Math.min(all.length - 1, Math.floor(share * all.length))];

const nothing: Heal = async () => undefined;

/** Makes the fault happen and resolves with its end. Rejects where it could not be made to happen. */
export async function inject(scene: Scene, fault: Fault): Promise<Heal> {
  const { rig, leaseMs, disturbed } = scene;
  const active = (): Member => {
    const member = rig.writing()?.member;
    if (!member) throw new Error('nobody coordinates');
    return member;
  };
  const standby = (): Member | undefined => rig.coordinators.find((member) => member !== active());
  const worker = (): Member | undefined => pick(rig.workers, fault.which);
  const { redis } = rig;

  switch (fault.kind) {
    case 'standby-takes-over':
      await kill(rig, active());
      return () => rig.revive();
    case 'coordinators-killed':
      await kill(rig, standby());
      await kill(rig, active());
      return () => rig.revive();
    case 'standby-killed':
      await kill(rig, standby());
      return () => rig.revive();
    case 'coordinator-stopped': {
      const { process: one } = active();
      return stopped(
        () => signal(one, 'SIGSTOP'),
        () => signal(one, 'SIGCONT'),
        fault,
        leaseMs,
        disturbed,
      );
    }
    case 'worker-killed':
      await kill(rig, worker());
      return () => rig.revive();
    case 'worker-stopped': {
      const one = worker()?.process;
      signal(one, 'SIGSTOP');
      await wait(leaseMs * (0.5 + 1.5 * fault.which));
      return async () => signal(one, 'SIGCONT');
    }
    case 'service-killed':
      for (const pid of await servicePids(scene)) signalPid(pid, 'SIGKILL');
      return nothing;
    case 'service-stopped': {
      const pids = await servicePids(scene);
      for (const pid of pids) signalPid(pid, 'SIGSTOP');
      return async () => {
        for (const pid of pids) signalPid(pid, 'SIGCONT');
      };
    }
    case 'redis-killed': {
      signalPid(redis.pid(), 'SIGKILL');
      return () => redis.revive();
    }
    case 'redis-stopped': {
      const pid = redis.pid();
      signalPid(pid, 'SIGSTOP');
      return async () => signalPid(pid, 'SIGCONT');
    }
    case 'redis-restarted': {
      const pid = redis.pid();
      signalPid(pid, 'SIGTERM');
      await until('Redis has ended', () => !isRunning(pid), { withinMs: 10_000 });
      return () => redis.revive();
    }
    case 'redis-flushed':
      await redis.command('FLUSHALL');
      return nothing;
    case 'scripts-flushed':
      await redis.command('SCRIPT FLUSH');
      return nothing;
    case 'log-tail-cut':
      return cutTail(scene, fault);
    case 'disk-full':
      fill(rig.filler);
      return async () => rmSync(rig.filler, { force: true });
    case 'clock-ahead':
    case 'clock-behind':
    case 'worker-clock-wrong': {
      const member = fault.kind === 'worker-clock-wrong' ? worker() : active();
      const { clock } = member ?? {};
      if (!clock) throw new Error('this rig cannot set clocks');
      const ahead =
        fault.kind === 'clock-ahead' || (fault.kind === 'worker-clock-wrong' && fault.which < 0.5);
      clock.set(ahead ? hourS : -hourS);
      disturbed();
      return async () => {
        clock.set(0);
        disturbed();
      };
    }
    case 'machine-suspended': {
      const all = processesOf(rig.line.directory).map(({ pid }) => pid);
      const hold = (name: NodeJS.Signals) => () => {
        for (const pid of all) signalPid(pid, name);
      };
      return stopped(hold('SIGSTOP'), hold('SIGCONT'), { ...fault, which: 0.5 }, leaseMs, disturbed);
    }
    default:
      return strikeLink(scene, fault);
  }
}

/** Stops something for 0.5 to 2 lease times; when it goes on, it has not heard anybody for that long. */
async function stopped(
  stop: () => void,
  go: () => void,
  { which }: Fault,
  leaseMs: number,
  disturbed: () => void,
): Promise<Heal> {
  stop();
  await wait(leaseMs * (0.5 + 1.5 * which));
  return async () => {
    go();
    disturbed();
  };
}

async function servicePids({ rig, service }: Scene): Promise<number[]> {
  const { pid } = await rig.line.serving(service);
  return programsBelow(pid);
}

/** The writes of the last moment are lost, as with the power: the log ends early when Redis starts again. */
async function cutTail({ rig }: Scene, { which }: Fault): Promise<Heal> {
  const { redis } = rig;
  const pid = redis.pid();
  // The embedded server's coordinator would have it running again before its log could be cut.
  if (redis.embedded) for (const member of rig.coordinators) await kill(rig, member);
  signalPid(pid, 'SIGKILL');
  await until('Redis has ended', () => !isRunning(pid), { withinMs: 10_000 });
  redis.cutTail(1 + Math.floor(which * 20_000));
  return () => rig.revive();
}

function fill(file: string): void {
  try {
    for (;;) writeFileSync(file, shovel, { flag: 'a' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  }
  try {
    // What is left of the last megabyte.
    for (;;) writeFileSync(file, shovel.subarray(0, 512), { flag: 'a' });
  } catch {
    // Full.
  }
}

async function strikeLink({ rig }: Scene, { kind, which }: Fault): Promise<Heal> {
  const [name, how] = kind.split(' ');
  // The cast holds: every kind that is not handled above is a link and what happens to it.
  const links = rig.links(name as LinkName);
  const active = rig.writing()?.member;
  const link = name === 'coordinator-redis' ? active?.redis : pick(links, which);
  if (!link) throw new Error(`there is no link ${name}`);
  if (how === 'cut') link.cut();
  else if (how === 'half-open') link.halfOpen();
  else if (how === 'delay') link.delay(100 + Math.floor(which * 900));
  else {
    link.refuse();
    link.cut();
  }
  return async () => link.pass();
}
