import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pipInstall } from '../../src/stack/installs.ts';
import { bestSandbox, textIn, workshop } from './workshop.ts';

const run = promisify(execFile);
const stack = { name: 'python', install: pipInstall, env: { PYTHONPATH: '.deps' } } as const;

let python: string | undefined;
let hasPip = false;
beforeAll(async () => {
  python = (await bestSandbox()).which('python3');
  if (python)
    hasPip = await run(python, ['-I', '-m', 'pip', '--version']).then(
      () => true,
      () => false,
    );
});

let shop: Awaited<ReturnType<typeof workshop>>;
beforeEach(async () => {
  shop = await workshop();
});
afterEach(() => shop.close());

/** A wheel of one module. */
async function wheel(name: string, text: string): Promise<Buffer> {
  const scratch = await mkdtemp(join(tmpdir(), 'andon-wheel-'));
  const path = join(scratch, `${name}-1.0-py3-none-any.whl`);
  const info = `${name}-1.0.dist-info`;
  const script = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w') as out:
    out.writestr('${name}.py', sys.argv[2])
    out.writestr('${info}/METADATA', 'Metadata-Version: 2.1\\nName: ${name}\\nVersion: 1.0\\n')
    out.writestr('${info}/WHEEL', 'Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
    out.writestr('${info}/RECORD', '${name}.py,,\\n${info}/METADATA,,\\n${info}/WHEEL,,\\n${info}/RECORD,,\\n')
`;
  try {
    await run(python ?? 'python3', ['-c', script, path, text]);
    return await readFile(path);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function publish(name: string, file: string, bytes: Buffer | string) {
  const body = `<!DOCTYPE html><html><body><a href="/files/${file}">${file}</a></body></html>`;
  shop.registry.answer(`/simple/${name}/`, { type: 'text/html', body });
  shop.registry.answer(`/files/${file}`, { type: 'application/octet-stream', body: bytes });
}

describe('installing with pip', () => {
  it('takes wheels from the index alone, runs nothing of BUILD/, and asks once; without pip it is this machine’s trouble', async () => {
    if (python) await publish('left', 'left-1.0-py3-none-any.whl', await wheel('left', 'value = 1\n'));
    const evil = {
      'json.py': 'open("ran", "w")\n',
      'pip/__init__.py': '',
      'pip/__main__.py': 'open("ran", "w")\n',
    };
    const first = await shop.install({ 'requirements.txt': 'left==1.0\n', ...evil }, { stack });
    if (!hasPip) {
      expect(first).toMatchObject({ ok: false, fault: 'environment' });
      return;
    }
    expect(first).toMatchObject({ ok: true, from: 'network' });
    expect(await textIn(first.directory, '.deps/left.py')).toBe('value = 1\n');
    expect(await textIn(first.directory, 'ran')).toBeNull();
    const asked = shop.registry.asked.length;
    const second = await shop.install({ 'requirements.txt': 'left==1.0\n' }, { stack, service: 'svc-2' });
    expect(second).toMatchObject({ ok: true, from: 'cache' });
    expect(await textIn(second.directory, '.deps/left.py')).toBe('value = 1\n');
    expect(shop.registry.asked).toHaveLength(asked);
  });

  it('builds nothing, and says how it may', async () => {
    await publish('left', 'left-1.0.tar.gz', 'never looked at');
    const result = await shop.install({ 'requirements.txt': 'left==1.0\n' }, { stack });
    const asked = shop.registry.asked.includes('/files/left-1.0.tar.gz');
    expect([result.ok, asked]).toEqual([false, false]);
    if (hasPip) expect(result.ok || result.reason).toContain('install.scripts: true');
    const editable = await shop.install({ 'requirements.txt': 'left\n-e .\n', 'setup.py': '' }, { stack });
    expect(editable).toMatchObject({ ok: false, fault: 'work', runs: [] });
    expect(editable.ok || editable.reason).toContain('BUILD/requirements.txt:2 ("-e .")');
  });

  it('keeps a service’s own .deps out of what others get', async () => {
    if (python) await publish('left', 'left-1.0-py3-none-any.whl', await wheel('left', 'value = 1\n'));
    const files = { 'requirements.txt': 'left==1.0\n' };
    const evil = { '.deps/left.py': 'evil\n', '.deps/pytest.py': 'evil\n' };
    const first = await shop.install({ ...files, ...evil }, { stack });
    expect(await textIn(first.directory, '.deps/pytest.py')).toBeNull();
    const honest = await shop.install(files, { stack, service: 'svc-2' });
    expect(honest).toMatchObject(hasPip ? { ok: true, from: 'cache' } : { ok: false, fault: 'environment' });
    expect(await textIn(honest.directory, '.deps/left.py')).toBe(hasPip ? 'value = 1\n' : null);
  });
});
