import { request } from 'node:http';
import { messageOf } from '../../errors.ts';

export type HttpRequest = {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is; JSON unless the headers say otherwise. */
  readonly body?: string;
  /** Default 5,000 ms for the whole answer. */
  readonly timeoutMs?: number;
};

export type HttpAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The body as JSON; undefined where it is none. */
  readonly json: unknown;
};

/** An answer, or why there is none: nobody listens, the connection ended, it took too long, it was too large. */
export type Asked =
  | { readonly answer: HttpAnswer }
  | {
      readonly answer: null;
      readonly trouble: 'nobody' | 'late' | 'large' | 'broken';
      readonly text: string;
    };

/** Where a service is reached: a socket in the file system, or a port of the loopback. */
export type HttpTarget = { readonly socketPath: string } | { readonly port: number };

const usualMs = 5_000;
/** A list of what some hundred requests stored is far smaller. */
const bodyBytes = 2 * 1024 * 1024;

/** One request on a connection of its own. Follows no redirect, reads at most 2 MB, keeps its deadline, never rejects. */
export function askHttp(target: HttpTarget, host: string, order: HttpRequest): Promise<Asked> {
  const within = order.timeoutMs ?? usualMs;
  return new Promise((resolve) => {
    let over = false;
    const finish = (asked: Asked) => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      resolve(asked);
      call.destroy();
    };
    const fail = (trouble: 'nobody' | 'late' | 'large' | 'broken', text: string) =>
      finish({ answer: null, trouble, text });
    const timer = setTimeout(
      () => fail('late', `${order.method} ${order.path} took longer than ${within / 1_000} s`),
      within,
    );
    const body = order.body ?? '';
    const call = request({
      ...('port' in target ? { host: '127.0.0.1', port: target.port } : { socketPath: target.socketPath }),
      agent: false,
      method: order.method,
      path: order.path,
      headers: {
        host,
        accept: '*/*',
        ...(order.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(body === '' && order.method === 'GET'
          ? {}
          : { 'content-length': String(Buffer.byteLength(body)) }),
        ...order.headers,
      },
    });
    call.once('error', (error) => {
      const nobody = 'code' in error && ['ECONNREFUSED', 'ENOENT', 'ECONNRESET'].includes(String(error.code));
      fail(nobody ? 'nobody' : 'broken', messageOf(error));
    });
    call.once('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > bodyBytes) fail('large', `${order.method} ${order.path} answered more than 2 MB`);
        else chunks.push(chunk);
      });
      response.once('error', (error) => fail('broken', messageOf(error)));
      response.once('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const headers = Object.fromEntries(
          Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
        );
        finish({ answer: { status: response.statusCode ?? 0, headers, text, json: parsed(text) } });
      });
    });
    call.end(body);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
