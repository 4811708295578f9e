import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chooseSandbox } from '../../src/sandbox/choose-sandbox.ts';
import { ownOnlySandbox } from '../../src/sandbox/own-only-sandbox.ts';
import { processGroupSandbox } from '../../src/sandbox/process-group-sandbox.ts';
import type { CommandLine, Sandbox, SandboxRun } from '../../src/sandbox/sandbox.port.ts';
import { findToolchain } from '../../src/sandbox/toolchain.ts';
import { best, runs, toolchain, walled, walledWith } from './tiers.ts';

/** All tiers that run here; the last resort always does. */
const tiers: [string, (hidden: string[]) => Sandbox][] = [
  ['process-group', (hidden) => processGroupSandbox({ toolchain, hidden })],
  ...walled,
];

let scratch: string;
beforeEach(async () => {
  scratch = await realpath(await mkdtemp(join(tmpdir(), 'andon-sandbox-')));
});
afterEach(() => rm(scratch, { recursive: true, force: true }));

const order = (argv: string[], more: Partial<SandboxRun> = {}): SandboxRun => ({
  argv,
  cwd: scratch,
  env: {},
  writable: [scratch],
  network: 'loopback',
  timeoutMs: 20_000,
  outputBytes: 100_000,
  ...more,
});
const script = (text: string) => ['node', '-e', text];

/** The command line, which was not refused. */
function lineOf(found: ReturnType<Sandbox['commandLine']>): CommandLine {
  if (!found || 'refused' in found) throw new Error('no command line');
  return found;
}

