import { constants } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { GuidanceFile } from '../worker/driver.port.ts';

const mostFiles = 200;
const mostFileBytes = 128 * 1024;
const mostBytes = 1024 * 1024;
const instructions = ['AGENTS.md', 'CLAUDE.md'];
const skills = '.agents/skills';

/**
 * The user's files for agents: AGENTS.md, CLAUDE.md and `.agents/skills/**`, of the services root and of the service's own
 * directory. Instructions of both are joined, the service's last, since the nearest goes before; a skill of the service
 * takes the place of the root's. Plain text files alone, in the order of their paths; what is left out has a note.
 */
export async function readGuidance(
  services: string,
  service: string,
): Promise<{ files: GuidanceFile[]; notes: string[] }> {
  const notes: string[] = [];
  const found = new Map<string, GuidanceFile>();
  let bytes = 0;
  for (const root of [services, join(services, service)]) {
    const paths = [...instructions, ...(await filesBelow(root, skills, notes))];
    for (const path of paths) {
      const file = await textFile(root, path, notes);
      if (!file) continue;
      bytes += file.text.length;
      if (bytes > mostBytes) {
        notes.push(`${join(root, path)} is left out: the files for agents are larger than 1 MiB together`);
        continue;
      }
      const former = instructions.includes(path) ? found.get(path) : undefined;
      const text = former ? `${former.text.trimEnd()}\n\n${file.text}` : file.text;
      found.set(path, { ...file, text });
    }
  }
  const files = [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files, notes };
}

async function filesBelow(root: string, below: string, notes: string[]): Promise<string[]> {
  const paths: string[] = [];
  const walk = async (folder: string): Promise<void> => {
    const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = `${folder}/${entry.name}`;
      if (entry.name === '.git' || entry.name === 'node_modules' || entry.name.includes('\uFFFD')) continue;
      if (entry.isDirectory()) await walk(path);
      else if (entry.isFile()) paths.push(path);
      if (paths.length > mostFiles) return;
    }
  };
  await walk(below);
  if (paths.length > mostFiles) notes.push(`${join(root, below)} holds more than ${mostFiles} files`);
  return paths.slice(0, mostFiles);
}

/** Undefined for what is not there, is a link, or is no text. */
async function textFile(root: string, path: string, notes: string[]): Promise<GuidanceFile | undefined> {
  const place = join(root, path);
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await open(place, flags).catch(() => null);
  if (!file) return undefined;
  try {
    const stats = await file.stat();
    if (!stats.isFile()) return undefined;
    if (stats.size > mostFileBytes) {
      notes.push(`${place} is left out: it is larger than 128 KiB`);
      return undefined;
    }
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.readFile());
    return { path, text, executable: (stats.mode & 0o100) !== 0 };
  } catch {
    notes.push(`${place} is left out: it is not text in UTF-8`);
    return undefined;
  } finally {
    await file.close();
  }
}
