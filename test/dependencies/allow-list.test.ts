import { describe, expect, it } from 'vitest';
import { allowedHosts, allowing, indexFolders, publicRegistries } from '../../src/dependencies/allow-list.ts';
import { isPrivateAddress } from '../../src/dependencies/private-address.ts';
import { upstreamProxy } from '../../src/dependencies/upstream-proxy.ts';

describe('the hosts an install may reach', () => {
  const list = allowedHosts(
    {
      npm: 'http://npm.corp:4873/',
      pip: { index: 'https://pypi.corp/simple', extra: ['https://[2001:db8::1]:8443/x'] },
    },
    ['extra.example', 'git.example:8443', 'https://web.example/path'],
  );

  it('are the registries by their own port, and what the service names', () => {
    for (const [host, port] of [
      ['npm.corp', 4873],
      ['NPM.corp.', 4873],
      ['pypi.corp', 443],
      ['[2001:db8::1]', 8443],
      ['files.pythonhosted.org', 443],
      ['proxy.golang.org', 443],
      ['extra.example', 443],
      ['extra.example', 80],
      ['git.example', 8443],
      ['web.example', 443],
    ] as const) {
      expect([host, allowing(list, host, port)]).toEqual([host, expect.anything()]);
    }
  });

  it('are no others, nor other ports of the same', () => {
    for (const [host, port] of [
      ['npm.corp', 443],
      ['pypi.corp', 22],
      ['git.example', 443],
      ['sub.extra.example', 443],
      ['extra.example.evil', 443],
      ['registry.npmjs.org', 443],
      ['169.254.169.254', 80],
      ['', 443],
    ] as const) {
      expect([host, allowing(list, host, port)]).toEqual([host, undefined]);
    }
    expect(allowing(allowedHosts(publicRegistries, []), 'registry.npmjs.org', 443)?.registry).toBe(true);
  });

  it('may be private only where they are registries', () => {
    expect(allowing(list, 'npm.corp', 4873)?.registry).toBe(true);
    expect(allowing(list, 'extra.example', 443)?.registry).toBe(false);
  });
});

describe('an index on this machine', () => {
  it('is its folder, and the one around it where files lie beside it', () => {
    const extra = ['file:///srv/wheels/', 'file:///simple', 'https://a.example/simple'];
    const registries = { npm: publicRegistries.npm, pip: { index: 'file:///srv/pypi/simple', extra } };
    expect(indexFolders(registries)).toEqual(['/srv/pypi', '/srv/wheels', '/simple']);
    expect(allowing(allowedHosts(registries, []), '', 80)).toBeUndefined();
  });
});

describe('a private address', () => {
  it.each([
    '127.0.0.1',
    '127.8.8.8',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
  ])('is %s', (address) => expect(isPrivateAddress(address)).toBe(true));

  it.each(['1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1', '::ffff:1.1.1.1'])(
    'is not %s',
    (address) => expect(isPrivateAddress(address)).toBe(false),
  );
});

describe('the user’s own proxy', () => {
  const secure = (host: string, port = 443) => ({ secure: true, host, port });

  it('is the one for the kind of address', () => {
    const env = { HTTPS_PROXY: 'http://s:1', http_proxy: 'p:2' };
    expect(upstreamProxy(env, secure('a.example'))?.href).toBe('http://s:1/');
    expect(upstreamProxy(env, { secure: false, host: 'a.example', port: 80 })?.href).toBe('http://p:2/');
    expect(upstreamProxy({}, secure('a.example'))).toBeNull();
    expect(upstreamProxy({ HTTPS_PROXY: 'http://' }, secure('a.example'))).toBeNull();
  });

  it.each([
    ['*', 'any.example', true],
    ['corp.example', 'npm.corp.example', true],
    ['.corp.example', 'npm.corp.example', true],
    ['*.corp.example', 'npm.corp.example', true],
    ['corp.example', 'notcorp.example', false],
    ['other, corp.example:443', 'corp.example', true],
    ['corp.example:8443', 'corp.example', false],
    ['', 'corp.example', false],
  ])('with NO_PROXY=%s is left out for %s: %s', (NO_PROXY, host, isLeftOut) => {
    expect(upstreamProxy({ HTTPS_PROXY: 'http://p:1', NO_PROXY }, secure(host)) === null).toBe(isLeftOut);
  });
});
