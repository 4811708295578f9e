import { execFile } from 'node:child_process';
import { createServer } from 'node:net';

/** What a program printed; undefined when it is not there, fails or takes longer than ten seconds. */
export function outputOf(
  program: string,
  args: readonly string[],
  path: string,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(program, [...args], { env: { PATH: path }, timeout: 10_000 }, (error, stdout) => {
      resolve(error ? undefined : stdout.trim());
    });
  });
}

/** Whether nobody listens on the port yet. */
export function isPortFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}
