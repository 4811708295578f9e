import { describe, expect, it } from 'vitest';
import { chartOf } from '../../machines/chart.ts';
import { lineStates } from '../../machines/states.ts';
import { machineChart } from '../../src/contracts/history.ts';

const kinds = ['service', 'ticket', 'session', 'line'] as const;

describe.each(kinds)('the chart of the %s machine', (kind) => {
  const { nodes, edges } = chartOf(kind);

  it('has the shape of the contract', () => {
    expect(machineChart.parse(chartOf(kind))).toEqual(chartOf(kind));
  });

  it('leads from states that are there to states that are there, never in place', () => {
    const known = new Set(nodes.map(({ id }) => id));
    for (const { from, to } of edges) {
      expect(from === '' || known.has(from)).toBe(true);
      expect(known).toContain(to);
      expect(to).not.toBe(from);
    }
    expect(new Set(edges.map(({ from, to, always }) => `${from} ${to} ${always}`)).size).toBe(edges.length);
  });

  it('has every state reached by some way, or begun in', () => {
    const reached = new Set(edges.map(({ to }) => to));
    const states = nodes.filter((node) => node.kind === 'state' || node.kind === 'final');
    expect(states.filter(({ id, initial }) => !reached.has(id) && !initial)).toEqual([]);
  });
});

describe('the chart of the service machine', () => {
  const { nodes, edges } = chartOf('service');
  const node = (id: string) => nodes.find((each) => each.id === id);

  it('has every state of the line with what it means to people, and both regions', () => {
    for (const [state, { sentence, column }] of Object.entries(lineStates))
      expect(node(`line.${state}`)).toMatchObject({ kind: 'state', sentence, column });
    expect(nodes.filter(({ kind }) => kind === 'region').map(({ id }) => id)).toEqual(['line', 'live']);
  });

  it('shows the directory that is gone as one state, and nothing of one that is there', () => {
    const live = nodes.filter(({ parent }) => parent === 'live').map(({ label }) => label);
    expect(live).toEqual(['none', 'healthy', 'unhealthy', 'restarting', 'rollingBack', 'down', 'missing']);
  });

  it('tells what goes on by itself from what an event does', () => {
    expect(node('line.choosing')?.kind).toBe('passing');
    expect(edges).toContainEqual({
      from: 'line.release.awaiting',
      to: 'line.release.deploying',
      events: [],
      always: true,
    });
    expect(edges).toContainEqual({
      from: 'line.build.awaiting',
      to: 'line.build.working',
      events: ['TicketHeld'],
      always: false,
    });
  });
});
