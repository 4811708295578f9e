import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../src/config.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'andon-config-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const settings = (text: string) => writeFileSync(join(directory, 'andon.yaml'), text);

describe('the settings', () => {
  it('come from the environment first, then from andon.yaml, then from the defaults', () => {
    settings('port: 9000\nhost: 0.0.0.0\n');
    expect(loadConfig({ ANDON_PORT: '9100' }, directory)).toMatchObject({
      port: 9100,
      host: '0.0.0.0',
      gatewayPort: 8901,
      home: join(directory, '.andon'),
      services: join(directory, 'SERVICES'),
      servicesIsDefault: true,
    });
  });

  it('take allowed hosts as a list with commas', () => {
    settings('allowedHosts: [board.example]\n');
    expect(loadConfig({}, directory).allowedHosts).toEqual(['board.example']);
    expect(loadConfig({ ANDON_ALLOWED_HOSTS: 'coordinator, 10.0.0.5' }, directory).allowedHosts).toEqual([
      'coordinator',
      '10.0.0.5',
    ]);
  });

  it('take how often a spec is built as a limit that every service knows', () => {
    settings('redundancy: 3\nlimits: { attempts: 5 }\n');
    expect(loadConfig({}, directory).limits).toMatchObject({ redundancy: 3, attempts: 5 });
    settings('port: 9000\n');
    expect(loadConfig({}, directory).limits.redundancy).toBe(1);
  });

  it('take whether a change needs somebody’s word as a limit that every service knows', () => {
    settings('approval: true\n');
    expect(loadConfig({}, directory).limits.approval).toBe(1);
    settings('approval: false\n');
    expect(loadConfig({}, directory).limits.approval).toBe(0);
    settings('port: 9000\n');
    expect(loadConfig({}, directory).limits.approval).toBe(0);
  });

  it.each([
    ['redundancy: 9', /redundancy/],
    ['approval: sometimes', /approval/],
    ['prot: 9000', /prot/],
    ['limits: { attemps: 5 }', /limits.*attemps/],
    ['verification: { controls: { canary: maybe } }', /verification\.controls\.canary/],
    ['port: [', /not valid YAML/],
  ])('refuse %s and name it', (text, named) => {
    settings(text);
    expect(() => loadConfig({}, directory)).toThrow(named);
  });

  it('say how much of each log is kept', () => {
    expect(loadConfig({}, '/').logs).toEqual({ lines: 100_000, megabytes: 50 });
    settings('logs: { lines: 5000 }\n');
    expect(loadConfig({}, directory).logs).toEqual({ lines: 5_000, megabytes: 50 });
    settings('logs: { lines: 10 }\n');
    expect(() => loadConfig({}, directory)).toThrow(/logs\.lines/);
  });

  it('refuse a named file that is not there, a port that is none and an address that is not Redis’', () => {
    expect(() => loadConfig({ ANDON_CONFIG: 'other.yaml' }, directory)).toThrow(/other\.yaml/);
    expect(() => loadConfig({ ANDON_PORT: '99999' }, directory)).toThrow(/ANDON_PORT is "99999"/);
    expect(() => loadConfig({ REDIS_URL: 'localhost:6379' }, directory)).toThrow(/redis:\/\//);
  });
});
