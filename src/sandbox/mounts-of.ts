import { existsSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import type { SandboxCommand } from './sandbox.port.ts';
import type { SandboxOptions } from './wrapped-sandbox.ts';

export type Mount = {
  readonly path: string;
  /** Where it is inside. */
  readonly at: string;
  readonly kind: 'writable' | 'readable' | 'hidden' | 'empty';
};

/**
 * What of this machine a command sees, outer paths first, so that an inner mount is never covered by an outer one. A
 * hidden directory inside something bound is covered with an empty one; what the order names inside it stays bound.
 */
export function mountsOf(order: SandboxCommand, options: SandboxOptions): Mount[] {
  const kinds = new Map<string, Mount['kind']>();
  const add = (paths: readonly string[], kind: Mount['kind']) => {
    for (const path of paths) if (existsSync(path)) kinds.set(resolve(path), kind);
  };
  const bound = [...options.toolchain.readable, ...(order.readable ?? []), ...order.writable];
  add(options.toolchain.readable, 'readable');
  add(
    options.hidden.filter((path) => bound.some((outer) => isInside(path, outer))),
    'hidden',
  );
  for (const path of order.empty ?? []) kinds.set(resolve(path), 'empty');
  if (!order.writable.some((path) => isInside(order.cwd, path))) add([order.cwd], 'readable');
  add(order.readable ?? [], 'readable');
  add(order.writable, 'writable');
  const own = [...kinds].map(([path, kind]): Mount => ({ path, at: path, kind }));
  const renamed = own.flatMap((mount) => {
    const at = order.seenAs?.[mount.path];
    return at === undefined ? [] : [{ ...mount, at }];
  });
  return [...own, ...renamed].sort((a, b) => depth(a.at) - depth(b.at));
}

function isInside(path: string, outer: string): boolean {
  return `${resolve(path)}${sep}`.startsWith(`${resolve(outer)}${sep}`);
}

function depth(path: string): number {
  return path.split(sep).length;
}
