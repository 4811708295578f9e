import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backupHome } from '../../src/app/backup-home.ts';
import { fillExamples } from '../../src/app/fill-examples.ts';
import { homeDirectories } from '../../src/app/home-directories.ts';
import { openLibsqlStore } from '../../src/store/libsql-store.ts';

let place: string;

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'andon-app-'));
});

afterEach(() => rmSync(place, { recursive: true, force: true }));

describe('the examples', () => {
  it('fill a services root that is not there, and leave one that is there alone, even an empty one', async () => {
    const examples = join(place, 'examples');
    mkdirSync(join(examples, 'todo'), { recursive: true });
    writeFileSync(join(examples, 'todo', 'SPEC.md'), '# todo');
    const services = join(place, 'SERVICES');
    expect(await fillExamples(examples, services)).toEqual(['todo']);
    expect(readFileSync(join(services, 'todo', 'SPEC.md'), 'utf8')).toBe('# todo');

    rmSync(join(services, 'todo'), { recursive: true });
    expect(await fillExamples(examples, services)).toEqual([]);
    expect(readdirSync(place).sort()).toEqual(['SERVICES', 'examples']);
    expect(readdirSync(services)).toEqual([]);
  });
});

describe('a backup', () => {
  it('of a home in use is itself a home, with its database, data, secrets and keys', async () => {
    const directories = homeDirectories(join(place, 'home'));
    const store = openLibsqlStore(directories.database);
    store.put('home/id', 'kept');
    mkdirSync(join(directories.data, 's1'));
    writeFileSync(join(directories.data, 's1', 'rows'), 'data');
    writeFileSync(join(directories.keys, 'operator'), 'key');
    const copy = join(place, 'copy');
    await backupHome(directories, store, copy);
    store.put('home/id', 'changed afterwards');
    store.close();

    const restored = homeDirectories(copy);
    const again = openLibsqlStore(restored.database);
    expect(again.get('home/id')).toBe('kept');
    again.close();
    expect(readFileSync(join(restored.data, 's1', 'rows'), 'utf8')).toBe('data');
    expect(readFileSync(join(restored.keys, 'operator'), 'utf8')).toBe('key');
    expect(existsSync(join(copy, 'writer.lock'))).toBe(false);
  });

  it('is refused where something is already', async () => {
    const directories = homeDirectories(join(place, 'home'));
    const store = openLibsqlStore(directories.database);
    const copy = join(place, 'copy');
    mkdirSync(copy);
    writeFileSync(join(copy, 'mine'), 'mine');
    await expect(backupHome(directories, store, copy)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    store.close();
    expect(readdirSync(copy)).toEqual(['mine']);
  });
});