describe.each(tiers)('a command in the sandbox %s', (tier, make) => {
  let sandbox: Sandbox;
  beforeAll(() => {
    sandbox = make([]);
  });

  it('gets its arguments, folder and environment, and nothing of Andon’s', async () => {
    process.env.ANDON_TEST_SECRET = 'secret';
    const text =
      'console.log(JSON.stringify([process.argv.slice(1), process.cwd(), process.env])); process.exit(3)';
    const outcome = await sandbox.run(order([...script(text), '$HOME; echo', "a'b"], { env: { PORT: '1' } }));
    delete process.env.ANDON_TEST_SECRET;
    expect(outcome).toMatchObject({ exit: 3, reason: 'exited' });
    const [args, cwd, env] = JSON.parse(outcome.output.trim());
    expect(args).toEqual(['$HOME; echo', "a'b"]);
    expect(cwd).toBe(scratch);
    expect(env).toMatchObject({ PORT: '1', LANG: 'C.UTF-8' });
    expect(env).not.toHaveProperty('ANDON_TEST_SECRET');
    expect(env.HOME).not.toBe(homedir());
  });

  it('is ended after its time, also when it does not listen to TERM, with all it started', async () => {
    const word = `andon-deaf-${process.pid}-${tier}`;
    const child = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); // ${word}`;
    const text = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { detached: true, stdio: 'inherit' }); ${child}`;
    const outcome = await sandbox.run(order(script(text), { timeoutMs: 500 }));
    expect(outcome.reason).toBe('timeout');
    await expect.poll(() => runs(word)).toBe(false);
  });

  it('leaves nothing running behind it', async () => {
    const word = `andon-daemon-${process.pid}-${tier}`;
    const child = `setInterval(() => {}, 1000); // ${word}`;
    const text = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { detached: true, stdio: 'inherit' }).unref(); process.exit(0)`;
    const outcome = await sandbox.run(order(script(text)));
    expect(outcome).toMatchObject({ exit: 0, reason: 'exited' });
    await expect.poll(() => runs(word)).toBe(false);
  });

  it('is ended when it is not wanted any more', async () => {
    const stop = new AbortController();
    const text = "console.log('ready'); setInterval(() => {}, 1000)";
    const outcome = await sandbox.run(
      order(script(text), { signal: stop.signal, onOutput: () => stop.abort() }),
    );
    expect(outcome.reason).toBe('aborted');
    expect((await sandbox.run(order(script(text), { signal: stop.signal }))).reason).toBe('aborted');
  });

  it('may say much, of which the first and last are kept, and is ended when it floods', async () => {
    const much = await sandbox.run(
      order(script("console.log('first' + 'x'.repeat(3000) + 'last')"), { outputBytes: 1_000 }),
    );
    expect(much).toMatchObject({ exit: 0, reason: 'exited' });
    expect(much.output).toMatch(/^first[\s\S]*bytes left out[\s\S]*last\n$/);
    expect(much.output.length).toBeLessThan(1_100);
    const flood = "const more = () => process.stdout.write('x'.repeat(9999), more); more()";
    expect((await sandbox.run(order(script(flood), { outputBytes: 1_000 }))).reason).toBe('output');
  });

  it('that is not on this machine is missing, and says so', async () => {
    for (const name of ['no-such-program', './no-such-file', '/no/such/path']) {
      const outcome = await sandbox.run(order([name]));
      expect(outcome.reason).toBe('missing');
      expect(outcome.output).toContain(name);
      expect(sandbox.commandLine(order([name]))).toBeUndefined();
    }
    expect(sandbox.which('no-such-program')).toBeUndefined();
    expect(sandbox.which('node')).toBe(await realpath(process.execPath));
  });

  it('cannot take more memory than it is given', async () => {
    const text =
      "const all = []; for (let n = 0; n < 100; n += 1) all.push(Buffer.alloc(20e6, 1)); console.log('had it all')";
    const outcome = await sandbox.run(order(script(text), { memoryBytes: 500e6 }));
    expect(outcome.output).not.toContain('had it all');
    expect(outcome.exit).not.toBe(0);
  });

  it('runs until stopped, hearing TERM first', async () => {
    const text =
      "process.on('SIGTERM', () => { console.log('goodbye'); process.exit(0); }); console.log('ready'); setInterval(() => {}, 1000)";
    let heard = '';
    const { timeoutMs: _unlimited, ...lasting } = order(script(text), {
      onOutput: (chunk) => {
        heard += chunk;
      },
    });
    const running = sandbox.start(lasting);
    expect(running.pid).toBeGreaterThan(0);
    await expect.poll(() => heard).toContain('ready');
    await running.stop(10_000);
    expect((await running.exited).output).toContain('goodbye');
    await running.stop(10_000);
  });

  it('can be given as a command line to whoever starts it', async () => {
    const line = lineOf(
      sandbox.commandLine(
        order(script('console.log(process.env.PORT + process.cwd())'), { env: { PORT: '7' } }),
      ),
    );
    const [program = '', ...args] = line.argv;
    const said = execFileSync(program, args, { cwd: line.cwd, env: line.env, encoding: 'utf8' });
    expect(said.trim()).toBe(`7${scratch}`);
  });

  it('keeps what it is given out of its command line, which everybody on this machine can read', async () => {
    const secret = order(script("console.log(process.env.API_KEY + '.' + process.env.LD_LIBRARY_PATH)"), {
      env: { API_KEY: 'open-sesame', LD_LIBRARY_PATH: '/nowhere' },
    });
    const line = lineOf(sandbox.commandLine(secret));
    expect(line.argv.join(' ')).not.toContain('open-sesame');
    expect((await sandbox.run(secret)).output.trim()).toBe('open-sesame./nowhere');
  });
});

describe.each(walled)('the walls of the sandbox %s', (_tier, make) => {
  const tries = (text: string) =>
    script(`try { ${text}; console.log('could') } catch (error) { console.log('could not: ' + error.code) }`);

  it('hide what is hidden, also inside what is shown, and every home', async () => {
    const shown = join(scratch, 'shown');
    const hidden = join(shown, '.andon');
    const own = join(hidden, 'workspaces', 'one');
    await mkdir(own, { recursive: true });
    await writeFile(join(hidden, 'andon.db'), 'secret');
    await writeFile(join(own, 'mine'), 'mine');
    const sandbox = make([hidden]);
    const look = (path: string) =>
      sandbox.run(
        order(tries(`require('fs').readFileSync(${JSON.stringify(path)})`), {
          cwd: own,
          readable: [shown],
          writable: [own],
        }),
      );
    expect((await look(join(hidden, 'andon.db'))).output).toContain('could not: ENOENT');
    expect((await look(join(own, 'mine'))).output.trim()).toBe('could');
    expect((await look(join(homedir(), '.bashrc'))).output).toContain('could not: ENOENT');
    expect((await look('/etc/shadow')).output).toContain('could not: ENOENT');
  });

  it('let it write only where it may', async () => {
    const read = join(scratch, 'read');
    const write = join(read, 'write');
    await mkdir(write, { recursive: true });
    const sandbox = make([]);
    const attempt = (path: string) =>
      sandbox.run(
        order(tries(`require('fs').writeFileSync(${JSON.stringify(path)}, 'x')`), {
          cwd: read,
          writable: [write],
        }),
      );
    expect((await attempt(join(read, 'a'))).output).toContain('could not: EROFS');
    expect((await attempt('/usr/andon')).output).toMatch(/could not: (EROFS|EACCES)/);
    expect((await attempt(join(write, 'a'))).output.trim()).toBe('could');
    expect(await readFile(join(write, 'a'), 'utf8')).toBe('x');
    expect((await attempt('/tmp/andon-own-tmp')).output.trim()).toBe('could');
    expect(existsSync('/tmp/andon-own-tmp')).toBe(false);
  });

  it('keep this machine’s loopback out, unless the whole network is given', async () => {
    const server = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
    await expect.poll(() => server.listening).toBe(true);
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const text = `require('net').connect(${port}, '127.0.0.1').on('connect', () => { console.log('in'); process.exit() }).on('error', (error) => console.log(error.code))`;
    const sandbox = make([]);
    expect((await sandbox.run(order(script(text)))).output.trim()).toBe('ECONNREFUSED');
    expect((await sandbox.run(order(script(text), { network: 'full' }))).output.trim()).toBe('in');
    server.close();
  });

  it('show it no process but its own, and leave it no capability', async () => {
    const text =
      "const fs = require('fs'); console.log(fs.readdirSync('/proc').filter((n) => /^[0-9]+$/.test(n)).length < 8, /CapEff:\\s*0+\\n/.test(fs.readFileSync('/proc/self/status', 'utf8')))";
    expect((await make([]).run(order(script(text)))).output.trim()).toBe('true true');
  });
});

describe.each(walled)('paths by another name in the sandbox %s', (_tier, make) => {
  it('are where the command is told they are, readable or writable as they were asked for', async () => {
    const scratch = await realpath(await mkdtemp(join(tmpdir(), 'andon-seen-')));
    try {
      const app = join(scratch, 'app');
      const data = join(scratch, 'data');
      await mkdir(app);
      await mkdir(data);
      const look = `
        const fs = require('node:fs');
        fs.writeFileSync(process.env.DATA_DIR + '/kept', process.cwd());
        let refused = '';
        try { fs.writeFileSync('made', ''); } catch (error) { refused = error.code; }
        console.log(JSON.stringify([process.cwd(), process.env.DATA_DIR, refused]));
      `;
      const outcome = await make([]).run({
        argv: ['node', '-e', look],
        cwd: app,
        env: { DATA_DIR: data },
        readable: [app],
        writable: [data],
        seenAs: { [app]: '/srv/app', [data]: '/srv/data' },
        network: 'none',
        timeoutMs: 30_000,
        outputBytes: 10_000,
      });
      expect(JSON.parse(outcome.output)).toEqual(['/srv/app', '/srv/data', 'EROFS']);
      expect(await readFile(join(data, 'kept'), 'utf8')).toBe('/srv/app');
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  });
});

describe('choosing a sandbox', () => {
  it('takes the strongest that holds and says in a sentence what it is', () => {
    expect(best.sandbox.tier).toBe(best.tier);
    expect(best.sentence).toMatch(best.tier === 'process-group' ? /Install bubblewrap/ : /own namespaces/);
  });

  it('tells what was tried, and names what a tier is made of the same way each time', async () => {
    const again = await chooseSandbox({ toolchain, hidden: [] });
    expect(again.sandbox.profile).toBe(best.sandbox.profile);
    expect(again.sandbox.profile).toMatch(/^[0-9a-f]{16}$/);
    if (best.tier === 'process-group') return expect(best.attempts).toEqual([]);
    expect(best.attempts.length).toBeGreaterThan(30);
    expect(best.attempts.filter(({ held, gap }) => !held && gap === null)).toEqual([]);
    expect(best.sandbox.profile).not.toBe(processGroupSandbox({ toolchain, hidden: [] }).profile);
  });

  it('refuses, where nothing holds, what Andon did not make itself, and says how it could be run', async () => {
    const why = 'No sandbox holds on this machine. Install bubblewrap.';
    const sandbox = ownOnlySandbox({ toolchain, hidden: [] }, why);
    const made = join(scratch, 'made');
    const argv = script(`require('fs').writeFileSync(${JSON.stringify(made)}, '')`);
    expect(await sandbox.run(order(argv))).toMatchObject({ reason: 'unsandboxed', exit: null, output: why });
    expect(await sandbox.start(order(argv)).exited).toMatchObject({ reason: 'unsandboxed' });
    expect(sandbox.commandLine(order(argv))).toEqual({ refused: why });
    expect(existsSync(made)).toBe(false);
    expect(await sandbox.run(order(argv, { own: true }))).toMatchObject({ reason: 'exited', exit: 0 });
    expect(existsSync(made)).toBe(true);
    expect(lineOf(sandbox.commandLine(order(argv, { own: true }))).argv).toContain('-e');
  });

  it('takes none that only pretends', async () => {
    const fake = join(scratch, 'bwrap');
    await writeFile(fake, '#!/bin/sh\nwhile [ "$1" != -- ]; do shift; done; shift; exec "$@"\n');
    await chmod(fake, 0o755);
    const choice = await chooseSandbox({ toolchain, hidden: [], bubblewrap: fake });
    expect(choice.tier).not.toBe('bubblewrap');
  });

  it('finds a Python in a home by its real prefix', async () => {
    const home = join(scratch, 'home');
    const shims = join(home, '.shims');
    await mkdir(shims, { recursive: true });
    await writeFile(
      join(shims, 'python3'),
      `#!/bin/sh\nprintf '%s\\n' ${home}/.pythons/3/bin/python3 ${home}/.pythons/3 ${home}/.pythons/3 True\n`,
    );
    await chmod(join(shims, 'python3'), 0o755);
    const found = await findToolchain({ path: `${shims}:/usr/bin:/bin`, home });
    expect(found.programs.python3).toBe(`${home}/.pythons/3/bin/python3`);
    expect(found.readable).toContain(`${home}/.pythons/3`);
    expect(found.readable).not.toContain(home);
  });

  it('shows the programs of a home read-only, and nothing else of that home', async () => {
    const home = join(scratch, 'home');
    const prefix = join(home, '.nvm/versions/node/v99');
    await mkdir(join(prefix, 'bin'), { recursive: true });
    await mkdir(join(prefix, 'lib'));
    await writeFile(join(home, '.ssh-key'), 'secret');
    await writeFile(join(home, '.nvm/alias'), 'v99');
    await writeFile(join(prefix, 'lib/words'), 'from its own prefix');
    await writeFile(join(prefix, 'bin/go'), `#!/bin/sh\ncat ${prefix}/lib/words; touch ${prefix}/lib/made\n`);
    await chmod(join(prefix, 'bin/go'), 0o755);
    const found = await findToolchain({ path: `${prefix}/bin:/usr/bin:/bin`, home });
    for (const [, make] of walledWith(found)) {
      const sandbox = make([]);
      const own = join(scratch, 'own');
      await mkdir(own, { recursive: true });
      const at = { cwd: own, writable: [own] };
      expect((await sandbox.run(order(['go'], at))).output).toMatch(/^from its own prefix.*Read-only/s);
      const list = `for (const path of ['', '.nvm', '.nvm/versions/node']) console.log(require('fs').readdirSync('${home}/' + path).join())`;
      const seen = await sandbox.run(order(script(list), at));
      expect(seen.output.trim().split('\n')).toEqual(['.nvm', 'versions', 'v99']);
    }
  });
});
