import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clearLeftovers } from '../../src/app/clear-leftovers.ts';
import { homeDirectories } from '../../src/app/home-directories.ts';

describe('what a killed coordinator left', () => {
  let place: string;

  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), 'andon-left-'));
  });

  afterEach(() => rmSync(place, { recursive: true, force: true }));

  const files = (): string[] =>
    readdirSync(place, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(place.length + 1))
      .sort();

  it('goes, and what was whole stays', async () => {
    const directories = homeDirectories(join(place, 'home'));
    const whole = [
      'home/andon.db',
      'home/git/s1.git/HEAD',
      'home/ports.json',
      'home/records/s1/rec-v-1.json',
      'home/releases/s1/e-1-0/app/data.part',
      'home/releases/s1/serving.json',
      'services/shop/BUILD/model.part',
    ];
    const left = [
      'home/git/s1.git/index-1.part/index',
      'home/git/s1.git/index-2.part/index.lock',
      'home/keys/operator.12.new',
      'home/ports.json.1.part',
      'home/records/s1/rec-v-1.json.9.part',
      'home/releases/s1/e-1-0/release.json.1.part',
      'home/releases/s1/serving.json.1.part',
      'home/temp/a.bundle',
      'home/temp/publish-1/package.json',
      'services/shop/.README.md.1.andon-tmp',
    ];
    for (const path of [...whole, ...left]) {
      mkdirSync(join(place, dirname(path)), { recursive: true });
      writeFileSync(join(place, path), '');
    }
    await clearLeftovers(directories, join(place, 'services'));
    expect(files()).toEqual(whole);
    expect(readdirSync(directories.temp)).toEqual([]);
  });
});
