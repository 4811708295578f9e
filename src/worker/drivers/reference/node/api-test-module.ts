import type { Criterion } from '../../../../spec-model/read-spec.ts';
import { matchingProofs } from '../proof/match.ts';
import type { Proof } from '../proof/steps.ts';
import { renderSteps } from './render-proof.ts';
import { literal } from './schema-module.ts';

const head = [
  "import assert from 'node:assert/strict';",
  "import { test } from 'node:test';",
  "import { withService } from '../testing/service.js';",
  '',
];

/** `test/api.test.js`: every endpoint, the ways it goes wrong included. */
export function apiTestModule(proofs: readonly Proof[]): string {
  return [...head, ...proofs.flatMap((proof) => [...oneTest(proof.title, [proof]), ''])].join('\n');
}

/** `test/criteria.test.js`: one test for each success criterion and scenario of the spec. */
export function criteriaTestModule(criteria: readonly Criterion[], proofs: readonly Proof[]): string {
  const tests = criteria.flatMap(({ clause, facts }) => {
    const shown = matchingProofs(facts, proofs);
    const title = `${clause.id ?? `line ${clause.line}`}: ${clause.text.replace(/`/g, '')}`;
    return shown.length === 0 ? [] : [...oneTest(title, shown), ''];
  });
  return [...head, ...tests].join('\n');
}

function oneTest(title: string, proofs: readonly Proof[]): string[] {
  const text = proofs.flatMap((proof) => renderSteps(proof, ''));
  const uses = ['call', 'restart', 'setClock'].filter((name) =>
    text.some((line) => line.includes(`${name}(`)),
  );
  const [only] = proofs;
  const open = `test(${literal(title)}, () =>`;
  if (proofs.length === 1 && only)
    return [
      open,
      `  withService(async ({ ${uses.join(', ')} }) => {`,
      ...renderSteps(only, '    '),
      '  }));',
    ];
  return [
    `test(${literal(title)}, async () => {`,
    ...proofs.flatMap((proof) => {
      const own = ['call', 'restart', 'setClock'].filter((name) =>
        renderSteps(proof, '').some((line) => line.includes(`${name}(`)),
      );
      return [
        `  // ${proof.title}`,
        `  await withService(async ({ ${own.join(', ')} }) => {`,
        ...renderSteps(proof, '    '),
        '  });',
      ];
    }),
    '});',
  ];
}
