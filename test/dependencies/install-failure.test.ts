import { describe, expect, it } from 'vitest';
import { type FailedInstall, installFailure } from '../../src/dependencies/install-failure.ts';
import type { SandboxOutcome } from '../../src/sandbox/sandbox.port.ts';

const ended = (more: Partial<SandboxOutcome>): SandboxOutcome => ({
  exit: 1,
  signal: null,
  reason: 'exited',
  output: '',
  durationMs: 1,
  ...more,
});

function judged(
  outcome: Partial<SandboxOutcome>,
  more: Partial<FailedInstall> & { refused?: string[]; unreachable?: string[] } = {},
) {
  const { refused = [], unreachable = [], ...rest } = more;
  const seen = { refused: new Set(refused), unreachable: new Set(unreachable) };
  return installFailure({
    argv: ['npm', 'ci'],
    outcome: ended(outcome),
    seen,
    timeoutMs: 60_000,
    scripts: false,
    ...rest,
  });
}

describe('an install that failed', () => {
  it.each([
    ['npm error code ENOSPC', 'the disk is full'],
    ["OSError: [Errno 28] No space left on device: '/x'", 'the disk is full'],
    ['/usr/bin/python3: No module named pip', 'has no pip'],
    ['npm error code E503', 'does not answer as it should'],
    ['npm error code E401', 'wants a login'],
    ['npm error code E429', 'does not answer as it should'],
    ['ERROR: HTTP error 503 while getting https://x.example', 'does not answer as it should'],
    ['requests.exceptions.HTTPError: 403 Client Error: Forbidden', 'wants a login'],
    ['npm error code SELF_SIGNED_CERT_IN_CHAIN\nself-signed certificate', 'could not reach'],
    ['getaddrinfo ENOTFOUND registry', 'could not reach'],
  ])('with %j is this machine’s trouble', (output, words) => {
    const { fault, reason } = judged({ output });
    expect([fault, reason]).toEqual(['environment', expect.stringContaining(words)]);
  });

  it.each([
    'npm error code E404\nnpm error 404 Not Found',
    'npm error code EINTEGRITY',
    'npm error code EUSAGE\nnpm ci can only install packages when your package.json and package-lock.json are in sync',
    'npm error code EBADENGINE',
    'ERROR: Cannot install a==1 and b==2 because these package versions have conflicting dependencies.',
    'main.go:3: undefined: E5000x',
  ])('with %j is the work’s', (output) => {
    expect(judged({ output })).toEqual({
      fault: 'work',
      reason: expect.stringContaining(output.split('\n').at(-1) ?? ''),
    });
  });

  it.each([
    ['missing', 'environment', 'npm is not on this machine'],
    ['failed', 'environment', 'could not start npm'],
    ['unsandboxed', 'environment', 'Installing'],
    ['timeout', 'environment', 'did not end within 1 min'],
    ['oom', 'work', 'more memory'],
    ['pids', 'work', 'more processes'],
    ['output', 'work', 'prints without end'],
  ] as const)('for %s is the trouble of the %s', (reason, fault, words) => {
    expect(judged({ reason, exit: null })).toEqual({ fault, reason: expect.stringContaining(words) });
  });

  it('is judged by what the proxy saw before what was printed', () => {
    const output = 'npm error code ECONNREFUSED';
    expect(judged({ output }, { refused: ['evil.example:443 is no package registry'] })).toEqual({
      fault: 'work',
      reason: expect.stringContaining('evil.example:443'),
    });
    const both = {
      refused: ['evil.example:443 is none'],
      unreachable: ['npm.example:443 cannot be reached'],
    };
    expect(judged({ output: 'all is well' }, both).fault).toBe('environment');
  });

  it('says of pip that only wheels are taken, where that may be why', () => {
    const output = 'ERROR: No matching distribution found for left==1.0';
    const argv = ['python3', '-I', '-m', 'pip', 'install'];
    expect(judged({ output }, { argv }).reason).toContain('install.scripts: true');
    expect(judged({ output }, { argv, scripts: true }).reason).not.toContain('install.scripts');
  });

  it('names no place of this machine that npm logs to', () => {
    const output =
      'npm error 404\nnpm error A complete log of this run can be found in: /home/me/.npm/_logs/x.log';
    expect(judged({ output }).reason).not.toContain('/home/me');
  });
});
