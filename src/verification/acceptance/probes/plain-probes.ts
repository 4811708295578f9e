import { Broken, type Probe } from '../probe.ts';
import type { SpecView } from '../spec-view.ts';
import { shown } from '../world.ts';

/** That the health says 200, and that every plain GET which the spec lists with 200 is there. */
export function plainProbes(spec: SpecView): Probe[] {
  const known = new Set(spec.model.endpoints.map(({ method, path }) => `${method} ${path}`));
  const health = spec.model.endpoints.find(({ behaviour }) => behaviour.kind === 'health');
  const probes: Probe[] = [];
  if (health)
    probes.push({
      quote: spec.quote(['health'], null, health),
      run: async (world) => {
        await world.expect('GET', health.path, new Set([200]));
        return undefined;
      },
    });
  for (const entry of spec.study.api.entries) {
    if (entry.method !== 'GET' || entry.path.includes(':') || known.has(`GET ${entry.path}`)) continue;
    if (entry.query.length > 0 || entry.fields.length > 0) continue;
    if (!spec.successOf(entry).has(200)) continue;
    probes.push({
      quote: { line: entry.line, text: `GET ${entry.path}` },
      run: async (world) => {
        const sent = await world.send('GET', entry.path);
        const { status } = sent.answer;
        const isMissing = status === 405 || status === 501 || (status === 404 && !spec.says404Of(entry));
        if (isMissing || status >= 500)
          throw new Broken(`${shown(sent)}, although the spec lists it with 200`);
        return undefined;
      },
    });
  }
  return probes;
}
