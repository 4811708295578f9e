import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentHash } from '../../src/contracts/tree-hash.ts';
import { armFaultPoint } from '../../src/fault-points.ts';
import { replaceFile } from '../../src/write-back/safe-file.ts';

const [root = '', path = '', text = '', crashAt = ''] = process.argv.slice(2);
armFaultPoint(crashAt);
const file = join(root, path);
const before = existsSync(file) ? contentHash(readFileSync(file)) : null;
await replaceFile(root, path, Buffer.from(text), [before], { mode: 0o644, durable: false });
