import { request } from 'node:http';

export type HealthAnswer = { readonly ok: true } | { readonly ok: false; readonly reason: string };

const bodyLimit = 64 * 1024;

/**
 * `GET /health` of a service on this machine: exactly 200, whole within `timeoutMs`, at most 64 KB, no redirect
 * followed. Never rejects.
 */
export function checkHealth(port: number, timeoutMs: number): Promise<HealthAnswer> {
  return new Promise((resolve) => {
    const finish = (answer: HealthAnswer) => {
      clearTimeout(timer);
      resolve(answer);
      call.destroy();
    };
    const fail = (reason: string) => finish({ ok: false, reason });
    const call = request(
      { host: '127.0.0.1', port, path: '/health', agent: false, maxHeaderSize: 16 * 1024 },
      (response) => {
        const status = response.statusCode ?? 0;
        if (status !== 200) return fail(`GET /health answered ${status}, not 200`);
        let bytes = 0;
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > bodyLimit) fail('GET /health answered more than 64 KB');
        });
        response.on('end', () => finish({ ok: true }));
        response.on('error', (error) => fail(`GET /health broke off: ${error.message}`));
        response.on('aborted', () => fail('GET /health broke off'));
      },
    );
    const timer = setTimeout(() => fail(`GET /health took longer than ${timeoutMs} ms`), timeoutMs);
    call.on('error', (error) => fail(`GET /health failed: ${error.message}`));
    call.end();
  });
}
