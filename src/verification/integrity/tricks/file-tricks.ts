import { readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Told } from './suite-tricks.ts';

const fetched = /^(?:node_modules|\.deps|\.venv|venv|site-packages)$/;
const programs =
  /^(?:node|npm|npx|yarn|pnpm|python|python3|pip|pytest|go|sh|bash|env|git|timeout|coverage|vitest|jest|mocha)$/;
const shadowed = /^(?:pytest|_pytest|unittest|pytest_cov|coverage|pluggy)(?:\.py)?$/;
const loaded = /^(?:sitecustomize|usercustomize)\.py$|\.pth$/;

/** Names and kinds of files in `BUILD/`, as submitted, that bend the checks without a line of code. Asked before the install. */
export async function fileTricks(root: string): Promise<Told[]> {
  const found: Told[] = [];
  const names = new Map<string, string>();
  const add = (path: string, kind: Told['class'], what: string, instead: string) =>
    found.push({ path, line: 0, class: kind, what, instead });
  const visit = async (below: string, depth: number): Promise<void> => {
    for (const entry of await readdir(join(root, below), { withFileTypes: true }).catch(() => [])) {
      const { name } = entry;
      const path = below === '' ? name : `${below}/${name}`;
      const folded = path.normalize('NFC').toLowerCase();
      const twin = names.get(folded);
      if (twin !== undefined)
        add(path, 'work', `differs from BUILD/${twin} in its letters' case only`, 'rename one of them');
      names.set(folded, path);
      if (entry.isSymbolicLink()) {
        const target = await readlink(join(root, path)).catch(() => '');
        if (/(?:^|\/)(?:tests?|__tests__|specs?)(?:\/|$)|[._-](?:test|spec)\.|(?:^|\/)test_/.test(path)) {
          add(
            path,
            'work',
            `tests behind a link to ${target} cannot be compared`,
            'put the files themselves there',
          );
        }
        continue;
      }
      if (entry.isDirectory()) {
        if (fetched.test(name)) {
          const inside = await readdir(join(root, path)).catch(() => []);
          const judge = inside.find((one) =>
            /^(?:vitest|jest|mocha|chai|c8|nyc|ava|tap|pytest|_pytest|unittest|coverage|pytest_cov|assert|\.bin)$/.test(
              one,
            ),
          );
          const what = judge ? `brings its own ${judge}` : 'holds dependencies that were not fetched';
          add(
            path,
            judge ? 'tampering' : 'work',
            what,
            'leave it out; Andon installs what the lock file names',
          );
          continue;
        }
        if (depth === 0 && shadowed.test(name))
          add(path, 'tampering', `stands in for the module ${name}`, 'rename it');
        if (depth < 12 && name !== '.git') await visit(path, depth + 1);
        continue;
      }
      if (loaded.test(name)) add(path, 'tampering', 'is run by Python before anything else', 'remove it');
      if ((depth === 0 || /^(?:src|tests?)$/.test(below)) && shadowed.test(name))
        add(path, 'tampering', `stands in for the module ${name.replace('.py', '')}`, 'rename it');
      if (programs.test(name) && /^(?:bin|\.bin|scripts|tools|)$/.test(below)) {
        add(path, 'tampering', `stands in for the program ${name}`, 'rename it');
      }
    }
  };
  await visit('', 0);
  return found;
}
