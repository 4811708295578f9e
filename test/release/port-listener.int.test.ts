import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { listensInGroup } from '../../src/release/port-listener.ts';

const listen =
  "const s = require('net').createServer().listen(0, '127.0.0.1', () => console.log(s.address().port))";
const inChild = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(listen)}], { stdio: 'inherit' })`;

describe('who listens on a port', () => {
  const children: ChildProcess[] = [];

  afterEach(() => {
    for (const { pid } of children.splice(0)) if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  });

  async function group(program: string): Promise<{ port: number; pid: number }> {
    const child = spawn(process.execPath, ['-e', program], {
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    const [line] = await once(child.stdout, 'data');
    return { port: Number(String(line)), pid: child.pid ?? 0 };
  }

  it('is the process itself, or a child in its group', async () => {
    for (const program of [listen, inChild]) {
      const { port, pid } = await group(program);
      expect(await listensInGroup(port, pid)).toBe('yes');
    }
  });

  it('is not the group when somebody else took the port', async () => {
    const { pid } = await group(listen);
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    expect(await listensInGroup(port, pid)).toBe('no');
    server.close();
  });
});
