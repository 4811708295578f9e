import { join } from 'node:path';
import { startEmbeddedRedis } from '../../src/embedded-redis/embedded-redis.ts';
import { findRedisBinary } from '../../src/embedded-redis/redis-binary.ts';

/** Stands in for a coordinator: starts the private server of a home, says so, and lives until killed. */
const home = process.argv[2] ?? '';
const path = process.env.PATH ?? '';
const binary = await findRedisBinary({ binDirectory: '/nonexistent', env: { PATH: path }, say: () => {} });
await startEmbeddedRedis({ home, runtimeDirectory: join(home, '..'), binary, path, say: () => {} });
process.stdout.write('up\n');
