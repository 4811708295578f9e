import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/write-back/json-document.ts';
import { renderRegistry } from '../../src/write-back/registry-view.ts';
import { renderWorkQueue } from '../../src/write-back/work-queue-view.ts';
import { ticket, view } from './view.ts';

const release = { commit: 'c1', url: 'http://127.0.0.1:8901/shop/', version: '1' };
const statusIn = (registry: JsonObject): unknown => registry.services;

describe('SERVICE_REGISTRY.json', () => {
  it('lists services with their status in the registry’s words', () => {
    const registry = renderRegistry(
      null,
      [
        view({ name: 'a', column: 'SPEC', phase: 'NEEDS_SPEC' }),
        view({ name: 'b', column: 'BUILD' }),
        view({ name: 'c', column: 'TEST', phase: 'TESTS_FAILING' }),
        view({ name: 'd', column: 'BUILD', phase: 'BUILD_IN_PROGRESS', session: 's11', release }),
      ],
      0,
    );
    expect(registry).toMatchObject({
      registry_version: '1.0',
      total_services: 4,
      last_updated: '1970-01-01T00:00:00.000Z',
    });
    expect(statusIn(registry)).toMatchObject([
      { name: 'a', status: 'planned', has_spec: false },
      { name: 'b', status: 'development', has_spec: true },
      { name: 'c', status: 'testing' },
      { name: 'd', status: 'production', responsible_session: 's11', url_local: release.url },
    ]);
  });

  it('keeps what it does not know: fields, entries, and what is deprecated', () => {
    const existing = {
      audit_by: 'somebody',
      planned_services: [{ name: 'later' }],
      services: [
        { name: 'shop', description: 'Sells', revenue_potential: 'high', status: 'deprecated' },
        { name: 'elsewhere', status: 'production' },
        'odd',
      ],
    };
    expect(renderRegistry(existing, [view()], 0)).toMatchObject({
      audit_by: 'somebody',
      planned_services: [{ name: 'later' }],
      total_services: 3,
      services: [
        {
          name: 'shop',
          description: 'Sells',
          revenue_potential: 'high',
          status: 'deprecated',
          phase: 'READY_FOR_BUILD',
        },
        { name: 'elsewhere', status: 'production' },
        'odd',
      ],
    });
  });

  it('changes nothing, not even the date, when nothing changed', () => {
    const first = renderRegistry(null, [view({ release })], 0);
    expect(renderRegistry(first, [view({ release })], 99)).toBe(first);
  });
});

describe('work_queue.json', () => {
  it('lists open tickets in the field names of the source system', () => {
    expect(
      renderWorkQueue(null, [ticket({ session: 's11' }), ticket({ id: 't0', kind: 'write-spec' })]),
    ).toMatchObject([
      { id: 't0', phase: 'SPECS', status: 'open', assigned_to: null },
      {
        id: 't1',
        service: 'shop',
        phase: 'BUILD',
        status: 'in_progress',
        assigned_to: 's11',
        spec_file: 'shop/SPEC.md',
        deadline: '24 hours',
        created_at: '2023-11-14T22:13:20.000Z',
      },
    ]);
  });

  it('drops tickets that are over and keeps the entries of others', () => {
    const other = { id: 'x', assigned_to: 'me' };
    const first = renderWorkQueue(other, [ticket()]);
    expect(first).toMatchObject([other, { id: 't1' }]);
    expect(renderWorkQueue(first, [ticket()])).toBe(first);
    expect(renderWorkQueue(first, [])).toEqual([other]);
  });
});
