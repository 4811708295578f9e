import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gitWorkspaces } from '../../src/cli/git-workspaces.ts';
import { GitRepositories } from '../../src/workspace/git-repositories.ts';

const path = '/usr/local/bin:/usr/bin:/bin';
const workspaces = gitWorkspaces(path);

describe('files for agents in a workspace', () => {
  let place: string;
  let repositories: GitRepositories;
  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), 'andon-guidance-'));
    repositories = new GitRepositories({ directory: join(place, 'git'), path });
  });
  afterEach(() => rmSync(place, { recursive: true, force: true }));

  const workspace = async (base: string | null, guidance: { path: string; text: string }[]) => {
    const order = { change: 1, base, spec: '# Notes\n', at: 1_700_000_000_000 };
    const prepared = await repositories.prepare('s1', order);
    await repositories.bundle('s1', prepared, join(place, 'base.bundle'));
    const directory = join(place, 'work-1');
    const files = guidance.map((file) => ({ ...file, executable: file.path.endsWith('.sh') }));
    await workspaces.create(join(place, 'base.bundle'), prepared, directory, files);
    return { directory, prepared };
  };
  const handedIn = async (directory: string, base: string) => {
    const { commit, bundle, leftOut } = await workspaces.commit(directory, 'Built', ['BUILD/']);
    const order = { ticket: 't1', token: 1, bundle, commit, base, allowed: ['BUILD/'] };
    await repositories.importSubmission('s1', order);
    return { files: (await repositories.list('s1', commit)).map((file) => file.path), commit, leftOut };
  };

  it('are there to be read, hidden from git, and never handed in', async () => {
    const { directory, prepared } = await workspace(null, [
      { path: 'AGENTS.md', text: 'Be brief.\n' },
      { path: '.agents/skills/x/run.sh', text: '#!/bin/sh\n' },
    ]);
    expect(readFileSync(join(directory, 'AGENTS.md'), 'utf8')).toBe('Be brief.\n');
    expect(statSync(join(directory, '.agents/skills/x/run.sh')).mode & 0o111).not.toBe(0);
    expect(readFileSync(join(directory, '.git/info/exclude'), 'utf8')).toContain('/AGENTS.md\n');
    mkdirSync(join(directory, 'BUILD/src'), { recursive: true });
    writeFileSync(join(directory, 'BUILD/src/main.js'), '1;\n');
    const { files } = await handedIn(directory, prepared);
    expect(files).toEqual(['BUILD/src/main.js', 'SPEC.md']);
  });

  it('leave what the service directory held before as it was', async () => {
    const tree = join(place, 'tree');
    mkdirSync(tree);
    writeFileSync(join(tree, 'AGENTS.md'), 'Of then.\n');
    const base = await repositories.intake('s1', tree, null, 1_700_000_000_000);
    const { directory, prepared } = await workspace(base, [{ path: 'AGENTS.md', text: 'Of now.\n' }]);
    expect(readFileSync(join(directory, 'AGENTS.md'), 'utf8')).toBe('Of now.\n');
    writeFileSync(join(directory, 'BUILD/a.txt'), 'a\n');
    const { commit } = await handedIn(directory, prepared);
    expect(await repositories.file('s1', commit, 'AGENTS.md')).toBe('Of then.\n');
  });

  it('are written nowhere else', async () => {
    const evil = ['../evil', 'BUILD/evil', '.git/hooks/evil', 'a/../../evil', '/evil', 'SPEC.md'];
    const { directory } = await workspace(
      null,
      evil.map((name) => ({ path: name, text: 'evil' })),
    );
    expect(existsSync(join(place, 'evil'))).toBe(false);
    expect(existsSync(join(directory, 'BUILD/evil'))).toBe(false);
    expect(readFileSync(join(directory, 'SPEC.md'), 'utf8')).toBe('# Notes\n');
  });

  it('and what else an agent did outside its folder is named', async () => {
    const { directory, prepared } = await workspace(null, []);
    writeFileSync(join(directory, 'SPEC.md'), '# Easier\n');
    writeFileSync(join(directory, '.aider.chat.history.md'), 'hm\n');
    writeFileSync(join(directory, 'BUILD/a.txt'), 'a\n');
    const { files, commit, leftOut } = await handedIn(directory, prepared);
    expect(leftOut).toEqual(['SPEC.md', '.aider.chat.history.md']);
    expect(files).toEqual(['BUILD/a.txt', 'SPEC.md']);
    expect(await repositories.file('s1', commit, 'SPEC.md')).toBe('# Notes\n');
  });
});
