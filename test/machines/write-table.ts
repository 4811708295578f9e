import { writeFileSync } from 'node:fs';
import { table } from './table.ts';

writeFileSync(new URL('../../machines/README.md', import.meta.url), table());
