import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import type { Line } from '../e2e/support/line.ts';
import { type Ending, services, usersWords } from './scenarios.ts';

/** Files below a directory, as paths from it. */
function filesBelow(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1));
}

function servingNoted(line: Line): boolean {
  return filesBelow(join(line.home, 'releases')).some((path) => path.endsWith('/serving.json'));
}

/** Waits until the services and what people read of them are as they must be. Rejects with what is missing. */
export async function settled(line: Line, endings: readonly Ending[]): Promise<void> {
  for (const { service, greeting, change } of endings) {
    if (greeting === null) {
      await line.until(`${service} is stopped`, async () => (await line.call(service)).status >= 400);
      await line.until('nothing is noted to serve', () => !servingNoted(line));
      continue;
    }
    await line.shipped(service, change);
    await line.until(`${service} answers`, async () => {
      const { status, body } = await line.call(service);
      return status === 200 && JSON.stringify(body) === JSON.stringify({ greeting });
    });
    await line.until(`the files of ${service} say so`, async () => {
      const { release } = await line.service(service);
      const said = JSON.parse(line.read(service, 'PRODUCTION/release.json'));
      const readme = line.read(service, 'README.md');
      return said.commit === release?.commit && readme.includes('**Phase:** PRODUCTION');
    });
  }
  await line.until('no ticket is left', async () => (await line.tickets()).length === 0);
}

