import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { FaultProxy } from '../../chaos/fault-proxy.ts';

/** Another machine, as far as the network goes, with one cable to this one. */
export type SecondMachine = {
  /** Where this machine is found from there, and from here. */
  readonly address: string;
  /** Argv that runs a program there. */
  on(argv: readonly string[]): string[];
  /** The port under which a port of this machine is found from there. */
  port(here: number): Promise<number>;
  plugOut(): void;
  plugIn(): void;
  close(): Promise<void>;
};

/** Only root may lay cables between network namespaces; for anybody else the cable is a proxy that can be cut. */
export const hasNamespaces = process.getuid?.() === 0;

export function secondMachine(): SecondMachine {
  return hasNamespaces ? inNamespace() : behindProxy();
}

function inNamespace(): SecondMachine {
  const tag = randomInt(1 << 24).toString(36);
  const [name, near, far] = [`andon-${tag}`, `an${tag}`, `af${tag}`];
  const net = `10.${randomInt(64, 250)}.${randomInt(250)}`;
  const ip = (...words: string[]): void => void execFileSync('ip', words, { stdio: 'pipe' });
  ip('netns', 'add', name);
  try {
    ip('link', 'add', near, 'type', 'veth', 'peer', 'name', far, 'netns', name);
    ip('addr', 'add', `${net}.1/30`, 'dev', near);
    ip('link', 'set', near, 'up');
    ip('-n', name, 'addr', 'add', `${net}.2/30`, 'dev', far);
    ip('-n', name, 'link', 'set', far, 'up');
    ip('-n', name, 'link', 'set', 'lo', 'up');
  } catch (error) {
    ip('netns', 'del', name);
    throw error;
  }
  return {
    address: `${net}.1`,
    on: (argv) => ['ip', 'netns', 'exec', name, ...argv],
    port: async (here) => here,
    plugOut: () => ip('link', 'set', near, 'down'),
    plugIn: () => ip('link', 'set', near, 'up'),
    async close() {
      // With the namespace its end of the cable goes, and with that the other one.
      ip('netns', 'del', name);
    },
  };
}

function behindProxy(): SecondMachine {
  const proxies: FaultProxy[] = [];
  return {
    address: '127.0.0.1',
    on: (argv) => [...argv],
    async port(here) {
      const proxy = await FaultProxy.open(() => ({ port: here }));
      proxies.push(proxy);
      return proxy.port;
    },
    plugOut() {
      for (const proxy of proxies) {
        proxy.halfOpen();
        proxy.refuse();
      }
    },
    plugIn() {
      for (const proxy of proxies) {
        proxy.cut();
        proxy.pass();
      }
    },
    async close() {
      await Promise.all(proxies.map((proxy) => proxy.close()));
    },
  };
}
