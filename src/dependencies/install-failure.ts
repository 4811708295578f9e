import type { SandboxOutcome } from '../sandbox/sandbox.port.ts';
import type { NetworkSeen } from './registry-proxy.ts';

export type FailedInstall = {
  readonly argv: readonly string[];
  readonly outcome: SandboxOutcome;
  readonly seen: NetworkSeen;
  readonly timeoutMs: number;
  readonly scripts: boolean;
};

type Failure = { readonly fault: 'environment' | 'work'; readonly reason: string };

const noRoom = /ENOSPC|EDQUOT|No space left on device|Disk quota exceeded/i;
const noNetwork =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network is unreachable|name resolution|NewConnectionError|ConnectTimeout|ReadTimeout|ProxyError|no such host|i\/o timeout|certificate/i;
/** How npm and pip tell that a registry answered, but not as one that works, or wants to know who asks. */
const registrySick =
  /\bE(?:401|403|407|429|5\d\d)\b|\b(?:401|403|407|429|5\d\d) (?:Client|Server) Error|HTTP error (?:401|403|407|429|5\d\d)|too many 5\d\d error responses|unable to authenticate/i;
const notSaid = /A complete log of this run|Log files were not written/;
const noPip = /No module named '?pip\b/;
const onlySource = /No matching distribution found for|Could not find a version that satisfies/;

/**
 * Whose trouble an install that did not succeed is, with a sentence. What the proxy saw goes before what the command
 * printed: an index that cannot be reached, a full disk, a missing program is this machine's; what does not exist, or
 * asks for a host that is no registry, is the work's.
 */
export function installFailure({ argv, outcome, seen, timeoutMs, scripts }: FailedInstall): Failure {
  const words = `\`${argv.join(' ')}\``;
  const program = argv[0] ?? '';
  const { output, reason } = outcome;
  const environment = (text: string): Failure => ({ fault: 'environment', reason: text });
  const work = (text: string): Failure => ({ fault: 'work', reason: text });

  if (reason === 'missing') return environment(`Installing: ${program} is not on this machine; install it`);
  if (reason === 'failed')
    return environment(`Installing: the sandbox could not start ${program}: ${output.slice(-500)}`);
  if (reason === 'unsandboxed') return environment(`Installing: ${output.slice(-500)}`);
  if (reason === 'timeout') {
    const minutes = Math.max(1, Math.round(timeoutMs / 60_000));
    return environment(`${words} did not end within ${minutes} min`);
  }
  if (reason === 'output') return work(`${words} prints without end:\n${lastLines(output, 5)}`);
  if (reason === 'oom' || reason === 'pids') {
    const what = reason === 'oom' ? 'memory' : 'processes';
    return work(`${words} wants more ${what} than an install may have:\n${lastLines(output, 5)}`);
  }
  if (noPip.test(output))
    return environment('Installing: the python3 of this machine has no pip; install python3-pip');
  if (noRoom.test(output)) return environment(`${words}: the disk is full`);
  if (seen.unreachable.size > 0)
    return environment(`${words} could not reach its package index: ${[...seen.unreachable].join('; ')}`);
  if (seen.refused.size > 0)
    return work(`${words} failed: ${[...seen.refused].slice(0, 10).join('; ')}\n${lastLines(output, 5)}`);
  if (outcome.exit === 137 || outcome.signal === 'SIGKILL')
    return environment(`Installing: ${program} was killed from outside, most often for want of memory`);
  if (noNetwork.test(output))
    return environment(`${words} could not reach its package index:\n${lastLines(output, 5)}`);
  if (registrySick.test(output)) {
    return environment(
      `${words}: the package registry does not answer as it should, or wants a login, and an install is given none:\n${lastLines(output, 5)}`,
    );
  }
  const wheels =
    program.startsWith('python') && !scripts && onlySource.test(output)
      ? '\nOnly wheels are taken: a package that has none is built by running its code, which install.scripts: true in the andon.yaml of the service allows'
      : '';
  return work(`${words} failed (exit ${outcome.exit}):\n${lastLines(output, 15)}${wheels}`);
}

function lastLines(output: string, count: number): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '' && !notSaid.test(line));
  return lines.slice(-count).join('\n').slice(-3_000);
}
