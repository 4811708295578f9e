import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import type { LineHits } from '../test-report.ts';
import { pathInBuild } from './failure-text.ts';
import { isPlainXml } from './xml-depth.ts';

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseAttributeValue: false,
  parseTagValue: false,
  isArray: (name) => ['package', 'class', 'line', 'source'].includes(name),
});
const none = z.string().transform(() => undefined);
const lines = z.union([
  none,
  z.looseObject({ line: z.array(z.looseObject({ '@number': z.string(), '@hits': z.string() })) }),
]);
const classes = z.union([
  none,
  z.looseObject({ class: z.array(z.looseObject({ '@filename': z.string(), lines: lines.optional() })) }),
]);
const packages = z.union([
  none,
  z.looseObject({ package: z.array(z.looseObject({ classes: classes.optional() })) }),
]);
const document = z.looseObject({
  coverage: z.looseObject({
    sources: z.union([none, z.looseObject({ source: z.array(z.string()) })]).optional(),
    packages,
  }),
});

/** Line hits of a Cobertura report, by path relative to `build`; files outside it are left out. Empty for what is none. */
export function readCobertura(xml: string, build: string): LineHits {
  const hits = new Map<string, Map<number, number>>();
  const parsed = parse(xml);
  if (!parsed?.success) return hits;
  const { packages: found, sources } = parsed.data.coverage;
  const roots = [...new Set([...(sources?.source ?? []), '.'])];
  for (const one of found?.package ?? []) {
    for (const { '@filename': name, lines: counted } of one.classes?.class ?? []) {
      for (const path of placesOf(name, roots, build)) {
        const known = hits.get(path) ?? new Map<number, number>();
        for (const { '@number': number, '@hits': hit } of counted?.line ?? []) {
          const [line, count] = [Number(number), Number(hit)];
          if (Number.isSafeInteger(line) && count >= 0)
            known.set(line, Math.max(known.get(line) ?? 0, count));
        }
        hits.set(path, known);
      }
    }
  }
  return hits;
}

/** A file is named relative to one of the sources, and nothing says which. */
function placesOf(name: string, roots: readonly string[], build: string): Set<string> {
  return new Set(
    roots.flatMap((root) => pathInBuild(name.startsWith('/') ? name : join(root, name), build) ?? []),
  );
}

function parse(xml: string) {
  if (!isPlainXml(withoutDoctype(xml))) return undefined;
  try {
    return document.safeParse(parser.parse(withoutDoctype(xml)));
  } catch {
    return undefined;
  }
}

/** Cobertura reports name their grammar; one that declares anything itself is left as it is, and not read. */
function withoutDoctype(xml: string): string {
  return xml.replace(/<!DOCTYPE\s+coverage\s+SYSTEM\s+(?:"[^"<>]*"|'[^'<>]*')\s*>/, '');
}
