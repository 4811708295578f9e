import { createServer, request, type Server } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { realClock } from '../../src/coordinator/real-clock.ts';
import { silentLog } from '../../src/log.ts';
import { type Gateway, type GatewayOptions, startGateway } from '../../src/release/gateway.ts';
import {
  createHome,
  getJson,
  type Home,
  openYard,
  orderOf,
  seen,
  ship,
  until,
  type Yard,
} from './bench-yard.ts';

let service: Server;
let servicePort: number;
let gateway: Gateway;
let route: ReturnType<GatewayOptions['route']>;
let owned: boolean;
let finish: (() => void) | undefined;

beforeEach(async () => {
  owned = true;
  finish = undefined;
  service = createServer((incoming, response) => {
    if (incoming.url === '/redirect') return response.writeHead(302, { location: '/there' }).end();
    if (incoming.url === '/away') return response.writeHead(302, { location: 'https://example.org/' }).end();
    if (incoming.url === '/cookie') return response.writeHead(200, { 'set-cookie': 'a=1; Path=/' }).end();
    if (incoming.url === '/break') return response.destroy();
    if (incoming.url === '/slow') {
      finish = () => response.end('late');
      return;
    }
    let body = '';
    incoming.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    incoming.on('end', () =>
      response.end(JSON.stringify({ url: incoming.url, headers: incoming.headers, body })),
    );
  });
  service.on('upgrade', (_incoming, socket) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n\r\n');
    socket.pipe(socket);
  });
  servicePort = await new Promise((resolve) => {
    service.listen(0, '127.0.0.1', () => {
      const address = service.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
  route = { host: '127.0.0.1', port: servicePort };
  gateway = await startGateway({
    host: '127.0.0.1',
    port: 0,
    hosts: ['board.example'],
    route: (name) => (name === 'quotes' ? route : undefined),
    owns: () => owned,
    services: () => [{ name: 'quotes', health: 'healthy', version: '1.0.0' }],
    clock: realClock,
    log: silentLog,
    holdMs: 300,
  });
});

afterEach(async () => {
  await gateway.close();
  service.closeAllConnections();
  await new Promise((resolve) => service.close(resolve));
});

type Reply = { status: number; headers: Record<string, unknown>; body: string };

/** Node's own request, since fetch will not send every header. */
function ask(path: string, headers: Record<string, string> = {}, body?: string): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST';
    const call = request({ host: '127.0.0.1', port: gateway.port, path, headers, method }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      );
      response.on('error', reject);
    });
    call.on('error', reject);
    call.end(body);
  });
}

