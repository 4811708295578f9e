import { createServer, get, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AllowedHost } from '../../src/dependencies/allow-list.ts';
import { openRegistryProxy, type RegistryProxy } from '../../src/dependencies/registry-proxy.ts';
import { startRegistry } from './registry.ts';

let registry: Awaited<ReturnType<typeof startRegistry>>;
const closing: (() => Promise<void>)[] = [];
beforeEach(async () => {
  registry = await startRegistry();
  registry.answer('/package', { body: 'bytes' });
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await registry.close();
});

async function proxyTo(allowed: readonly AllowedHost[], env: Record<string, string> = {}) {
  const proxy = await openRegistryProxy({ allowed, env, listen: 'loopback' });
  closing.push(proxy.close);
  return proxy;
}

const here = (): AllowedHost => ({ host: '127.0.0.1', ports: [registry.port], registry: true });

/** What comes of asking the proxy for a plain address. */
function ask({ url }: RegistryProxy, address: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    get(url ?? '', { path: address, headers: { host: new URL(address).host }, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    }).on('error', reject);
  });
}

/** What comes of asking the proxy for a tunnel, and through it for a page. */
function tunnel({ url }: RegistryProxy, authority: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(url ?? '', { method: 'CONNECT', path: authority, agent: false });
    asked.on('connect', (response, socket) => {
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk;
      });
      socket.on('close', () => resolve({ status: response.statusCode ?? 0, text }));
      if (response.statusCode === 200) socket.write('GET /package HTTP/1.0\r\n\r\n');
    });
    asked.on('error', reject);
    asked.end();
  });
}

describe('the proxy to the registries', () => {
  it('passes on plain requests and tunnels to what is allowed', async () => {
    const proxy = await proxyTo([here()]);
    expect(await ask(proxy, `${registry.url}package`)).toEqual({ status: 200, text: 'bytes' });
    const through = await tunnel(proxy, `127.0.0.1:${registry.port}`);
    expect(through.status).toBe(200);
    expect(through.text).toMatch(/^HTTP\/1\.1 200[\s\S]*bytes$/);
    expect([...proxy.seen.refused]).toEqual([]);
  });

  it('refuses every other host and port, and remembers which', async () => {
    const proxy = await proxyTo([here()]);
    expect(await ask(proxy, 'http://example.com/x')).toMatchObject({ status: 403 });
    expect(await tunnel(proxy, `127.0.0.1:${registry.port + 1}`)).toMatchObject({ status: 403 });
    expect(await tunnel(proxy, 'evil.example:443')).toMatchObject({ status: 403 });
    expect([...proxy.seen.refused].map((line) => line.split(' ')[0])).toEqual([
      'example.com:80',
      `127.0.0.1:${registry.port + 1}`,
      'evil.example:443',
    ]);
    expect(registry.asked).toEqual([]);
  });

  it('refuses private addresses behind a name that is no registry', async () => {
    const proxy = await proxyTo([{ host: 'localhost', ports: [registry.port], registry: false }]);
    expect(await tunnel(proxy, `localhost:${registry.port}`)).toMatchObject({ status: 403 });
    expect([...proxy.seen.refused].join()).toMatch(
      /localhost is at the private address (?:127\.0\.0\.1|::1)/,
    );
    const company = await proxyTo([{ host: 'localhost', ports: [registry.port], registry: true }]);
    expect(await tunnel(company, `LOCALHOST.:${registry.port}`)).toMatchObject({ status: 200 });
  });

  it('says what of the allowed cannot be reached', async () => {
    const gone = await startRegistry();
    await gone.close();
    const proxy = await proxyTo([{ host: '127.0.0.1', ports: [gone.port], registry: true }]);
    expect(await tunnel(proxy, `127.0.0.1:${gone.port}`)).toMatchObject({ status: 502 });
    expect(await ask(proxy, `${gone.url}package`)).toMatchObject({ status: 502 });
    expect([...proxy.seen.unreachable]).toEqual([
      `127.0.0.1:${gone.port} cannot be reached: connect ECONNREFUSED 127.0.0.1:${gone.port}`,
    ]);
  });

  it('answers nothing but requests to a proxy', async () => {
    const proxy = await proxyTo([here()]);
    const { status } = await fetch(`${proxy.url}/package`);
    expect(status).toBe(400);
    expect(await tunnel(proxy, 'user@127.0.0.1:80')).toMatchObject({ status: 400 });
  });
});

describe('through the user’s own proxy', () => {
  /** A proxy that leads everywhere, as a company's does; it remembers what it was asked, and by whom. */
  async function companyProxy() {
    const asked: { what: string; login: string | undefined }[] = [];
    const server = createServer((from, to) => {
      asked.push({ what: from.url ?? '', login: from.headers['proxy-authorization'] });
      to.end('from the company');
    });
    server.on('connect', (from, client: Socket) => {
      asked.push({ what: from.url ?? '', login: from.headers['proxy-authorization'] });
      const far = connect(registry.port, '127.0.0.1', () => {
        client.write('HTTP/1.1 200 OK\r\n\r\n');
        client.pipe(far).pipe(client);
      });
      for (const socket of [client, far]) socket.on('error', () => socket.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(
      () =>
        new Promise((resolve) => {
          server.closeAllConnections();
          server.close(() => resolve());
        }),
    );
    const address = server.address();
    if (typeof address !== 'object' || !address) throw new Error('no address');
    return { asked, url: `http://who:se%20cret@127.0.0.1:${address.port}` };
  }

  it('goes where the user goes, with the login of the proxy and without looking names up', async () => {
    const company = await companyProxy();
    const named = { host: 'packages.invalid', ports: [80, 443], registry: false };
    const proxy = await proxyTo([named], { HTTPS_PROXY: company.url, http_proxy: company.url });
    expect((await tunnel(proxy, 'packages.invalid:443')).text).toMatch(/bytes$/);
    expect(await ask(proxy, 'http://packages.invalid/x')).toEqual({ status: 200, text: 'from the company' });
    expect(await tunnel(proxy, 'other.invalid:443')).toMatchObject({ status: 403 });
    const login = `Basic ${Buffer.from('who:se cret').toString('base64')}`;
    expect(company.asked).toEqual([
      { what: 'packages.invalid:443', login },
      { what: 'http://packages.invalid/x', login },
    ]);
  });

  it('goes straight to what NO_PROXY names', async () => {
    const company = await companyProxy();
    const proxy = await proxyTo([here()], { HTTPS_PROXY: company.url, NO_PROXY: '127.0.0.1' });
    expect(await tunnel(proxy, `127.0.0.1:${registry.port}`)).toMatchObject({ status: 200 });
    expect(company.asked).toEqual([]);
  });
});
