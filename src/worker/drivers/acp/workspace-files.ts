import { constants, existsSync } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';
import { RequestError } from '@agentclientprotocol/sdk';
import { z } from 'zod';

const mostBytes = 16 * 1024 ** 2;
const { O_RDONLY, O_WRONLY, O_CREAT, O_NOFOLLOW, O_NONBLOCK, O_DIRECTORY } = constants;

const readRequest = z.object({
  path: z.string(),
  line: z.number().int().min(1).nullish().catch(undefined),
  limit: z.number().int().min(0).nullish().catch(undefined),
});
const writeRequest = z.object({ path: z.string(), content: z.string().max(mostBytes) });

/** Whether files can be reached here without following links: folder by folder, through what the kernel says is open. */
export const canServeFiles = existsSync('/proc/self/fd');

/**
 * Answers `fs/read_text_file` and `fs/write_text_file` in the workspace, and nowhere else: the agent may put links in it, and
 * change them while they are looked at, and what reads and writes here is not in the agent's sandbox. So each folder of a
 * path is opened from the one before, and none of them may be a link. Refusals are errors of the protocol.
 */
export function createWorkspaceFiles(workspace: string) {
  const within = (path: string): string[] => {
    const inside = isAbsolute(path) ? relative(workspace, path) : path;
    const parts = inside.split(sep).filter((part) => part !== '' && part !== '.');
    if (parts.length === 0 || parts.includes('..') || isAbsolute(inside))
      throw refused(path, 'is outside the workspace');
    return parts;
  };

  /** Opens the folder of a file and hands it on with the file's path through it. */
  const inFolder = async <T>(path: string, make: boolean, use: (at: string) => Promise<T>): Promise<T> => {
    const parts = within(path);
    const name = parts.pop() ?? '';
    let folder = await open(workspace, O_RDONLY | O_DIRECTORY);
    try {
      for (const part of parts) {
        const at = through(folder, part);
        if (make) await mkdir(at).catch(() => undefined);
        const next = await open(at, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
        await folder.close();
        folder = next;
      }
      return await use(through(folder, name));
    } catch (error) {
      if (error instanceof RequestError) throw error;
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      throw refused(path, reasons[code] ?? `cannot be opened (${code})`);
    } finally {
      await folder.close().catch(() => undefined);
    }
  };

  return {
    async read(params: unknown): Promise<{ content: string }> {
      const { path, line, limit } = readRequest.parse(params);
      const text = await inFolder(path, false, async (at) => {
        const file = await open(at, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
        try {
          await mustBePlain(file, path);
          return await file.readFile('utf8');
        } finally {
          await file.close();
        }
      });
      if (!line && (limit === undefined || limit === null)) return { content: text };
      const from = (line ?? 1) - 1;
      const lines = text
        .split('\n')
        .slice(from, limit === undefined || limit === null ? undefined : from + limit);
      return { content: lines.join('\n') };
    },
    async write(params: unknown): Promise<Record<string, never>> {
      const { path, content } = writeRequest.parse(params);
      await inFolder(path, true, async (at) => {
        const file = await open(at, O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o644);
        try {
          await mustBePlain(file, path);
          await file.truncate(0);
          await file.writeFile(content);
        } finally {
          await file.close();
        }
      });
      return {};
    },
  };
}

async function mustBePlain(file: FileHandle, path: string): Promise<void> {
  const { size, nlink, ...stat } = await file
    .stat()
    .then((all) => ({ size: all.size, nlink: all.nlink, isFile: all.isFile() }));
  if (!stat.isFile) throw refused(path, 'is no file');
  // A second name of a file may be one outside.
  if (nlink > 1) throw refused(path, 'has more than one name');
  if (size > mostBytes) throw refused(path, `is larger than ${mostBytes} bytes`);
}

function through(folder: FileHandle, name: string): string {
  return `/proc/self/fd/${folder.fd}/${name}`;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'is not there',
  ELOOP: 'is a link, or leads through one',
  ENOTDIR: 'is a link, or leads through one',
  EISDIR: 'is a folder',
  ENXIO: 'is no file',
};

function refused(path: string, why: string): RequestError {
  return RequestError.invalidParams({ path }, `${path.slice(0, 300)} ${why}`);
}
