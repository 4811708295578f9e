import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ServedLine, servedLine } from '../http/served-line.ts';
import { findable, runAndon } from './run-andon.ts';

describe('the program', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'andon-cli-'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  const andon = (at: string, ...args: string[]) =>
    runAndon(['--home', at, ...args], at, { ANDON_PORT: '0', ANDON_GATEWAY_PORT: '0' });

  describe('beside a running Andon', () => {
    let line: ServedLine;
    const here = (...args: string[]) => andon(line.directory, ...args);
    beforeEach(async () => {
      line = await servedLine();
      await findable(line);
      await line.openBuild();
    });
    afterEach(() => line.close());

    it('shows the line as text and as JSON', async () => {
      expect((await here('status')).out).toMatch(/^shortener +READY_FOR_BUILD/m);
      const { code, out } = await here('status', '--json');
      expect(code).toBe(0);
      expect(JSON.parse(out).services[0]).toMatchObject({ name: 'shortener', column: 'BUILD' });
    });

    it('says why a service and why a ticket waits, and does not know a third', async () => {
      const ticket = line.coordinator.service('s1')?.context.ticket?.id ?? '';
      expect((await here('why', 'shortener')).out).toContain(`Ticket ${ticket} is open.`);
      expect((await here('why', ticket)).out).toContain(`Ticket ${ticket} is open.`);
      expect(await here('why', 'nobody')).toMatchObject({ code: 1, err: expect.stringContaining('nobody') });
    });

    it('prints log lines without what would steer the terminal', async () => {
      line.signals.send({
        kind: 'log',
        service: 's1',
        source: 'ada',
        line: '\u001b[31mred\u001b[0m alert\u0007',
      });
      expect((await here('logs', 'shortener')).out).toMatch(/Z ada: red alert\n$/);
    });

    it('keeps secrets by name', async () => {
      expect((await here('env', 'shortener', 'API_KEY=a=b', 'OTHER=1')).out).toBe('API_KEY\nOTHER\n');
      expect((await here('env', 'shortener', '--unset', 'OTHER', '--json')).out).toContain('"API_KEY"');
      expect((await here('env', 'shortener', 'nonsense')).code).toBe(2);
    });

    it('pauses and resumes, and says when there is nothing to do', async () => {
      expect(await here('pause')).toMatchObject({
        code: 0,
        out: expect.stringContaining('The line is paused'),
      });
      expect(line.coordinator.linePaused()).toBe(true);
      expect((await here('resume')).code).toBe(0);
      expect((await here('retry', 'shortener')).code).toBe(4);
      expect((await here('retire', 'nobody')).code).toBe(1);
    });

    it('is refused without the operator’s key', async () => {
      rmSync(join(line.directory, 'keys', 'operator'));
      expect(await here('pause')).toMatchObject({
        code: 4,
        err: expect.stringContaining('.andon/keys/operator'),
      });
    });
  });

  it('says that nothing runs where nothing runs', async () => {
    expect(await andon(home, 'status')).toMatchObject({ code: 3, err: expect.stringContaining('andon up') });
    const run = { url: 'http://127.0.0.1:1', gatewayUrl: '', pid: 1 };
    writeFileSync(join(home, 'run.json'), JSON.stringify(run));
    expect((await andon(home, 'status')).code).toBe(3);
  });

  it('tells wrong usage from help', async () => {
    expect((await andon(home, 'statsu')).code).toBe(2);
    expect((await andon(home, 'worker')).code).toBe(2);
    expect(await andon(home, '--help')).toMatchObject({
      code: 0,
      out: expect.stringContaining('Exit codes'),
    });
    expect(await andon(home, '--version')).toMatchObject({ code: 0, out: '1.2.3\n' });
  });

  it('lints a spec with file and line', async () => {
    const directory = join(home, 'shortener');
    mkdirSync(directory);
    writeFileSync(join(directory, 'SPEC.md'), '# Shortener\n\n## Purpose\n\nShortens links.\n');
    const { code, out } = await andon(home, 'spec', 'lint', directory);
    expect(code).toBe(1);
    expect(out).toMatch(/SPEC\.md:\d+ /);
    expect((await andon(home, 'spec', 'lint', join(home, 'nothing.md'))).code).toBe(1);
  });

  it('examines the machine and says what to do about what it lacks', async () => {
    const { out } = await andon(home, 'doctor', '--json');
    const { checks } = JSON.parse(out);
    expect(checks.map((check: { name: string }) => check.name)).toEqual(
      expect.arrayContaining(['node', 'git', 'redis', 'sandbox', 'disk']),
    );
    for (const check of checks) expect(check.level === 'ok' || check.todo).toBeTruthy();
  });
});
