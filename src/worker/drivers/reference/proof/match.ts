import type { Fact } from '../../../../spec-model/understanding/facts.ts';
import type { Proof } from './steps.ts';

const most = 6;
/** Facts about the platform hold by how the service is built; other tests show them. */
const builtIn = new Set([
  'platform',
  'json',
  'stop',
  'malformed',
  'oversized',
  'unknownPath',
  'unknownMethod',
  'parameter',
  'status',
  'start',
  'field',
]);

/** The proofs that show the facts of one criterion; at most six, the most exact ones for each fact. */
export function matchingProofs(facts: readonly Fact[], proofs: readonly Proof[]): Proof[] {
  const chosen = new Set<Proof>();
  const strong = facts.filter((fact) => !builtIn.has(fact.proof));
  const specific = strong.some((fact) => !fact.proof.startsWith('endpoint:'))
    ? strong.filter((fact) => !isPlain(fact, strong))
    : strong;
  for (const fact of specific.length > 0 ? specific : facts) {
    const own = proofs.filter(
      (proof) => fact.resource === null || proof.resource === null || proof.resource === fact.resource,
    );
    const exact =
      fact.detail === undefined
        ? []
        : own.filter((proof) => proof.answers.includes(`${fact.proof}:${fact.detail}`));
    const loose = own.filter((proof) => proof.answers.includes(fact.proof));
    const found = exact.length > 0 ? exact : loose;
    const near = found.filter((proof) =>
      facts.some(
        (other) =>
          other.proof.startsWith('endpoint:') &&
          proof.title.startsWith(other.proof.slice('endpoint:'.length)),
      ),
    );
    const limit =
      fact.proof === 'invalid' || fact.proof === 'valid' ? 3 : fact.proof.startsWith('endpoint:') ? 1 : 2;
    for (const proof of (near.length > 0 ? near : found).slice(0, limit))
      if (chosen.size < most) chosen.add(proof);
  }
  return [...chosen];
}

/** An endpoint that is only the place where something more exact happens. */
function isPlain(fact: Fact, all: readonly Fact[]): boolean {
  const wrong = ['invalid', 'missing', 'unique', 'cap', 'notFound', 'empty', 'invalidQuery'];
  return fact.proof.startsWith('endpoint:') && all.some((other) => wrong.includes(other.proof));
}
