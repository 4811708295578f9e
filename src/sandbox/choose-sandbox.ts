import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bubblewrapSandbox } from './bubblewrap-sandbox.ts';
import { processGroupSandbox } from './process-group-sandbox.ts';
import type { Sandbox, SandboxTier } from './sandbox.port.ts';
import { unshareSandbox } from './unshare-sandbox.ts';
import type { SandboxOptions } from './wrapped-sandbox.ts';

export type SandboxChoice = {
  readonly sandbox: Sandbox;
  readonly tier: SandboxTier;
  /** For the board: what commands run in, and why nothing better. */
  readonly sentence: string;
};

/**
 * The strongest sandbox that really holds on this machine: each tier runs a small command that tries what it must not
 * be able to do. `bubblewrap` names a binary outside the usual places.
 */
export async function chooseSandbox(
  options: SandboxOptions & { readonly bubblewrap?: string | undefined },
): Promise<SandboxChoice> {
  const refused: string[] = [];
  const bubblewrap = [options.bubblewrap, '/usr/bin/bwrap', '/usr/local/bin/bwrap'].find(
    (path) => path && existsSync(path),
  );
  const tiers = [
    ...(bubblewrap ? [(own: SandboxOptions) => bubblewrapSandbox({ ...own, bubblewrap })] : []),
    unshareSandbox,
  ];
  if (!bubblewrap) refused.push('bubblewrap is not installed');
  for (const tier of tiers) {
    const problem = await conformance(tier, options);
    const sandbox = tier(options);
    if (problem === null) {
      return {
        sandbox,
        tier: sandbox.tier,
        sentence: `Commands run in their own namespaces (${sandbox.tier}).`,
      };
    }
    refused.push(`${sandbox.tier}: ${problem}`);
  }
  return {
    sandbox: processGroupSandbox(options),
    tier: 'process-group',
    sentence: `Commands run with process limits alone and see this machine as you do (${refused.join('; ')}). Install bubblewrap and allow user namespaces.`,
  };
}

/** What a command finds when it looks around; printed as JSON. Arguments: hidden file, read-only folder, writable folder. */
const lookAround = `
const fs = require('node:fs'), net = require('node:net');
const [secret, readable, writable] = process.argv.slice(1);
const can = (act) => { try { act(); return true; } catch { return false; } };
const found = {
  secret: can(() => fs.readFileSync(secret)),
  writesReadable: can(() => fs.writeFileSync(readable + '/made', '')),
  writesWritable: can(() => fs.writeFileSync(writable + '/made', '')),
  writesSystem: can(() => fs.writeFileSync('/usr/andon-was-here', '')),
  environment: Object.keys(process.env).filter((name) => !['PATH', 'HOME', 'TMPDIR', 'LANG', 'PWD', 'SHLVL', '_', 'OLDPWD'].includes(name)),
  processes: fs.readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name)).length,
  loopback: false,
};
const done = () => { console.log('FOUND ' + JSON.stringify(found)); process.exit(0); };
const server = net.createServer().listen(0, '127.0.0.1', () => {
  net.connect(server.address().port, '127.0.0.1', () => { found.loopback = true; done(); }).on('error', done);
}).on('error', done);
`;

/** Null when the tier holds; else what does not, in a few words. */
async function conformance(
  tier: (options: SandboxOptions) => Sandbox,
  options: SandboxOptions,
): Promise<string | null> {
  const scratch = await realpath(await mkdtemp(join(tmpdir(), 'andon-conformance-')));
  try {
    const readable = join(scratch, 'readable');
    const hidden = join(readable, 'hidden');
    const writable = join(scratch, 'writable');
    await mkdir(hidden, { recursive: true });
    await mkdir(writable);
    await writeFile(join(hidden, 'secret'), 'secret');
    const outcome = await tier({ ...options, hidden: [...options.hidden, hidden] }).run({
      argv: ['node', '-e', lookAround, join(hidden, 'secret'), readable, writable],
      cwd: writable,
      env: {},
      readable: [readable],
      writable: [writable],
      network: 'loopback',
      timeoutMs: 20_000,
      outputBytes: 20_000,
    });
    const line = outcome.output.split('\n').find((text) => text.startsWith('FOUND '));
    if (!line)
      return (
        outcome.output.trim().split('\n')[0]?.slice(0, 200) || `it ended (${outcome.reason}) without a word`
      );
    return broken(JSON.parse(line.slice('FOUND '.length)));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function broken(found: Record<string, unknown>): string | null {
  if (found.secret !== false) return 'a hidden file can be read';
  if (found.writesReadable !== false || found.writesSystem !== false)
    return 'read-only folders can be written';
  if (found.writesWritable !== true) return 'the working folder cannot be written';
  if (Array.isArray(found.environment) && found.environment.length > 0) return 'it inherits variables';
  if (typeof found.processes !== 'number' || found.processes > 8) return 'it sees other processes';
  if (found.loopback !== true) return 'its loopback does not work';
  return null;
}
