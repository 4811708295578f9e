import { describe, expect, it } from 'vitest';
import { servingOrder } from '../../src/app/serving-order.ts';
import { building, shipped, specSeen } from '../machines/given.ts';

describe('what serves is started again', () => {
  it('with the secrets its own spec asks for, whatever a newer one does', () => {
    const { snapshot } = shipped().when(specSeen('B', { secrets: ['KEY'], services: ['other'] }));
    expect(servingOrder(snapshot)).toEqual({
      service: { id: 's1', name: 'quotes' },
      release: 'r-6',
      commit: 'c1',
      change: 1,
      record: 'rec-v-5',
      secrets: [],
      services: [],
    });
  });

  it('only where something serves', () => {
    expect(servingOrder(building().snapshot)).toBeNull();
  });
});