/** What is wrong with the user's files, and with files of the home that should not be there. */
export function fileViolations(line: Line, endings: readonly Ending[]): string[] {
  const found: string[] = [];
  const names = readdirSync(line.services, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  const expected = endings.map(({ service }) => service);
  if (names.sort().join() !== [...expected].sort().join()) found.push(`directories of services: ${names}`);
  for (const ending of endings) found.push(...serviceViolations(line, ending));
  const drafts = /\.andon-tmp$|\.part$|\.new$|\.swp$/;
  for (const [what, root] of [
    ['services root', line.services],
    ['home', line.home],
    ['work directory', join(line.directory, 'work')],
  ] as const) {
    for (const path of filesBelow(root)) if (drafts.test(path)) found.push(`left in the ${what}: ${path}`);
  }
  for (const folder of ['temp', 'workspaces/verify']) {
    const place = join(line.home, folder);
    for (const name of existsSync(place) ? readdirSync(place) : []) found.push(`left in ${folder}: ${name}`);
  }
  return found;
}

function serviceViolations(line: Line, { service, spec, greeting, files }: Ending): string[] {
  const found: string[] = [];
  if (line.read(service, 'SPEC.md') !== spec) found.push(`${service}: SPEC.md is not what was saved`);
  if (!line.read(service, 'README.md').includes(usersWords.trim()))
    found.push(`${service}: the user's words in README.md are lost`);
  for (const [path, text] of Object.entries(files)) {
    const full = join(line.services, service, 'BUILD', path);
    const there = existsSync(full) ? readFileSync(full, 'utf8') : null;
    if (text === null ? there !== null : !there?.includes(text))
      found.push(
        `${service}: BUILD/${path} is ${there === null ? 'gone' : JSON.stringify(there.slice(0, 80))}`,
      );
  }
  if (greeting === null) return found;
  const log = line.read(service, 'PRODUCTION/deployment_log.md').split('\n');
  const entries = log.filter((text) => text.startsWith('- ') || text.startsWith('| '));
  if (new Set(entries.map(withoutTime)).size !== entries.length)
    found.push(`${service}: its deployment log tells a deployment twice: ${entries.join(' ⏎ ')}`);
  return [...found, ...gitViolations(line, service)];
}

/** Times differ where one deployment is told twice. */
function withoutTime(entry: string): string {
  return entry.replace(/\d{4}-\d\d-\d\d[T ][\d:.]+Z?/g, '');
}

/** The tree holds, byte for byte, what main holds, and main is what serves. */
function gitViolations(line: Line, service: string): string[] {
  const release = JSON.parse(line.read(service, 'PRODUCTION/release.json'));
  const repositories = readdirSync(join(line.home, 'git')).map((name) => join(line.home, 'git', name));
  const found: string[] = [];
  for (const repository of repositories) {
    const git = (...args: string[]) =>
      execFileSync('git', [`--git-dir=${repository}`, ...args], { encoding: 'utf8' }).trim();
    let main: string;
    try {
      main = git('rev-parse', '--verify', '--quiet', 'refs/heads/main');
    } catch {
      continue;
    }
    if (main !== release.commit) continue;
    const listed = git('ls-tree', '-r', '--name-only', 'main', 'BUILD/').split('\n');
    for (const path of listed) {
      const bytes = execFileSync('git', [`--git-dir=${repository}`, 'cat-file', 'blob', `main:${path}`]);
      const full = join(line.services, service, path);
      if (!existsSync(full) || !readFileSync(full).equals(bytes))
        found.push(`${service}: ${path} of the tree is not what serves`);
    }
    const fsck = execFileSync('git', [`--git-dir=${repository}`, 'fsck', '--no-dangling', '--no-progress'], {
      encoding: 'utf8',
    });
    if (fsck.trim() !== '') found.push(`${service}: its repository is damaged: ${fsck.trim()}`);
    return found;
  }
  return [`${service}: no repository has what serves (${release.commit}) as its main`];
}

/** What the journal and the outbox say was done twice, or is still owed. The coordinator must have stopped. */
export function journalViolations(home: string, services: number): string[] {
  const database = new Database(join(home, 'andon.db'), { readonly: true });
  try {
    const rows = database.prepare('SELECT stream, event FROM events ORDER BY seq').all() as {
      stream: string;
      event: string;
    }[];
    const seen = new Map<string, number>();
    const streams = new Set<string>();
    for (const { stream, event } of rows) {
      if (stream.startsWith('service/')) streams.add(stream);
      const key = onceOnly(stream, JSON.parse(event));
      if (key !== undefined) seen.set(key, (seen.get(key) ?? 0) + 1);
    }
    const twice = [...seen].filter(([, count]) => count > 1).map(([key, count]) => `${count} times: ${key}`);
    if (streams.size !== services) twice.push(`the journal knows ${streams.size} services`);
    const owed = database.prepare('SELECT effect FROM outbox').all() as { effect: string }[];
    return [...twice, ...owed.map(({ effect }) => `still owed: ${effect}`)];
  } finally {
    database.close();
  }
}

/** Builds that ran more often than their ticket was begun; only where no worker was killed. */
export function buildViolations(line: Line): string[] {
  const database = new Database(join(line.home, 'andon.db'), { readonly: true });
  try {
    const begun = database.prepare('SELECT event FROM events WHERE stream = ?');
    const ran = new Map<string, number>();
    for (const { what, ticket } of services.flatMap((service) => line.builds(service)))
      if (what === 'started') ran.set(ticket, (ran.get(ticket) ?? 0) + 1);
    return [...ran].flatMap(([ticket, count]) => {
      const rows = begun.all(`ticket/${ticket}`) as { event: string }[];
      const times = rows.filter(({ event }) => JSON.parse(event).type === 'WorkStarted').length;
      return count > times ? [`${ticket} was built ${count} times and begun ${times} times`] : [];
    });
  } finally {
    database.close();
  }
}

type Told = { type: string; [field: string]: unknown };

/** What may stand in a journal once. */
function onceOnly(stream: string, event: Told): string | undefined {
  switch (event.type) {
    case 'SubmissionReceived':
    case 'WorkStarted':
      return `${event.type} ${stream} ${event.token}`;
    case 'TicketSubmitted':
      return `${event.type} ${event.ticket} ${event.token}`;
    default:
      return undefined;
  }
}
