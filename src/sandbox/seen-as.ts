import type { SandboxCommand } from './sandbox.port.ts';

/** The order in the names under which the command finds what is in it: working directory, words and environment. */
export function seenAs<T extends SandboxCommand>(order: T): T {
  const names = Object.entries(order.seenAs ?? {});
  if (names.length === 0) return order;
  const told = (text: string) => names.reduce((words, [path, name]) => replaced(words, path, name), text);
  return {
    ...order,
    cwd: told(order.cwd),
    argv: order.argv.map(told),
    env: Object.fromEntries(Object.entries(order.env).map(([name, value]) => [name, told(value)])),
  };
}

/** Whole paths alone: what only begins with the same letters is another one. */
function replaced(text: string, path: string, name: string): string {
  return text
    .split(path)
    .map((part, index, parts) => {
      if (index === parts.length - 1) return part;
      const next = parts[index + 1] ?? '';
      return `${part}${/^[\w.-]/.test(next) ? path : name}`;
    })
    .join('');
}
