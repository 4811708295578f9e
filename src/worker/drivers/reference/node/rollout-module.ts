/** `src/rollout.js`: who is inside a share of all users. */
export const rolloutModule = `import { createHash } from 'node:crypto';

/**
 * Whether a user is inside the first percent of all users, for one key. The place of a user never changes, so a share
 * that grows takes nobody out.
 */
export function isInside(key, user, percent) {
  const hash = createHash('sha256').update(key + ':' + user).digest();
  return (hash.readUInt32BE(0) / 0x100000000) * 100 < percent;
}
`;
