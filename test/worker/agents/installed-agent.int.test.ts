import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { chooseSandbox } from '../../../src/sandbox/choose-sandbox.ts';
import { findToolchain } from '../../../src/sandbox/toolchain.ts';
import { createAgentDriver } from '../../../src/worker/agents/agent-driver.ts';
import { driverEvents } from '../driver-events.ts';
import { ticketBrief } from './ticket-brief.ts';

let home: string;
beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'andon-installed-')));
  mkdirSync(join(home, 'work'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(home, path)), { recursive: true });
  writeFileSync(join(home, path), text);
}

async function run(keeps: string[] = []) {
  const env = { PATH: `${join(home, '.npm/bin')}:/usr/bin:/bin`, HOME: home };
  const toolchain = await findToolchain({ path: env.PATH, home, also: ['an-agent'] });
  const { sandbox, tier } = await chooseSandbox({ toolchain, hidden: [], allowUnsandboxed: true });
  const lines: string[] = [];
  const argv = ['an-agent'];
  const agent = { name: 'an-agent', driver: 'command', argv, keeps, source: 'yours' } as const;
  const keepIn = tier === 'process-group' ? undefined : join(home, 'kept');
  const driver = createAgentDriver({ agent, argv, launch: sandbox, isFree: true, isHere: true, env, keepIn });
  const outcome = await driver.run({
    brief: ticketBrief,
    workspace: join(home, 'work'),
    events: driverEvents({ log: (line) => void lines.push(line) }),
    signal: new AbortController().signal,
  });
  return { outcome, lines, tier };
}

/** As `npm install -g` does it with a prefix in the home: a link in `bin`, the package elsewhere. */
function install(script: string): void {
  const inPackage = '.npm/lib/node_modules/@maker/an-agent';
  write(`${inPackage}/package.json`, '{"type":"module"}');
  write(`${inPackage}/dist/part.js`, 'export const word = "whole";');
  write(`${inPackage}/node_modules/dep/index.js`, 'export const more = "with its own";');
  write(`${inPackage}/node_modules/dep/package.json`, '{"type":"module","main":"index.js"}');
  write(`${inPackage}/dist/index.js`, `#!${process.execPath}\n${script}`);
  chmodSync(join(home, inPackage, 'dist/index.js'), 0o755);
  mkdirSync(join(home, '.npm/bin'));
  symlinkSync('../lib/node_modules/@maker/an-agent/dist/index.js', join(home, '.npm/bin/an-agent'));
}

it('finds the rest of its package, which a link in a folder of programs leads to', async () => {
  install(`import { word } from './part.js'; import { more } from 'dep'; console.log(word, more);`);
  const { outcome, lines } = await run();
  expect(lines).toEqual(['whole with its own']);
  expect(outcome).toEqual({ type: 'submitted', summary: 'whole with its own' });
});

it('finds what it kept of an earlier ticket, and not what the user has in the same place', async () => {
  install(`import fs from 'node:fs'; import { join } from 'node:path';
    const file = join(process.env.HOME, '.agent/notes');
    console.log(fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : 'nothing');
    fs.writeFileSync(file, 'its own');`);
  write('.agent/notes', 'of the user');
  const first = await run(['~/.agent']);
  const second = await run(['~/.agent']);
  // Without namespaces nothing can be put in another's place.
  const expected = first.tier === 'process-group' ? ['of the user', 'its own'] : ['nothing', 'its own'];
  expect([...first.lines, ...second.lines]).toEqual(expected);
});
