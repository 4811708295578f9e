import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { publicRegistries } from '../../src/dependencies/allow-list.ts';
import { type FindRegistries, findRegistries } from '../../src/dependencies/find-registries.ts';

let scratch: string;
beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'andon-registries-'));
});
afterEach(() => rm(scratch, { recursive: true, force: true }));

/** A program that prints this. */
async function program(name: string, prints: string): Promise<string> {
  const path = join(scratch, name);
  await writeFile(path, `#!/bin/sh\ncat <<'END'\n${prints}\nEND\n`);
  await chmod(path, 0o755);
  return path;
}

async function find(more: Partial<FindRegistries>) {
  const warnings: string[] = [];
  const found = await findRegistries({
    env: {},
    childEnv: { PATH: '/usr/bin:/bin', HOME: scratch },
    npm: undefined,
    python: undefined,
    warn: (sentence) => warnings.push(sentence),
    ...more,
  });
  return { found, warnings };
}

describe('where packages come from', () => {
  it('is the public registries where nobody says otherwise, or a program fails', async () => {
    expect(await find({})).toEqual({ found: publicRegistries, warnings: [] });
    const broken = join(scratch, 'not-there');
    expect((await find({ npm: broken, python: broken })).found).toEqual(publicRegistries);
  });

  it('is what npm and pip are set to', async () => {
    const npm = await program('npm', 'https://npm.corp.example/group/');
    const python = await program(
      'python3',
      "global.index-url='https://pypi.corp.example/simple'\nglobal.timeout='10'\ninstall.extra-index-url='https://a.example/x file:///srv/pypi/simple'",
    );
    expect(await find({ npm, python })).toEqual({
      found: {
        npm: 'https://npm.corp.example/group/',
        pip: {
          index: 'https://pypi.corp.example/simple',
          extra: ['https://a.example/x', 'file:///srv/pypi/simple'],
        },
      },
      warnings: [],
    });
  });

  it('is first of all what the environment says', async () => {
    const npm = await program('npm', 'https://npm.corp.example/');
    const env = {
      npm_config_registry: 'http://localhost:4873',
      PIP_INDEX_URL: 'https://pypi.mine.example/simple/',
    };
    expect((await find({ npm, env })).found).toEqual({
      npm: 'http://localhost:4873/',
      pip: { index: 'https://pypi.mine.example/simple/', extra: [] },
    });
  });

  it('never holds a login, and says so without repeating it', async () => {
    const env = {
      PIP_INDEX_URL: 'https://me:pass-word@pypi.corp.example/simple',
      npm_config_registry: 'no address',
    };
    const { found, warnings } = await find({ env });
    expect(found).toEqual({
      npm: publicRegistries.npm,
      pip: { index: 'https://pypi.corp.example/simple', extra: [] },
    });
    expect(warnings).toHaveLength(2);
    expect(JSON.stringify([found, warnings])).not.toContain('pass-word');
  });
});
