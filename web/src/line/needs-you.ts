import type { LineView, QuestionView, ServiceView } from '../../../src/contracts/board.ts';
import { plainText } from '../../../src/contracts/plain-text.ts';

/** Something that does not move on without a person. */
export type Call = {
  readonly key: string;
  readonly service: ServiceView | null;
  readonly kind: 'unsandboxed' | 'down' | 'blocked' | 'budget' | 'approval' | 'question' | 'stands';
  readonly text: string;
  readonly ways: readonly string[];
  readonly grave: boolean;
  readonly question?: QuestionView;
};

const FOR_PEOPLE = new Set(['spec-incomplete', 'spec-missing', 'unknown', 'missing']);
const gravity: readonly Call['kind'][] = [
  'unsandboxed',
  'down',
  'blocked',
  'budget',
  'approval',
  'question',
  'stands',
];

/** What of one service calls for a person. */
export function callsOf(service: ServiceView): readonly Call[] {
  const { id, reason, questions = [], approval, live } = service;
  const isDown = live.health === 'down';
  // Most services call for nobody, and this is asked with every delta.
  if (!reason && !isDown && !approval && questions.length === 0) return [];
  const calls: Call[] = questions.map((question) => {
    const text = `${question.session} asks: ${plainText(question.text).slice(0, 300)}`;
    return { key: `${id}/${question.id}`, service, kind: 'question', text, ways: [], grave: false, question };
  });
  if (approval) {
    const text = reason?.code === 'approval' ? reason.text : `Change ${approval.change} waits for approval.`;
    calls.push({ key: `${id}/approval`, service, kind: 'approval', text, ways: [], grave: false });
  }
  if (isDown) {
    const text = live.reason ?? 'It does not answer, and restarting did not help.';
    calls.push({ key: `${id}/down`, service, kind: 'down', text, ways: reason?.ways ?? [], grave: true });
  }
  const kind = reason ? kindOf(service, reason.code) : null;
  if (reason && kind) {
    const grave = service.state === 'blocked';
    calls.push({ key: id, service, kind, text: reason.text, ways: reason.ways, grave });
  }
  return calls;
}

function kindOf({ state }: ServiceView, code: string): Call['kind'] | null {
  if (code === 'budget') return 'budget';
  if (state === 'blocked') return 'blocked';
  return FOR_PEOPLE.has(code) ? 'stands' : null;
}

/** What of the whole line calls for a person. */
export function lineCalls(line: LineView): readonly Call[] {
  const calls: Call[] = [];
  if (line.unsandboxed) {
    const ways = ['See what is missing: andon doctor'];
    calls.push({
      key: 'unsandboxed',
      service: null,
      kind: 'unsandboxed',
      text: line.sandbox,
      ways,
      grave: true,
    });
  }
  if (line.budget?.state === 'used-up') {
    const text = 'The day’s budget is used up: nothing is assigned until tomorrow.';
    const ways = ['Raise it in andon.yaml', 'See what it went to: andon metrics'];
    calls.push({ key: 'budget', service: null, kind: 'budget', text, ways, grave: false });
  }
  return calls;
}

/** The graver one first; the same way round every time. */
export function graver(a: Call, b: Call): number {
  return gravity.indexOf(a.kind) - gravity.indexOf(b.kind) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}
