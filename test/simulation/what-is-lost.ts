import type { Coordinator } from '../../src/coordinator/coordinator.port.ts';
import type { Store } from '../../src/store/store.port.ts';
import type { MemoryRepositories } from '../../src/workspace/memory-repositories.ts';
import { isTakenIn } from './settling.ts';
import type { SimulatedTree } from './simulated-tree.ts';

/** At a settled end: what stands in the outbox still, what should be in the tree, and what its owner saved in vain. */
export async function whatIsLost(
  coordinator: Coordinator,
  { store, tree, repositories }: { store: Store; tree: SimulatedTree; repositories: MemoryRepositories },
): Promise<string[]> {
  const lost = store.owedEffects().map(({ id }) => `${id} is done and stands in the outbox still`);
  for (const name of tree.names) {
    const state = coordinator.serviceNamed(name);
    if (!isTakenIn(tree, name, state?.context.spec?.hash ?? null))
      lost.push(`the spec of ${name} is taken in nowhere`);
    const commit = state?.context.change?.commit;
    if (state?.line !== 'shipped' || !commit) continue;
    const { id } = state.context;
    for (const { path } of await repositories.list(id, commit, 'BUILD')) {
      const text = await repositories.file(id, commit, path);
      if (tree.build(name).get(path) !== text) lost.push(`${name}/${path} is not what was accepted`);
    }
  }
  return lost;
}
