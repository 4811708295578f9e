/** The oldest Redis whose commands BullMQ and Andon rely on. Valkey began at 7.2. */
export const OLDEST_REDIS = '6.2.0';

export function isOldRedis(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_REDIS.split('.').map(Number);
  return major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
}
