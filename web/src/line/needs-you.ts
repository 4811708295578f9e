import type { LineView, ServiceView } from '../../../src/contracts/board.ts';
import { plainText } from '../../../src/contracts/plain-text.ts';

export type Call = {
  readonly key: string;
  readonly service: ServiceView | null;
  readonly text: string;
  readonly ways: readonly string[];
  readonly grave: boolean;
};

const FOR_PEOPLE = new Set(['spec-incomplete', 'spec-missing', 'unknown', 'down', 'missing']);

/** What does not move on without a person, the gravest first. */
export function needsYou(line: LineView, services: Iterable<ServiceView>): Call[] {
  const calls: Call[] = [];
  for (const service of services) {
    const { reason, questions = [] } = service;
    for (const { id, session, text } of questions) {
      const asks = `${session} asks: ${plainText(text).slice(0, 300)}`;
      calls.push({ key: id, service, text: asks, ways: [], grave: false });
    }
    if (!reason || !(service.state === 'blocked' || FOR_PEOPLE.has(reason.code))) continue;
    const grave = service.state === 'blocked' || reason.code === 'down';
    calls.push({ key: service.id, service, text: reason.text, ways: reason.ways, grave });
  }
  calls.sort((a, b) => Number(b.grave) - Number(a.grave) || a.key.localeCompare(b.key));
  return line.unsandboxed ? [unsandboxed(line), ...calls] : calls;
}

function unsandboxed(line: LineView): Call {
  return {
    key: 'unsandboxed',
    service: null,
    text: line.sandbox,
    ways: ['See what is missing: andon doctor'],
    grave: true,
  };
}
