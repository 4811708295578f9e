import { describe, expect, it } from 'vitest';
import { createMainMover } from '../../src/app/main-mover.ts';
import type { Coordinator } from '../../src/coordinator/coordinator.port.ts';
import { silentLog } from '../../src/log.ts';

describe('moving main', () => {
  const moverOver = (setMain: (service: string, commit: string) => Promise<void>) => {
    const serving = { commit: 'c1' };
    // The one cast of this file: a mover reads no more of a service than what serves.
    const service = () => ({ context: { live: { release: serving } } });
    const coordinator = { service } as unknown as Pick<Coordinator, 'service'>;
    const move = createMainMover({
      coordinator: () => coordinator,
      repositories: { setMain },
      log: silentLog,
    });
    return { serving, move };
  };

  it('ends at what serves, however slow the move before was', async () => {
    const moves: string[] = [];
    let letGo = () => {};
    const slow = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const { serving, move } = moverOver(async (_service, commit) => {
      if (commit === 'c1') await slow;
      moves.push(commit);
    });
    const first = move('s1');
    await Promise.resolve();
    await Promise.resolve();
    serving.commit = 'c2';
    const second = move('s1');
    letGo();
    await Promise.all([first, second]);
    expect(moves).toEqual(['c1', 'c2']);
  });

  it('goes on after a move that failed', async () => {
    const moves: string[] = [];
    const { serving, move } = moverOver(async (_service, commit) => {
      if (commit === 'c1') throw new Error('the disk is full');
      moves.push(commit);
    });
    await move('s1');
    serving.commit = 'c2';
    await move('s1');
    expect(moves).toEqual(['c2']);
  });
});
