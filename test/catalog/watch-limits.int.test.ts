import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';

const patience = { timeout: 20_000, interval: 20 };
const program = fileURLToPath(new URL('./limited-watcher.ts', import.meta.url));

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'andon-limits-'));
  for (let n = 0; n < 20; n += 1) await spec(`s${n}`, '0');
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function spec(name: string, text: string): Promise<void> {
  await mkdir(join(root, name), { recursive: true });
  await writeFile(join(root, name, 'SPEC.md'), text);
}

/** The catalog in a user namespace of its own: its inotify limits are the namespace's, and no other process notices. */
function start(shell = '') {
  const node = [process.execPath, '--import', 'tsx', program, root].map((word) => `'${word}'`).join(' ');
  const child = spawn(
    '/usr/bin/unshare',
    ['--user', '--map-root-user', 'sh', '-c', `${shell} exec ${node}`],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  onTestFinished(async () => {
    const closed = once(child, 'close');
    child.kill('SIGKILL');
    await closed;
  });
  const lines = () => output.split('\n').slice(0, -1);
  let asked = 0;
  return {
    /** Since the last command. */
    said: () => lines().slice(asked),
    problems: () => lines().filter((line) => line.startsWith('problem ')),
    async tell(command: string): Promise<string[]> {
      const from = lines().length;
      asked = from;
      child.stdin.write(`${command}\n`);
      await expect.poll(() => lines().slice(from), patience).toContain(`done ${command}`);
      return lines().slice(from);
    },
  };
}

const everyService = (n: string) => expect.stringMatching(new RegExp(`^seen (s\\d+=${n} ){20}`));

describe.each([
  ['no watcher may be made', 'instances', 0, 'EMFILE'],
  ['watches run out', 'watches', 8, 'ENOSPC'],
])('where %s', (_, limit, low, code) => {
  it('watching starts all the same and says so once, sweeps see everything, and it watches once the limit is gone', async () => {
    const catalog = start();
    await catalog.tell(`limit ${limit} ${low}`);
    await catalog.tell('start');
    await expect.poll(catalog.problems, patience).toEqual([expect.stringContaining(code)]);
    expect(catalog.problems()[0]).toContain('fs.inotify');
    for (let n = 0; n < 20; n += 1) await spec(`s${n}`, '1');
    expect(await catalog.tell('sweep')).toContainEqual(everyService('1'));
    expect(await catalog.tell('sweep')).toContainEqual(everyService('1'));
    expect(catalog.problems()).toHaveLength(1);

    await catalog.tell(`limit ${limit} 100000`);
    await catalog.tell('sweep');
    await expect.poll(catalog.problems, patience).toEqual([expect.stringContaining(code), 'problem none']);
    for (let n = 0; n < 20; n += 1) {
      await catalog.tell('nothing');
      await appendFile(join(root, `s${n}`, 'SPEC.md'), '2');
      await expect.poll(catalog.said, patience).toContain(`hint s${n}`);
    }
  });
});

it('says that no file can be opened, concludes nothing meanwhile, and goes on once one can', async () => {
  const catalog = start('ulimit -n 100;');
  await catalog.tell('start');
  expect(await catalog.tell('sweep')).toContainEqual(everyService('0'));
  await catalog.tell('exhaust');
  const said = await catalog.tell('sweep');
  expect(said).toContainEqual(expect.stringMatching(/^seen {2}the services root cannot be read: EMFILE/));
  expect(said).toContainEqual(expect.stringMatching(/^problem .*EMFILE/));
  for (let n = 0; n < 20; n += 1) await spec(`s${n}`, '1');
  await catalog.tell('free');
  expect(await catalog.tell('sweep')).toContainEqual(everyService('1'));
  expect(catalog.problems().at(-1)).toBe('problem none');
});
