import { randomBytes, timingSafeEqual } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Who a key file lets in: `operator` may do everything, `worker` register sessions, `board` read. */
export type KeyScope = 'operator' | 'worker' | 'board';
const scopes: readonly KeyScope[] = ['operator', 'worker', 'board'];

export type Keys = {
  readonly operator: string;
  readonly worker: string;
  readonly board: string;
  /** What tokens and passwords are derived from; it lets nobody in itself. */
  readonly seal: string;
  /** Scope of a bearer token, compared in constant time; undefined when it is no key. */
  scopeOf(token: string): KeyScope | undefined;
};

/** The keys of a home, made on the first start: one 256-bit token a file, 0600 in a 0700 directory. */
export function loadKeys(directory: string): Keys {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chmodSync(directory, 0o700);
  const [operator, worker, board] = scopes.map((scope) => keyIn(join(directory, scope)));
  const all = { operator: operator ?? '', worker: worker ?? '', board: board ?? '' };
  const seal = keyIn(join(directory, 'seal'));
  return { ...all, seal, scopeOf: (token) => scopes.find((scope) => sameToken(token, all[scope])) };
}

function keyIn(file: string): string {
  const kept = readKey(file);
  if (kept) return kept;
  // Written aside and linked, so that two starts at once agree on one key and none is ever half there.
  const aside = `${file}.${process.pid}.new`;
  writeFileSync(aside, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 });
  try {
    if (kept === '') rmSync(file);
    linkSync(aside, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
  return readKey(file) ?? '';
}

function readKey(file: string): string | undefined {
  try {
    const key = readFileSync(file, 'utf8').trim();
    chmodSync(file, 0o600);
    return key;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function sameToken(given: string, kept: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(kept);
  return b.length > 0 && a.length === b.length && timingSafeEqual(a, b);
}
