import { isServiceName } from '../../../src/contracts/tree-rules.ts';

/** Why a new service cannot have this name, or null. */
export function nameProblem(name: string, isTaken: boolean): string | null {
  if (name === '') return 'Give it a name.';
  if (!isServiceName(name))
    return 'Letters, digits, dot, dash and underscore, at most 63, beginning with a letter or digit.';
  return isTaken ? 'There is a service of that name.' : null;
}