describe('the gateway', () => {
  it('says which setting to change when its port is taken', async () => {
    const options: GatewayOptions = {
      host: '127.0.0.1',
      port: servicePort,
      route: () => undefined,
      owns: () => false,
      services: () => [],
      clock: realClock,
      log: silentLog,
    };
    await expect(startGateway(options)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('ANDON_GATEWAY_PORT'),
    });
  });

  it('strips the name and says where the request came in', async () => {
    const { body } = await ask('/quotes/random?n=2', {
      'x-forwarded-for': '8.8.8.8',
      'x-forwarded-host': 'evil',
    });
    expect(JSON.parse(body)).toMatchObject({
      url: '/random?n=2',
      headers: {
        'x-forwarded-prefix': '/quotes',
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-host': `127.0.0.1:${gateway.port}`,
        'x-forwarded-proto': 'http',
      },
    });
  });

  it('keeps headers between two neighbours to itself', async () => {
    const { body } = await ask('/quotes/x', {
      connection: 'close, x-inner',
      'x-inner': '1',
      'proxy-authorization': 'Basic eA==',
      te: 'trailers',
    });
    const { headers } = JSON.parse(body);
    expect(Object.keys(headers)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(x-inner|proxy-authorization|te)$/)]),
    );
  });

  it('forwards bodies', async () => {
    const { body } = await ask('/quotes/items', { 'content-type': 'application/json' }, '{"a":1}');
    expect(JSON.parse(body)).toMatchObject({ body: '{"a":1}' });
  });

  it('does not read a host out of the path', async () => {
    const { body } = await ask('/quotes//example.org/x');
    expect(JSON.parse(body)).toMatchObject({ url: '//example.org/x' });
    expect((await ask('http://example.org/x')).status).toBe(404);
  });

  it('sends a bare name on to its slash', async () => {
    const reply = await ask('/quotes?x=1');
    expect(reply.status).toBe(308);
    expect(reply.headers.location).toBe('/quotes/?x=1');
  });

  it('keeps redirects and cookies of a service within its prefix, and lets others go', async () => {
    expect((await ask('/quotes/redirect')).headers.location).toBe('/quotes/there');
    expect((await ask('/quotes/away')).headers.location).toBe('https://example.org/');
    expect((await ask('/quotes/cookie')).headers['set-cookie']).toEqual(['a=1; Path=/quotes/']);
  });

  it('lists the services', async () => {
    expect(JSON.parse((await ask('/')).body)).toEqual({
      services: [{ name: 'quotes', health: 'healthy', version: '1.0.0', path: '/quotes/' }],
    });
    expect((await ask('/', { accept: 'text/html' })).body).toContain('<a href="/quotes/">quotes</a>');
  });

  it('answers 404 for a name it does not know and 503 with a reason while nothing serves', async () => {
    expect((await ask('/other/')).status).toBe(404);
    expect((await ask('/%zz/')).status).toBe(404);
    route = 'none';
    const reply = await ask('/quotes/');
    expect(reply.status).toBe(503);
    expect(reply.headers['retry-after']).toBeDefined();
    expect(reply.body).toContain('nothing of quotes serves');
  });

  it('forwards to no port that Andon did not reserve', async () => {
    owned = false;
    expect((await ask('/quotes/')).status).toBe(503);
  });

  it('refuses a Host it does not go by', async () => {
    expect((await ask('/quotes/', { host: 'evil.example' })).status).toBe(403);
    expect((await ask('/quotes/', { host: 'board.example:8901' })).status).toBe(200);
    expect((await ask('/quotes/', { host: 'localhost' })).status).toBe(200);
  });

  it('says that a service broke off', async () => {
    expect((await ask('/quotes/break')).status).toBe(502);
  });

  it('holds a request while its service is being changed', async () => {
    route = 'hold';
    const asked = ask('/quotes/held');
    route = { host: '127.0.0.1', port: servicePort };
    expect((await asked).status).toBe(200);
  });

  it('holds it no longer than its limit', async () => {
    route = 'hold';
    expect((await ask('/quotes/held')).status).toBe(503);
  });

  it('is drained when the requests under way are answered', async () => {
    const asked = ask('/quotes/slow');
    await until(() => finish !== undefined);
    let drained = false;
    const draining = gateway.drain(servicePort, 5_000).then(() => {
      drained = true;
    });
    expect(drained).toBe(false);
    finish?.();
    expect((await asked).body).toBe('late');
    await draining;
  });

  it('forwards an upgraded connection both ways', async () => {
    const socket = connect(gateway.port, '127.0.0.1');
    let received = '';
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString();
    });
    socket.write(
      'GET /quotes/live HTTP/1.1\r\nhost: localhost\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-key: x\r\n\r\n',
    );
    await until(() => received.includes('101 Switching Protocols'));
    socket.write('ping');
    await until(() => received.endsWith('ping'));
    socket.destroy();
  });
});

describe('a release switched under load', () => {
  let home: Home;
  let yard: Yard;
  let front: Gateway | undefined;

  beforeEach(async () => {
    home = await createHome();
    yard = await openYard(home, { drain: async (port, withinMs) => front?.drain(port, withinMs) });
  });

  afterEach(async () => {
    await yard.releases.close();
    await front?.close();
    await home.remove();
  });

  it('costs no request', async () => {
    const opened = await startGateway({
      host: '127.0.0.1',
      port: 0,
      route: () => yard.releases.route('svc-1') ?? 'none',
      owns: yard.ports.owns,
      services: () => [],
      clock: realClock,
      log: silentLog,
    });
    front = opened;
    await ship(home, yard.releases, orderOf('stateful', 'r1'));
    const statuses: number[] = [];
    let asking = true;
    const client = async () => {
      while (asking) {
        const response = await fetch(`http://127.0.0.1:${opened.port}/quotes/add`);
        statuses.push(response.status);
        await response.text();
      }
    };
    const clients = [client(), client(), client()];
    await ship(home, yard.releases, orderOf('stateful', 'r2'), 'r1');
    const before = statuses.length;
    await until(() => statuses.length > before + 20);
    await yard.releases.rollBack('svc-1', 'r2', 'r1');
    await seen(home, 'RolledBack', 'r1');
    asking = false;
    await Promise.all(clients);
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(await getJson(opened.port, '/quotes/')).toMatchObject({ release: 'r1', count: statuses.length });
  });
});
