import { describe, expect, it } from 'vitest';
import { Deploys, ownDevops } from '../../src/app/own-devops.ts';
import type { SessionView } from '../../src/contracts/board.ts';
import { serviceState } from '../board/scripted-line.ts';

const idle: SessionView = {
  name: ownDevops,
  agent: 'andon',
  host: 'here',
  capabilities: ['devops'],
  slots: 1,
  state: 'idle',
  since: 0,
  builtIn: true,
  holding: [],
  done: 0,
  failed: 0,
};

const changed = { seq: 1, events: [], changed: new Set(['service/id-quotes'] as const) };

describe('Andon’s own devops session', () => {
  it('is busy with the services whose release is on its way', () => {
    let service = serviceState('quotes');
    const deploys = new Deploys({ service: () => service, services: () => [service] });
    expect(deploys.shown(idle)).toEqual(idle);

    service = serviceState('quotes', 'release.proving');
    expect(deploys.committed(changed)).toBe(true);
    expect(deploys.shown(idle)).toMatchObject({
      state: 'busy',
      holding: [{ service: 'quotes', kind: 'deploy' }],
    });
    expect(deploys.committed(changed)).toBe(false);

    service = serviceState('quotes', 'shipped');
    expect(deploys.committed(changed)).toBe(true);
    expect(deploys.shown(idle)).toEqual(idle);
  });
});
