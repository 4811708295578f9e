import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hierarchies } from '../../src/sandbox/control-groups.ts';
import { processLimitOf } from '../../src/sandbox/limits-of.ts';
import type { SandboxCommand } from '../../src/sandbox/sandbox.port.ts';

const order: SandboxCommand = { argv: ['node'], cwd: '/', env: {}, writable: [], network: 'none' };

describe('the limit on processes', () => {
  it('is set where the kernel counts them for each sandbox apart', () => {
    expect(processLimitOf({ ...order, processes: 7 }, '5.14.0-70.el9').join(' ')).toContain('--nproc=7:7');
    expect(processLimitOf(order, '6.1.0-18-amd64').join(' ')).toContain('--nproc=1024:1024');
  });

  it('is left alone on an older kernel, which would count all that the user runs', () => {
    expect(processLimitOf(order, '5.10.0-28-amd64')).toEqual([]);
    expect(processLimitOf(order, '4.18.0')).toEqual([]);
  });
});

describe('control groups', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'andon-groups-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('of version 1 are found by the directory of each controller', () => {
    mkdirSync(join(root, 'pids/a'), { recursive: true });
    mkdirSync(join(root, 'memory/b'), { recursive: true });
    expect(hierarchies('8:pids:/a\n4:memory:/b\n0::/\n', root)).toEqual([
      { version: 1, memory: join(root, 'memory/b'), pids: join(root, 'pids/a') },
      { version: 1, memory: null, pids: join(root, 'pids/a') },
    ]);
  });

  it('of version 2 are made beside its own group, where that hands controllers on', () => {
    mkdirSync(join(root, 'user/app.scope'), { recursive: true });
    writeFileSync(join(root, 'user/cgroup.subtree_control'), 'memory pids\n');
    writeFileSync(join(root, 'user/app.scope/cgroup.subtree_control'), '');
    writeFileSync(join(root, 'user/app.scope/memory.max'), 'max\n');
    const user = join(root, 'user');
    expect(hierarchies('0::/user/app.scope\n', root)).toEqual([{ version: 2, memory: user, pids: user }]);
  });

  it('are not left where Andon itself is limited', () => {
    mkdirSync(join(root, 'system/andon.service'), { recursive: true });
    writeFileSync(join(root, 'system/cgroup.subtree_control'), 'memory pids\n');
    writeFileSync(join(root, 'system/andon.service/memory.max'), '1000000000\n');
    expect(hierarchies('0::/system/andon.service\n', root)).toEqual([]);
  });
});
