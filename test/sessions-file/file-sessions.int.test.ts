import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFileSessions } from '../../src/app/open-file-sessions.ts';
import { silentLog } from '../../src/log.ts';
import { HandClock } from '../sessions/hand-clock.ts';
import { type SmallLine, smallLine } from '../sessions/small-line.ts';

const minute = 60_000;

describe('sessions that other tools keep in files', () => {
  let line: SmallLine;
  let clock: HandClock;
  let services: string;
  let problems: number;
  let opened: ReturnType<typeof openFileSessions>;
  beforeEach(async () => {
    clock = new HandClock();
    line = await smallLine({ clock });
    services = join(line.directory, 'home', 'SERVICES');
    mkdirSync(join(services, 'shortener'), { recursive: true });
    mkdirSync(join(line.directory, 'temp'));
    problems = 0;
    opened = open();
  });
  const open = () =>
    openFileSessions({
      config: { services, sessionsFile: undefined },
      tempDir: join(line.directory, 'temp'),
      ...{ coordinator: line.coordinator, sessions: line.sessions, store: line.store, clock, log: silentLog },
      onProblem: () => {
        problems += 1;
      },
    });
  afterEach(async () => {
    await opened.fileSessions.close();
    await line.close();
  });

  const put = (path: string, content: unknown): void => {
    const file = join(services, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  };
  const iso = (agoMs = 0): string => new Date(clock.now() - agoMs).toISOString();
  const session = (more: object = {}) => ({
    session_id: 's11',
    number: 11,
    status: 'active',
    last_heartbeat: iso(),
    ...more,
  });
  const list = (...entries: object[]) =>
    put(
      '../claude_sessions.json',
      Object.fromEntries(entries.map((entry, index) => [String(index + 1), entry])),
    );
  const look = async (): Promise<void> => {
    await opened.fileSessions.look();
    await line.settled();
  };
  const stateOf = (name: string) => line.coordinator.session(name)?.state;
  const messagesOf = (name: string): string[] => {
    const folder = join(services, '..', 'messages', 'direct', name);
    return existsSync(folder) ? readdirSync(folder) : [];
  };

  it('take part while their files say so, each as what it can do', async () => {
    list(
      session(),
      { session_id: 'old', status: 'active', registered_at: iso(121 * minute) },
      { session_id: 'off', status: 'inactive', registered_at: iso() },
    );
    put('../sessions/s11.json', {
      session_id: 's11',
      capabilities: ['build', 'test'],
      last_heartbeat: iso(),
    });
    put('../sessions/REGISTRY.json', { registry_version: '1.0', sessions: {} });
    await look();
    expect([...line.coordinator.sessions()].filter(({ state }) => state !== 'gone')).toMatchObject([
      { state: 'active', context: { name: 's11', agent: 'file', capabilities: ['builder', 'tester'] } },
    ]);
    list(session({ status: 'inactive' }));
    rmSync(join(services, '..', 'sessions'), { recursive: true });
    await look();
    expect(stateOf('s11')).toBe('gone');
  });

  it('are kept by heartbeats of their own, and are gone without any', async () => {
    list({ session_id: 's11', status: 'active', registered_at: iso() });
    await look();
    clock.turn(119 * minute);
    put('../heartbeats/2025-11-15_09-30-00-s11.json', {
      session_id: 's11',
      timestamp: iso(),
      action: 'building',
    });
    clock.turn(2 * minute);
    await look();
    expect(stateOf('s11')).toBe('active');
    clock.turn(121 * minute);
    await look();
    expect(stateOf('s11')).toBe('gone');
  });

  it('are given work by a message that any JSON reader can read, and hold it while they are there', async () => {
    list(session());
    await look();
    const ticket = await line.openBuild();
    await look();
    expect(line.coordinator.ticket(ticket)?.context).toMatchObject({ holder: 's11', started: true });
    const names = messagesOf('s11');
    expect(names).toHaveLength(1);
    expect(names[0]).toMatch(/^\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d-andon\.json$/);
    const text = readFileSync(join(services, '..', 'messages', 'direct', 's11', names[0] ?? ''), 'utf8');
    const message = JSON.parse(text);
    expect(message).toMatchObject({
      from: 'andon',
      to: 's11',
      subject: 'BUILD ASSIGNED: shortener',
      priority: 'high',
    });
    expect(message.body).toContain(join(services, 'shortener', 'SPEC.md'));
    expect(message.body).toContain('DEADLINE: 24 hours');
    expect(message.body.match(/^\d\. /gm)).toHaveLength(7);
    expect(message.body).toMatch(/START NOW\.$/);
    expect(message.message).toBe(message.body);
    for (let beat = 0; beat < 30; beat += 1) {
      clock.turn(2_000);
      await look();
      await line.sweeper.sweep();
    }
    expect(line.coordinator.ticket(ticket)?.context.holder).toBe('s11');
    expect(messagesOf('s11')).toHaveLength(1);
  });

  it('are given nothing while they work on something of their own, and why says so', async () => {
    list(session({ current_work: { project: 'the website', progress: '30%' } }));
    await look();
    const ticket = await line.openBuild();
    await look();
    expect(line.coordinator.ticket(ticket)?.context.holder).toBeNull();
    expect(line.coordinator.why(ticket).join(' ')).toContain('the website');
    list(session({ current_work: null }));
    await look();
    await look();
    expect(line.coordinator.ticket(ticket)?.context.holder).toBe('s11');
  });

  it('hand in what is in BUILD/ by being free again after they worked', async () => {
    list(session());
    await look();
    const ticket = await line.openBuild();
    await look();
    list(session({ current_work: 'shortener' }));
    await look();
    put('shortener/BUILD/src/main.mjs', 'export {};\n');
    put('shortener/BUILD/.env', 'SECRET=1\n');
    put('shortener/BUILD/node_modules/x/index.js', 'x');
    put(`shortener/BUILD/${'deep/'.repeat(24)}file.txt`, 'deep\n');
    expect(line.coordinator.ticket(ticket)?.state).toBe('held');
    list(session({ current_work: null }));
    await look();
    const { state, context } = line.coordinator.ticket(ticket) ?? {};
    expect(state).toBe('submitted');
    const paths = await line.repositories.list(context?.service.id ?? '', context?.commit ?? '', 'BUILD');
    expect(paths.map(({ path }) => path).sort()).toEqual([
      `BUILD/${'deep/'.repeat(24)}file.txt`,
      'BUILD/src/main.mjs',
    ]);
    expect(readdirSync(join(line.directory, 'temp'))).toEqual([]);
  });

  it('hand it in by telling everybody that it is complete, also in a file that is no valid JSON', async () => {
    list(session());
    await look();
    const ticket = await line.openBuild();
    await look();
    put('shortener/BUILD/src/main.mjs', 'export {};\n');
    const before = {
      from: 's11',
      timestamp: iso(minute),
      subject: 'shortener complete',
      message: 'of an earlier ticket',
    };
    put('../messages/broadcast/2023-11-14_00-00-00-s11.json', before);
    put('../messages/broadcast/a-s12.json', { ...before, from: 's12', timestamp: iso(-1) });
    put('../messages/broadcast/b-s11.json', {
      ...before,
      subject: 'shortener: tests not done',
      timestamp: iso(-1),
    });
    await look();
    expect(line.coordinator.ticket(ticket)?.state).toBe('held');
    const now = new Date(clock.now() + 2_000);
    const part = (value: number) => String(value).padStart(2, '0');
    const day = `${now.getFullYear()}-${part(now.getMonth() + 1)}-${part(now.getDate())}`;
    const stamp = `${day}_${part(now.getHours())}-${part(now.getMinutes())}-${part(now.getSeconds())}`;
    put(
      `../messages/broadcast/${stamp}-s11.json`,
      '{"from": "s11", "message": "shortener is\ncomplete "now""',
    );
    await look();
    expect(line.coordinator.ticket(ticket)?.state).toBe('submitted');
  });

  it('go on with what they hold when Andon starts again', async () => {
    list(session());
    await look();
    const ticket = await line.openBuild();
    await look();
    list(session({ current_work: 'shortener' }));
    await look();
    await opened.fileSessions.close();
    opened = open();
    await look();
    expect(line.coordinator.ticket(ticket)?.context).toMatchObject({ holder: 's11', token: 1 });
    expect(messagesOf('s11')).toHaveLength(1);
    put('shortener/BUILD/src/main.mjs', 'export {};\n');
    list(session());
    await opened.fileSessions.close();
    opened = open();
    await look();
    expect(line.coordinator.ticket(ticket)?.state).toBe('submitted');
  });

  it('have tried and failed when they are free again with nothing there', async () => {
    list(session());
    await look();
    const ticket = await line.openBuild();
    await look();
    list(session({ current_work: 'shortener' }));
    await look();
    list(session({ current_work: { status: 'completed' } }));
    await look();
    expect(line.coordinator.ticket(ticket)?.context).toMatchObject({ failures: 1 });
  });

  it('stay as they are while a file is broken, which is said with its line', async () => {
    list(session());
    await look();
    const ticket = await line.openBuild();
    await look();
    put('../claude_sessions.json', '{\n  "1": {\n    "session_id": "s11",\n    "goal": "two\nlines"\n  }\n}');
    await look();
    expect(opened.fileSessions.problem()).toMatch(/claude_sessions\.json:4 is no valid JSON/);
    expect(problems).toBe(1);
    expect(line.coordinator.ticket(ticket)?.context.holder).toBe('s11');
    list(session());
    await look();
    expect(opened.fileSessions.problem()).toBeNull();
  });

  it('are told in a folder of their own name, whatever that is; where it cannot be, others get the work', async () => {
    list(session({ session_id: 'Session #7 (Architect)' }));
    await look();
    const ticket = await line.openBuild();
    mkdirSync(join(services, '..', 'messages', 'direct'), { recursive: true });
    writeFileSync(join(services, '..', 'messages', 'direct', 'Session-7-Architect'), 'a file');
    await look();
    expect(line.coordinator.ticket(ticket)?.context).toMatchObject({
      holder: null,
      excluded: ['Session-7-Architect'],
    });
    expect(opened.fileSessions.problem()).toContain('message file');
    rmSync(join(services, '..', 'messages', 'direct', 'Session-7-Architect'));
    const other = await line.openBuild('other');
    await look();
    expect(line.coordinator.ticket(other)?.context.started).toBe(true);
    expect(messagesOf('Session-7-Architect')).toHaveLength(1);
  });

  it('give way to a worker that comes under the name', async () => {
    list(session());
    await look();
    await line.sessions.register({
      name: 's11',
      capabilities: ['builder'],
      slots: 1,
      agent: 'claude',
      host: '',
    });
    await look();
    expect(line.coordinator.session('s11')?.context.agent).toBe('claude');
    expect(stateOf('s11')).toBe('active');
  });

  it('stop nothing by what is no file, or never ends', async () => {
    mkdirSync(join(services, '..', 'sessions'), { recursive: true });
    execFileSync('mkfifo', [join(services, '..', 'sessions', 'pipe.json')]);
    mkdirSync(join(services, '..', 'sessions', 'folder.json'));
    list(session(), { session_id: 'builder-1', status: 'active', registered_at: iso() });
    await look();
    expect(stateOf('s11')).toBe('active');
    expect(opened.fileSessions.problem()).toContain('builder-1');
  });
});
