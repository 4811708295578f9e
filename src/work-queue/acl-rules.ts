/**
 * What BullMQ's consumer says and its scripts do, and nothing that reaches beyond the keys named: no KEYS or SCAN, which
 * tell of everybody's, no FLUSHALL, CONFIG, ACL, CLIENT KILL. Redis checks what a script does as well.
 */
const commands =
  'auth hello ping select quit info time client|setname client|getname eval evalsha ' +
  'exists type del unlink rename pexpire pexpireat pttl get set incr incrby ' +
  'hset hget hmset hmget hgetall hdel hexists hlen hincrby ' +
  'lpush rpush lpop rpop rpoplpush lrange lrem llen lindex lpos lset ltrim ' +
  'sadd srem scard smembers sismember ' +
  'zadd zrem zscore zcard zcount zrange zrevrange zrangebyscore zrevrangebyscore zrangebylex zlexcount ' +
  'zremrangebyscore zremrangebyrank zpopmin bzpopmin ' +
  'xadd xtrim xrange xlen xread xdel';

/** The rules of `ACL SETUSER` for a user that may touch one queue; `passwordHash` is the SHA-256 of its password in hex. */
export function aclRules(queueKeys: string, passwordHash: string): string[] {
  const allowed = commands.split(' ').map((command) => `+${command}`);
  return ['reset', 'on', `#${passwordHash}`, `~${queueKeys}:*`, ...allowed];
}
