import { spawn } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { AndonError } from '../../../errors.ts';
import type { Elsewhere } from '../../launch.port.ts';
import { ArchiveRefused } from './read-archive.ts';
import { giveScript, takeScript } from './scripts.ts';
import type { Connection } from './ssh-place.ts';
import { unreachable } from './ssh-process.ts';
import { takeOver } from './take-over.ts';

const copyWithinMs = 15 * 60_000;
const mostArchiveBytes = 1024 ** 3;

/** Copies folders to the place and back, as archives over the connection. */
export function elsewhereOf(connection: Connection): Elsewhere {
  const sent = new Map<string, string>();
  return {
    pathOf(path) {
      for (const [here, there] of sent) {
        if (path === here) return there;
        if (path.startsWith(`${here}/`)) return `${there}${path.slice(here.length)}`;
      }
      throw new AndonError('INTERNAL', `${path} was not sent to ${connection.target.host}`);
    },
    async send(folder) {
      const there =
        sent.get(folder) ?? `${connection.place}/${sent.size === 0 ? 'work' : `side-${sent.size}`}`;
      const tar = spawn('tar', ['-C', folder, '-cf', '-', '.'], {
        env: connection.target.env,
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const packed = new Promise<number | null>((resolve) => {
        tar.once('error', () => resolve(null));
        tar.once('close', resolve);
      });
      const end = await connection.run(takeScript, [there], { input: tar.stdout, withinMs: copyWithinMs });
      tar.kill('SIGKILL');
      if (end.exit !== 0) throw new Error(failure(connection, 'copied there', end.stderr));
      if ((await packed) !== 0)
        throw new Error(`the workspace could not be packed with tar for ${connection.target.host}`);
      sent.set(folder, there);
    },
    async fetch(folder) {
      const archive = `${folder}.incoming.tar`;
      try {
        const output = capped(createWriteStream(archive, { mode: 0o600 }));
        const end = await connection.run(giveScript, [this.pathOf(folder)], {
          output,
          withinMs: copyWithinMs,
        });
        if (end.exit !== 0) throw new Error(failure(connection, 'copied back', end.stderr));
        await takeOver(archive, folder);
      } finally {
        await rm(archive, { force: true });
      }
    },
  };
}

function failure(connection: Connection, what: string, stderr: string): string {
  if (connection.isLost()) return unreachable(connection.target, `the connection was lost. ${stderr}`);
  return `the work could not be ${what} (${connection.target.host}): ${stderr.split('\n').at(-1) ?? ''}`;
}

/** A file that is not written without end: a disk is not filled by a machine that sends on and on. */
function capped(file: WriteStream): Writable {
  let bytes = 0;
  return new Writable({
    write(chunk: Buffer, _, done) {
      bytes += chunk.length;
      if (bytes > mostArchiveBytes) done(new ArchiveRefused('there is too much in it'));
      else file.write(chunk, done);
    },
    final: (done) => void file.end(done),
    destroy(error, done) {
      file.destroy();
      done(error);
    },
  });
}
