import { createHash } from 'node:crypto';

/** SHA-256 of one file's bytes, hex. */
export function contentHash(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** One hash over paths and content hashes, whatever the order they come in; null for no files. */
export function treeHash(files: ReadonlyMap<string, string>): string | null {
  if (files.size === 0) return null;
  const hash = createHash('sha256');
  for (const path of [...files.keys()].sort()) hash.update(`${path}\0${files.get(path) ?? ''}\n`);
  return hash.digest('hex');
}

/** The name git gives to a file of these bytes (SHA-1 with its header), by which trees are compared with exports. */
export function blobHash(bytes: Uint8Array | string): string {
  const size = typeof bytes === 'string' ? Buffer.byteLength(bytes) : bytes.length;
  return createHash('sha1').update(`blob ${size}\0`).update(bytes).digest('hex');
}
