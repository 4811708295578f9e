import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const record = z.object({
  id: z.string(),
  gate: z.string(),
  service: z.object({ name: z.string() }),
  result: z.object({ verdict: z.string(), reasons: z.array(z.string()) }),
});

/** Every build of a chaos run is good: a record that says otherwise blames a builder for what was done to the machine. */
export function wronglyBlamed(records: string): string[] {
  return readdirSync(records, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => {
      const { id, gate, service, result } = record.parse(
        JSON.parse(readFileSync(join(records, name), 'utf8')),
      );
      if (result.verdict !== 'failed') return [];
      return [
        `${id}: the ${gate} gate of ${service.name} failed: ${result.reasons.join('; ').slice(0, 500)}`,
      ];
    });
}
