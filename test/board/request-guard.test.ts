import { describe, expect, it } from 'vitest';
import { refusal } from '../../src/board/request-guard.ts';

const options = { allowedHosts: ['Build-Box', 'other:8900'], allowedOrigins: ['http://localhost:5173'] };

describe('who may connect to the board', () => {
  it.each([
    ['a program on loopback', { host: '127.0.0.1:8900' }],
    ['a page of the board itself', { host: 'localhost:8900', origin: 'http://localhost:8900' }],
    ['a page over IPv6', { host: '[::1]:8900', origin: 'http://[::1]:8900' }],
    ['a configured host', { host: 'build-box:8900', origin: 'http://build-box:8900' }],
    ['a configured host and port', { host: 'other:8900' }],
    ['a configured origin', { host: 'localhost:8900', origin: 'http://localhost:5173' }],
    ['a page’s own polling', { host: 'localhost:8900', 'sec-fetch-site': 'same-origin' }],
  ])('lets in %s', (_who, headers) => {
    expect(refusal(headers, options)).toBeNull();
  });

  it.each([
    ['a name that was rebound to us', { host: 'evil.example:8900', origin: 'http://evil.example:8900' }],
    ['a page from elsewhere', { host: 'localhost:8900', origin: 'https://evil.example' }],
    ['a released service on the gateway’s port', { host: 'localhost:8900', origin: 'http://localhost:8901' }],
    ['another loopback name', { host: 'localhost:8900', origin: 'http://127.0.0.1:8900' }],
    ['an opaque origin', { host: 'localhost:8900', origin: 'null' }],
    ['another site’s polling without an origin', { host: 'localhost:8900', 'sec-fetch-site': 'same-site' }],
    ['another port of a host configured with one', { host: 'other:9999' }],
    ['a request without a host', {}],
  ])('refuses %s', (_who, headers) => {
    expect(refusal(headers, options)).toEqual(expect.any(String));
  });
});
