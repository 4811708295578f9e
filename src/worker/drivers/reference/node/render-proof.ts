import type { Proof, Step } from '../proof/steps.ts';
import { literal } from './schema-module.ts';

/** The lines of a proof as JavaScript, inside a function that has call, restart and setClock. */
export function renderSteps(proof: Proof, indent: string): string[] {
  return proof.steps.flatMap((step) => render(step)).map((line) => `${indent}${line}`);
}

function render(step: Step): string[] {
  switch (step.do) {
    case 'send': {
      const body = step.body === undefined ? '' : `, ${literal(step.body)}`;
      return [
        `const ${step.save} = await call('${step.method}', ${path(step.path)}${body});`,
        `assert.equal(${step.save}.status, ${step.status});`,
      ];
    }
    case 'equal': {
      if (typeof step.value === 'object' && step.value !== null && 'ref' in step.value)
        return [`assert.deepEqual(${place(step.at)}, ${place(String(step.value.ref))});`];
      if (step.value === null) return [`assert.equal(${place(step.at)} ?? null, null);`];
      return [`assert.deepEqual(${place(step.at)}, ${literal(step.value)});`];
    }
    case 'differ':
      return [`assert.notEqual(${place(step.at)}, ${place(step.value.ref)});`];
    case 'matches':
      return [`assert.match(${place(step.at)}, /${step.pattern}/);`];
    case 'restart':
      return ['await restart();'];
    case 'clock':
      return [`setClock('${step.at}');`];
    case 'poll':
      return [
        `const ${step.save} = [];`,
        `for (let n = 0; n < ${step.users}; n += 50) {`,
        `  const users = Array.from({ length: 50 }, (_, at) => 'user-' + (n + at));`,
        `  const asked = await Promise.all(users.map((user) => call('GET', ${path(step.path)} + user)));`,
        `  ${step.save}.push(...users.filter((_, at) => asked[at].body.${step.at}));`,
        '}',
      ];
    case 'between':
      return [
        `assert.ok(${place(step.at)} >= ${step.low} && ${place(step.at)} <= ${step.high}, String(${place(step.at)}));`,
      ];
    case 'superset':
      return [`assert.ok(${step.small}.every((one) => ${step.big}.includes(one)));`];
  }
}

function path(text: string): string {
  return text
    .split(/(\{[^}]*\})/)
    .filter((part) => part !== '')
    .map((part) => (part.startsWith('{') ? place(part.slice(1, -1)) : literal(part)))
    .join(' + ');
}

function place(at: string): string {
  return at.replace(/\.(\d+)/g, '[$1]');
}
