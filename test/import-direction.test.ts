import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

/** Who wires concrete adapters together. */
const composition = [/^src\/(app|main)\.ts$/, /^src\/app\//, /^src\/cli\//];
/** What every folder of src may import besides itself. */
const shared = [
  /\.port\.ts$/,
  /^src\/contracts\//,
  /^src\/(errors|fault-points|log)\.ts$/,
  /^src\/(spec-model|stack)\//,
  /^machines\//,
];
/** One library, one folder. Node's own modules, and zod for shapes, are everybody's. */
const libraries: Record<string, RegExp> = {
  xstate: /^machines\//,
  bullmq: /^src\/work-queue\//,
  ioredis: /^src\/(work-queue|embedded-redis)\//,
  libsql: /^src\/store\//,
  chokidar: /^src\/catalog\//,
  fastify: /^src\/http\//,
  'socket.io': /^src\/board\//,
  commander: /^src\/cli\//,
  '@modelcontextprotocol/server': /^src\/mcp\//,
  '@modelcontextprotocol/node': /^src\/mcp\//,
  pino: /^src\/log\.ts$/,
  httpxy: /^src\/release\//,
  '@agentclientprotocol/sdk': /^src\/worker\/drivers\//,
};

type Import = { from: string; to: string };

function imports(): Import[] {
  const files = ['src', 'machines', 'web'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !name.includes('node_modules'))
      .map((name) => join(folder, name)),
  );
  return files.flatMap((from) => {
    const text = readFileSync(join(root, from), 'utf8');
    const found = [...text.matchAll(/(?:from|import)\s*\(?['"]([^'"]+)['"]/g)].map((match) => match[1] ?? '');
    return found.map((to) => ({
      from,
      to: to.startsWith('.') ? relative(root, resolve(root, dirname(from), to)) : to,
    }));
  });
}

function folderOf(path: string): string {
  return path.split('/').slice(0, 2).join('/');
}

describe('who may import whom', () => {
  const all = imports();
  const list = (broken: Import[]) => broken.map((each) => `${each.from} → ${each.to}`);

  it('reads the whole tree', () => {
    expect(all.length).toBeGreaterThan(200);
  });

  it('keeps machines pure: xstate, zod and themselves', () => {
    const broken = all.filter(
      (each) => each.from.startsWith('machines/') && !/^(machines\/|xstate$|zod$)/.test(each.to),
    );
    expect(list(broken)).toEqual([]);
  });

  it('keeps contracts free of everything of ours', () => {
    const broken = all.filter(
      (each) => each.from.startsWith('src/contracts/') && !/^(src\/contracts\/|zod$|node:)/.test(each.to),
    );
    expect(list(broken)).toEqual([]);
  });

  it('lets a folder of src see its own files, ports, contracts and machines; only the composition sees adapters', () => {
    const broken = all.filter(
      (each) =>
        each.from.startsWith('src/') &&
        /^(src|machines|web)\//.test(each.to) &&
        !composition.some((allowed) => allowed.test(each.from)) &&
        folderOf(each.from) !== folderOf(each.to) &&
        !shared.some((allowed) => allowed.test(each.to)),
    );
    expect(list(broken)).toEqual([]);
  });

  it('lets the board in the browser see contracts and nothing else of ours', () => {
    const broken = all.filter(
      (each) =>
        each.from.startsWith('web/') &&
        /^(src|machines)\//.test(each.to) &&
        !each.to.startsWith('src/contracts/'),
    );
    expect(list(broken)).toEqual([]);
  });

  it('gives each library one folder', () => {
    const broken = all.filter((each) => {
      const folder = libraries[each.to];
      return (
        folder !== undefined && !folder.test(each.from) && !composition.some((one) => one.test(each.from))
      );
    });
    expect(list(broken)).toEqual([]);
  });
});
