import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { armFaultPoint } from '../../src/fault-points.ts';

const hitThrice = fileURLToPath(new URL('./hit-thrice.ts', import.meta.url));
const run = (armed: string) =>
  spawnSync(process.execPath, ['--import', 'tsx', hitThrice, armed], { encoding: 'utf8' });

describe('a process that a test has armed', () => {
  it('is killed at the hit that was named and does nothing more', () => {
    const second = run('store.commit.before:2');
    expect(second.signal).toBe('SIGKILL');
    expect(second.stdout).toBe('1\n');
    expect(second.stderr).toBe('andon: killed at store.commit.before:2\n');
  });

  it('lives where the point is hit less often, where it is another, and where nothing is armed', () => {
    for (const armed of ['store.commit.before:4', 'store.commit.after:1', '']) {
      expect(run(armed)).toMatchObject({ status: 0, stdout: '1\n2\n3\n', stderr: '' });
    }
  });

  it('counts what it comes by, and writes that down when it ends', () => {
    const directory = mkdtempSync(join(tmpdir(), 'andon-count-'));
    const file = join(directory, 'hits');
    expect(run(`count:${file}`).status).toBe(0);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ 'store.commit.before': 3 });
    rmSync(directory, { recursive: true });
  });

  it.each(['store.commit.before', 'store.commit.before:0', 'store.commit.before:1:2', 'nowhere:1', ':'])(
    'refuses %s and lists the points',
    (text) => {
      expect(() => armFaultPoint(text)).toThrow(/ANDON_CRASH_AT.*store\.commit\.before, /);
    },
  );
});
