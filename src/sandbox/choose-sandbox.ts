import { existsSync, readFileSync } from 'node:fs';
import { bubblewrapSandbox } from './bubblewrap-sandbox.ts';
import { type AttemptResult, conformance } from './conformance/conformance.ts';
import { ownOnlySandbox } from './own-only-sandbox.ts';
import { processGroupSandbox } from './process-group-sandbox.ts';
import type { Sandbox, SandboxTier } from './sandbox.port.ts';
import { sandboxExecSandbox } from './sandbox-exec-sandbox.ts';
import { unshareSandbox } from './unshare-sandbox.ts';
import { profileOf, type SandboxOptions } from './wrapped-sandbox.ts';

export type SandboxChoice = {
  readonly sandbox: Sandbox;
  readonly tier: SandboxTier;
  /** For the board: what commands run in, and why nothing better. */
  readonly sentence: string;
  /** What was tried in it at this start, and what became of it; empty where nothing holds. */
  readonly attempts: readonly AttemptResult[];
};

export type ChooseOptions = SandboxOptions & {
  /** A binary outside the usual places. */
  readonly bubblewrap?: string | undefined;
  /** Where no sandbox holds, everything runs with process limits alone instead of being refused. */
  readonly allowUnsandboxed?: boolean | undefined;
};

type Tier = (options: SandboxOptions) => Sandbox;

/**
 * The strongest sandbox that really holds on this machine: in each tier a command tries to get out. Where none holds, what
 * Andon's own reference driver made runs with process limits alone and everything else is refused.
 */
export async function chooseSandbox(options: ChooseOptions): Promise<SandboxChoice> {
  const { tiers, refused } = tiersHere(options);
  for (const make of tiers) {
    const { problem, attempts } = await conformance(make, options);
    const sandbox = make(options);
    if (problem !== null) {
      refused.push(`${sandbox.tier}: ${problem}`);
      continue;
    }
    const result = attempts.map(({ name, held }) => `${name}: ${held}`).sort();
    const gaps = attempts.filter(({ held }) => !held).map(({ gap }) => gap);
    const but = gaps.length > 0 ? ` Not as strong as bubblewrap: ${gaps.join('; ')}.` : '';
    return {
      sandbox: { ...sandbox, profile: profileOf([sandbox.profile, result]) },
      tier: sandbox.tier,
      sentence: `Commands run in ${words[sandbox.tier]} (${sandbox.tier}).${but}`,
      attempts,
    };
  }
  const why = `no sandbox holds on this machine (${refused.join('; ')})`;
  if (options.allowUnsandboxed) {
    return {
      sandbox: processGroupSandbox(options),
      tier: 'process-group',
      sentence: `Commands run without a sandbox, with process limits alone, and see this machine as you do: it was allowed, and ${why}. ${ways()}`,
      attempts: [],
    };
  }
  const refusal = `${capital(why)}. ${ways()} Or start Andon with --allow-unsandboxed to run it with process limits alone.`;
  return {
    sandbox: ownOnlySandbox(options, refusal),
    tier: 'process-group',
    sentence: `Only what Andon's own reference driver made is run, with process limits alone; everything else is refused. ${refusal}`,
    attempts: [],
  };
}

const words: Readonly<Record<SandboxTier, string>> = {
  bubblewrap: 'their own namespaces behind a system call filter',
  unshare: 'their own namespaces',
  'sandbox-exec': 'a profile of macOS',
  'process-group': 'a process group',
};

/** The tiers to try on this machine, strongest first, and why others are not among them. */
function tiersHere(options: ChooseOptions): { tiers: Tier[]; refused: string[] } {
  if (process.platform === 'darwin') {
    const sandboxExec = '/usr/bin/sandbox-exec';
    if (!existsSync(sandboxExec)) return { tiers: [], refused: ['sandbox-exec is not installed'] };
    return { tiers: [(own) => sandboxExecSandbox({ ...own, sandboxExec })], refused: [] };
  }
  if (process.platform !== 'linux') return { tiers: [], refused: ['there is none for this system'] };
  const bubblewrap = [options.bubblewrap, '/usr/bin/bwrap', '/usr/local/bin/bwrap'].find(
    (path) => path && existsSync(path),
  );
  if (!bubblewrap) return { tiers: [unshareSandbox], refused: ['bubblewrap is not installed'] };
  return { tiers: [(own) => bubblewrapSandbox({ ...own, bubblewrap }), unshareSandbox], refused: [] };
}

/** How a sandbox can be had, by what this machine says stands in its way. */
function ways(): string {
  if (process.platform !== 'linux') return 'Run Andon on Linux or macOS, where it finds one.';
  const settings: [string, string, string][] = [
    [
      '/proc/sys/kernel/apparmor_restrict_unprivileged_userns',
      '1',
      'kernel.apparmor_restrict_unprivileged_userns=0',
    ],
    ['/proc/sys/kernel/unprivileged_userns_clone', '0', 'kernel.unprivileged_userns_clone=1'],
    ['/proc/sys/user/max_user_namespaces', '0', 'user.max_user_namespaces=10000'],
  ];
  const wrong = settings.filter(
    ([path, value]) => existsSync(path) && readFileSync(path, 'utf8').trim() === value,
  );
  const how = wrong.map(([, , setting]) => `sudo sysctl ${setting}`).join(', ');
  return `Install bubblewrap and allow user namespaces${how ? ` (${how})` : ''}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
