import type { BlockCode } from './service.context.ts';

/**
 * Every reason a service may stand for, and the ways on: what a person does, in the words they would type.
 * The sentence itself comes with the block, since it names what happened.
 */
export const blockReasons: Readonly<Record<BlockCode, { ways: (service: string) => string[] }>> = {
  'attempts-used-up': {
    ways: (service) => [
      `Read the failures: andon why ${service}`,
      'Edit SPEC.md: a change there starts a new build',
      `Edit BUILD/ by hand: the edit is verified by itself`,
      `Try again as it is: andon retry ${service}`,
    ],
  },
  'poison-ticket': {
    ways: (service) => [
      `Read what the sessions printed before they died: andon logs ${service}`,
      'Edit SPEC.md: a smaller or clearer one starts a new build',
      `Give it to sessions again: andon retry ${service}`,
    ],
  },
  budget: {
    ways: (service) => [
      `See what it was spent on: andon cost --service ${service}`,
      'Raise the budget: `budgets` in the andon.yaml of the home, or `budget` in the one beside SPEC.md',
      `Go on after that: andon retry ${service}`,
    ],
  },
  'contradictory-spec': {
    ways: (service) => [
      'Edit SPEC.md: settle the clauses that contradict each other',
      `If they do not, say so and try again: andon retry ${service}`,
    ],
  },
  environment: {
    ways: (service) => [
      'Mend what is missing on this machine; Andon looks again by itself',
      `Look again now: andon retry ${service}`,
    ],
  },
  'gate-broken': {
    ways: (service) => [
      'Mend the check itself (see the details); Andon looks again by itself',
      `Look again now: andon retry ${service}`,
    ],
  },
  'secret-missing': {
    ways: (service) => [
      `Set it: andon env ${service} NAME=value`,
      'Edit SPEC.md: take the secret out of the requirements',
    ],
  },
  'record-refused': {
    ways: (service) => [
      'Nothing need be done: Andon verifies it again by itself',
      `Verify it again now: andon retry ${service}`,
    ],
  },
  'release-failed': {
    ways: (service) => [
      `Read what it printed: andon logs ${service}`,
      'Edit SPEC.md or BUILD/: either starts a new change',
      `Ask for another fix: andon retry ${service}`,
    ],
  },
  retired: {
    ways: () => ['Put the directory back with a SPEC.md: the service starts anew'],
  },
};
