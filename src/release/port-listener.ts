import { readdir, readFile, readlink } from 'node:fs/promises';

/** State of a listening socket in `/proc/net/tcp`. */
const listening = '0A';

/**
 * Whether what listens on this port of this machine is a process of this group: an answer may come from somebody who
 * took the port first. `unknown` where the system does not say (not Linux, or its processes may not be looked into).
 */
export async function listensInGroup(port: number, group: number): Promise<'yes' | 'no' | 'unknown'> {
  const sockets = await listeningSockets(port);
  if (sockets === null || sockets.size === 0) return 'unknown';
  let blind = false;
  for (const pid of await membersOf(group)) {
    const held = await socketsOf(pid);
    if (held === null) blind = true;
    else if (held.some((socket) => sockets.has(socket))) return 'yes';
  }
  return blind ? 'unknown' : 'no';
}

/** Inodes of the sockets that listen on this port; null where `/proc` does not tell. */
async function listeningSockets(port: number): Promise<Set<string> | null> {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'utf8').catch(() => null)),
  );
  if (tables.every((table) => table === null)) return null;
  const inodes = new Set<string>();
  for (const line of tables.join('\n').split('\n')) {
    const fields = line.trim().split(/\s+/);
    const inode = fields[9];
    if (fields[1]?.endsWith(`:${wanted}`) && fields[3] === listening && inode) inodes.add(inode);
  }
  return inodes;
}

async function membersOf(group: number): Promise<number[]> {
  const names = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const groups = await Promise.all(
    names.map(async (name) => {
      const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
      return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2];
    }),
  );
  return names.filter((_name, index) => groups[index] === String(group)).map(Number);
}

/** Inodes of the sockets a process holds; null when it may not be looked into, none when it is gone. */
async function socketsOf(pid: number): Promise<string[] | null> {
  const directory = `/proc/${pid}/fd`;
  try {
    const links = (await readdir(directory)).map((name) => readlink(`${directory}/${name}`).catch(() => ''));
    return (await Promise.all(links)).flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? [] : null;
  }
}
