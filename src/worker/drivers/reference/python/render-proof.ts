import type { Criterion } from '../../../../spec-model/read-spec.ts';
import { matchingProofs } from '../proof/match.ts';
import type { Proof, Step } from '../proof/steps.ts';
import { literal } from './literal.ts';

const head = (about: string): string[] => [`"""${about}"""`, '', 'import re', '', ''];

/** `tests/test_api.py`: every endpoint, the ways it goes wrong included. */
export function apiTestModule(proofs: readonly Proof[]): string {
  return [
    ...head('Every endpoint, the ways it goes wrong included.'),
    ...proofs.flatMap((proof, at) => oneTest(`test_${name(proof.title)}_${at + 1}`, proof.title, [proof])),
  ].join('\n');
}

/** `tests/test_criteria.py`: one test for each success criterion of the spec. */
export function criteriaTestModule(criteria: readonly Criterion[], proofs: readonly Proof[]): string {
  const tests = criteria.flatMap(({ clause, facts }) => {
    const shown = matchingProofs(facts, proofs);
    const text = clause.text.replace(/`/g, '');
    return shown.length === 0
      ? []
      : oneTest(`test_${name(clause.id ?? `line ${clause.line}`)}_${name(text)}`, text, shown);
  });
  return [...head('The success criteria of the spec.'), ...tests].join('\n');
}

function name(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 80);
}

function oneTest(title: string, text: string, proofs: readonly Proof[]): string[] {
  const bodies = proofs.flatMap((proof, at) => [
    ...(at === 0 ? [] : ['    service.reset()']),
    ...(proofs.length > 1 ? [`    # ${proof.title}`] : []),
    ...proof.steps.flatMap(render).map((line) => `    ${line}`),
  ]);
  return [`def ${title}(service):`, `    ${literal(text)}`, ...bodies, '', ''];
}

function render(step: Step): string[] {
  switch (step.do) {
    case 'send': {
      const body = step.body === undefined ? '' : `, ${literal(step.body)}`;
      return [
        `${step.save} = service.call(${literal(step.method)}, ${path(step.path)}${body})`,
        `assert ${step.save}.status == ${step.status}`,
      ];
    }
    case 'equal': {
      if (typeof step.value === 'object' && step.value !== null && 'ref' in step.value)
        return [`assert ${place(step.at)} == ${place(String(step.value.ref))}`];
      if (step.value === null)
        return [`assert ${place(step.at).replace(/\["(\w+)"\]$/, '.get("$1")')} is None`];
      const is = typeof step.value === 'boolean' ? 'is' : '==';
      return [`assert ${place(step.at)} ${is} ${literal(step.value)}`];
    }
    case 'differ':
      return [`assert ${place(step.at)} != ${place(step.value.ref)}`];
    case 'matches':
      return [`assert re.search(r"${step.pattern}", ${place(step.at)})`];
    case 'restart':
      return ['service.restart()'];
    default:
      return [];
  }
}

function path(text: string): string {
  return text
    .split(/(\{[^}]*\})/)
    .filter((part) => part !== '')
    .map((part) => (part.startsWith('{') ? `str(${place(part.slice(1, -1))})` : literal(part)))
    .join(' + ');
}

/** `a.body.items.0.name` as `a.body["items"][0]["name"]`; a `length` at the end is counted. */
function place(at: string): string {
  const [answer = '', part = 'body', ...rest] = at.split('.');
  if (rest.at(-1) === 'length') return `len(${place([answer, part, ...rest.slice(0, -1)].join('.'))})`;
  return `${answer}.${part}${rest.map((member) => (/^\d+$/.test(member) ? `[${member}]` : `["${member}"]`)).join('')}`;
}
