import { findRedisBinary } from '../../src/embedded-redis/redis-binary.ts';

/** Bundled by a test and run as a user without rights, who may not be able to read the checkout. */
const binary = await findRedisBinary({
  binDirectory: process.argv[2] ?? '',
  env: { PATH: process.env.PATH ?? '' },
  say: (line) => process.stdout.write(`${line}\n`),
});
process.stdout.write(`found ${binary.path} ${binary.version}\n`);
