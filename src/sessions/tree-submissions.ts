import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import type { Receipt } from '../coordinator/coordinator.port.ts';
import { AndonError } from '../errors.ts';
import { baseCommit } from './claims.ts';
import { heldTicket } from './holdings.ts';
import type { HoldingName, SubmittedTree } from './session-service.port.ts';
import type { SessionServiceDeps } from './session-service-deps.ts';
import { allowedPaths, failIfRefused, formerSubmission, submit } from './submissions.ts';
import { refused, type TarFile, tarFiles } from './tar-entries.ts';
import { layIn, writeFiles } from './tree-files.ts';

/** As the rules for a bundle have it (`submissionLimits`). */
const limits = { files: 20_000, fileBytes: 10 * 1024 * 1024, totalBytes: 200 * 1024 * 1024 };

/**
 * Takes in a tree that came without git: Andon makes the commit itself and goes on as with a bundle of it. The digest of
 * what came is kept, so that the same again is answered as the first time, also when the ticket is long over.
 */
export async function submitTree(
  deps: SessionServiceDeps,
  holding: HoldingName,
  receive: () => Promise<SubmittedTree>,
): Promise<Receipt> {
  const { session, ticket, token } = holding;
  const key = `tree/${ticket}/${token}`;
  const kept = deps.store.get(key);
  const [former, commitThen] = kept?.split(' ') ?? [];
  if (former === undefined) heldTicket(deps.coordinator, session, ticket, token);
  const tree = await receive();
  const digest = await digestOf(tree);
  if (former === digest && commitThen !== undefined) {
    const answered = formerSubmission(deps, session, ticket, { token, commit: commitThen });
    if (answered) return answered;
  }
  const { context } = heldTicket(deps.coordinator, session, ticket, token);
  if (!deps.trees) throw new AndonError('NOT_ALLOWED', 'Trees are not taken here. Hand in a git bundle.');
  const root = allowedPaths(context)[0] === 'SPEC.md' ? 'SPEC.md' : 'BUILD';
  const made = await failIfRefused(deps, holding, async () =>
    deps.trees?.make({
      service: context.service.id,
      base: await baseCommit(deps, context),
      at: context.openedAt,
      fill: async (workspace, room) => layIn(room, await writeFiles(filesOf(tree), room), root, workspace),
    }),
  );
  if (!made) throw new AndonError('NOT_ALLOWED', 'Trees are not taken here. Hand in a git bundle.');
  try {
    deps.store.put(key, `${digest} ${made.commit}`);
    const { commit, bundle } = made;
    return await submit(deps, session, ticket, { token, commit }, async () => bundle);
  } catch (error) {
    // What was taken under this token is still what it was.
    if (kept !== undefined) deps.store.put(key, kept);
    throw error;
  } finally {
    await made.drop();
  }
}

async function digestOf(tree: SubmittedTree): Promise<string> {
  const hash = createHash('sha256');
  if ('files' in tree) return hash.update(JSON.stringify(Object.entries(tree.files).sort())).digest('hex');
  for await (const chunk of createReadStream(tree.tarball)) hash.update(chunk);
  return hash.digest('hex');
}

async function* filesOf(tree: SubmittedTree): AsyncGenerator<TarFile> {
  if ('files' in tree) {
    for (const [path, text] of Object.entries(tree.files)) {
      yield { path, executable: false, bytes: Buffer.from(text) };
    }
    return;
  }
  const raw = createReadStream(tree.tarball);
  const unpacked = (await isGzip(tree.tarball)) ? raw.pipe(createGunzip()) : raw;
  raw.on('error', (error) => unpacked.destroy(error));
  try {
    yield* tarFiles(unpacked, limits);
  } catch (error) {
    if (error instanceof AndonError || !isZlib(error)) throw error;
    throw refused('its gzip packing is damaged');
  } finally {
    raw.destroy();
  }
}

function isZlib(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}

async function isGzip(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return buffer.readUInt16BE(0) === 0x1f8b;
  } finally {
    await handle.close();
  }
}
