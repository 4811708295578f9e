import { readFile, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Config } from '../../config.ts';
import { unpackedProgram } from '../../embedded-redis/debian-package.ts';
import { findToolchain } from '../../sandbox/toolchain.ts';
import { mayMakeUsers } from '../../work-queue/may-make-users.ts';
import { readRunFile } from '../run-file.ts';
import { isPortFree, outputOf } from './probe.ts';

export type Check = {
  readonly name: string;
  readonly level: 'ok' | 'warn' | 'fail';
  readonly text: string;
  /** What to do; there wherever it is not ok. */
  readonly todo?: string;
};

type Machine = { readonly config: Config; readonly path: string };

/** Looks at everything Andon uses of this machine; changes nothing. */
export async function runChecks(config: Config): Promise<Check[]> {
  const machine = { config, path: config.childEnv.PATH ?? '' };
  return Promise.all(
    [node, git, redis, sandbox, python, board, gateway, inotify, disk].map((check) => check(machine)),
  );
}

async function node(): Promise<Check> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const text = `Node ${process.versions.node}`;
  if (major > 20 || (major === 20 && minor >= 19)) return { name: 'node', level: 'ok', text };
  return {
    name: 'node',
    level: 'fail',
    text: `${text} is too old`,
    todo: 'Install Node 20.19 or newer from https://nodejs.org.',
  };
}

async function git({ path }: Machine): Promise<Check> {
  const text = await outputOf('git', ['--version'], path);
  if (text) return { name: 'git', level: 'ok', text };
  return { name: 'git', level: 'fail', text: 'git is not on the PATH', todo: 'Install git.' };
}

async function redis({ config, path }: Machine): Promise<Check> {
  if (config.redisUrl) return givenRedis(config.redisUrl);
  for (const program of ['redis-server', 'valkey-server']) {
    const version = await outputOf(program, ['--version'], path);
    if (version) return { name: 'redis', level: 'ok', text: `${program}: ${version}` };
  }
  const unpacked = await unpackedProgram(join(config.home, 'bin', 'redis'), 'redis-server');
  if (unpacked) return { name: 'redis', level: 'ok', text: `unpacked earlier: ${unpacked.path}` };
  return {
    name: 'redis',
    level: 'warn',
    text: 'no redis-server or valkey-server is on the PATH',
    todo: 'On Debian and Ubuntu Andon unpacks one by itself; elsewhere install Redis 6.2 or newer, or set REDIS_URL.',
  };
}

async function givenRedis(url: string): Promise<Check> {
  const users = await mayMakeUsers(url);
  const text = 'the server of REDIS_URL is used';
  if (users) return { name: 'redis', level: 'ok', text };
  if (users === undefined) {
    const todo = 'Look after that server, or its address; Andon starts without it and goes on trying.';
    return { name: 'redis', level: 'warn', text: `${text}, and does not answer`, todo };
  }
  return {
    name: 'redis',
    level: 'warn',
    text: `${text}; it lets Andon make no users, so workers are given no Redis and work over HTTP`,
    todo: 'Nothing has to be done. For assignments over Redis give Andon a user that may use the ACL command.',
  };
}

async function sandbox({ config, path }: Machine): Promise<Check> {
  const unpacked = await unpackedProgram(join(config.home, 'bin', 'bubblewrap'), 'bwrap');
  const bubblewrap = await outputOf(
    unpacked?.path ?? 'bwrap',
    ['--unshare-all', '--ro-bind', '/', '/', 'true'],
    path,
  );
  if (bubblewrap !== undefined) return { name: 'sandbox', level: 'ok', text: 'bubblewrap works' };
  const unshare = await outputOf(
    'unshare',
    ['--user', '--map-root-user', '--pid', '--fork', '--net', 'true'],
    path,
  );
  const todo = 'Install bubblewrap (apt install bubblewrap).';
  if (unshare !== undefined) {
    return {
      name: 'sandbox',
      level: 'warn',
      text: 'unshare works; bubblewrap would hide the file system too',
      todo,
    };
  }
  return {
    name: 'sandbox',
    level: 'warn',
    text: 'no sandbox holds: only what Andon made itself is run',
    todo,
  };
}

async function python({ config, path }: Machine): Promise<Check> {
  // Of several Pythons the one that services are really run with.
  const { python3 } = (await findToolchain({ path, home: config.childEnv.HOME })).programs;
  const version = python3 && (await outputOf(python3, ['--version'], path));
  if (!version) {
    const todo = 'Only services in Python need it: install python3, pytest and pytest-cov.';
    return { name: 'python', level: 'warn', text: 'python3 is not on the PATH', todo };
  }
  const plugins = await outputOf(python3, ['-c', 'import pytest, pytest_cov'], path);
  if (plugins !== undefined)
    return { name: 'python', level: 'ok', text: `${version} with pytest and pytest-cov` };
  const todo = 'Only services in Python need them: pip install pytest pytest-cov.';
  return { name: 'python', level: 'warn', text: `${version} lacks pytest or pytest-cov`, todo };
}

function board({ config }: Machine): Promise<Check> {
  return portCheck('board port', config, config.port, 'ANDON_PORT');
}

function gateway({ config }: Machine): Promise<Check> {
  return portCheck('gateway port', config, config.gatewayPort, 'ANDON_GATEWAY_PORT');
}

async function portCheck(name: string, config: Config, port: number, setting: string): Promise<Check> {
  if (port === 0 || (await isPortFree(config.host, port)))
    return { name, level: 'ok', text: `${port} is free` };
  const running = readRunFile(config.home);
  const ours = [running?.url, running?.gatewayUrl].some((url) => url?.endsWith(`:${port}`));
  if (ours) return { name, level: 'ok', text: `${port} is used by the Andon that runs in this home` };
  return {
    name,
    level: 'fail',
    text: `${port} is used by another program`,
    todo: `Choose another with ${setting}.`,
  };
}

async function inotify(): Promise<Check> {
  const text = await readFile('/proc/sys/fs/inotify/max_user_watches', 'utf8').catch(() => undefined);
  if (text === undefined) return { name: 'file watching', level: 'ok', text: 'this system needs no inotify' };
  const watches = Number(text);
  if (watches >= 65_536) return { name: 'file watching', level: 'ok', text: `${watches} inotify watches` };
  return {
    name: 'file watching',
    level: 'warn',
    text: `only ${watches} inotify watches; with many services changes are seen by the sweep alone`,
    todo: 'sysctl fs.inotify.max_user_watches=524288',
  };
}

async function disk({ config }: Machine): Promise<Check> {
  const space =
    (await statfs(config.home).catch(() => undefined)) ??
    (await statfs(dirname(config.home)).catch(() => undefined));
  if (!space) {
    return {
      name: 'disk',
      level: 'fail',
      text: `${config.home} is not there`,
      todo: 'Choose another home with ANDON_HOME.',
    };
  }
  const free = (space.bavail * space.bsize) / 1024 ** 3;
  const text = `${free.toFixed(1)} GB free for ${config.home}`;
  if (free >= 1) return { name: 'disk', level: 'ok', text };
  return {
    name: 'disk',
    level: free >= 0.1 ? 'warn' : 'fail',
    text,
    todo: 'Free some space: a full disk stops the line.',
  };
}
