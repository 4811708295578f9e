import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A bearer token for this session: its name and 256 random bits. Only its hash is kept. */
export function createSessionToken(name: string): { token: string; hash: string } {
  const token = `${name}.${randomBytes(32).toString('base64url')}`;
  return { token, hash: hashToken(token) };
}

/** SHA-256 of a token, in hex. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** The session a token claims to be of; undefined when it has not the shape of one. */
export function sessionOf(token: string): string | undefined {
  const dot = token.lastIndexOf('.');
  return dot > 0 ? token.slice(0, dot) : undefined;
}

/** Compares a token with a kept hash in constant time. */
export function matchesHash(token: string, hash: string): boolean {
  const given = Buffer.from(hashToken(token), 'hex');
  const kept = Buffer.from(hash, 'hex');
  return given.length === kept.length && timingSafeEqual(given, kept);
}
