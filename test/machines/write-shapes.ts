import { existsSync, writeFileSync } from 'node:fs';
import { type Shapes, shapesFile, shapesNow, shapesStored } from './shapes.ts';

/**
 * `tsx test/machines/write-shapes.ts [--release]`: notes the shapes of the machines as they are. Those of released
 * versions stay as they are noted; `--release` makes the present ones such.
 */
const stored: Shapes = existsSync(shapesFile) ? shapesStored() : { released: [], shapes: {} };
const now = shapesNow();
const kept = Object.entries(stored.shapes).filter(([key]) => stored.released.includes(key));
const released = new Set([
  ...stored.released,
  ...(process.argv.includes('--release') ? Object.keys(now) : []),
]);
const shapes = { ...now, ...Object.fromEntries(kept) };
const text = JSON.stringify({ released: [...released].sort(), shapes }, null, 2);
// Laid out as the formatter does: a short list on one line.
const list = (found: string) => JSON.stringify(JSON.parse(found)).replaceAll(',', ', ');
writeFileSync(shapesFile, `${text.replace(/\[[^\]]*\]/, list)}\n`);
