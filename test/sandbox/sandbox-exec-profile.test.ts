import { describe, expect, it } from 'vitest';
import type { SandboxCommand } from '../../src/sandbox/sandbox.port.ts';
import { sandboxExecProfile } from '../../src/sandbox/sandbox-exec-profile.ts';

const order = (network: SandboxCommand['network']): SandboxCommand => ({
  argv: ['node'],
  cwd: '/w',
  env: {},
  writable: ['/w'],
  network,
});
const lines = (network: SandboxCommand['network']) =>
  sandboxExecProfile(
    order(network),
    [
      { path: '/tools', at: '/tools', kind: 'readable' },
      { path: '/tools/.andon', at: '/tools/.andon', kind: 'hidden' },
      { path: '/tools/.andon/w "1"', at: '/tools/.andon/w "1"', kind: 'writable' },
    ],
    '/private/tmp/home',
  )
    .trim()
    .split('\n');

describe('the profile for macOS', () => {
  it('denies everything first', () => {
    expect(lines('none').slice(0, 2)).toEqual(['(version 1)', '(deny default)']);
  });

  it('names what is shown from the outside in, so that an inner rule has the last word', () => {
    const all = lines('none');
    const places = [
      '(allow file-read* (subpath "/tools"))',
      '(deny file* (subpath "/tools/.andon"))',
      '(allow file* (subpath "/tools/.andon/w \\"1\\""))',
      '(allow file* (subpath "/private/tmp/home"))',
    ].map((rule) => all.indexOf(rule));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
  });

  it('lets nobody give what is hidden another name', () => {
    expect(lines('none').at(-1)).toBe('(deny file-link)');
  });

  it('opens the network as far as it is given', () => {
    expect(lines('none')).toContain('(deny network*)');
    expect(lines('loopback').filter((line) => line.includes('network'))).toEqual([
      '(allow network-bind (local ip "localhost:*"))',
      '(allow network-inbound (local ip "localhost:*"))',
      '(allow network-outbound (remote ip "localhost:*"))',
    ]);
    expect(lines('full')).toContain('(allow network*)');
  });
});
