import { describe, expect, it } from 'vitest';
import { readSpec } from '../../src/spec-model/read-spec.ts';
import { bookmarks, exampleSpec } from '../worker/drivers/reference/specs.ts';

function refused(spec: string): readonly string[] {
  const reading = readSpec(spec);
  return reading.type === 'service' ? [] : reading.clauses;
}

describe('what the reference driver does not understand it hands back', () => {
  it('builds the spec the odd clauses are added to', () => {
    expect(refused(bookmarks())).toEqual([]);
  });

  it.each([
    'The service sends an email every night.',
    'Charges a credit card of 5 dollars.',
    'It must answer in Klingon.',
    'Only admins can delete bookmarks.',
    'A bookmark can never be deleted.',
    'Bookmarks are deleted after 30 days.',
    'Users must log in.',
    'Each user sees their own bookmarks.',
    'The list is cached for 10 seconds.',
    'The `url` is fetched and its title read.',
    'Creating a bookmark sends a message to all users.',
    'Creating a bookmark stores the content of the `url`.',
    'Reading a bookmark deletes it.',
    'Listing deletes all bookmarks.',
    'Users can delete all bookmarks.',
    'A deleted bookmark can be restored.',
    'At most 100 bookmarks are stored.',
    'Creating a bookmark returns 500.',
    'An unknown bookmark returns 400.',
    'An invalid `url` returns 404.',
    'A bookmark without `url` is created.',
    'The service must not store the `title`.',
    'A bookmark has a `colour` of its mood.',
    'POST /bookmarks/import adds many.',
    'Everything is served over https.',
  ])('requirement: %s', (requirement) => {
    const clauses = refused(bookmarks({ requirement }));
    expect(clauses).toHaveLength(1);
    expect(clauses[0]).toContain(`SPEC.md:11: ${requirement}`);
  });

  it.each([
    ['| POST | /bookmarks/{id}/share | Share a bookmark by e-mail |', 'POST /bookmarks/:id/share'],
    ['| GET | /bookmarks/{id}/comments | List comments |', 'GET /bookmarks/:id/comments'],
    ['| PATCH | /bookmarks/{id} | Change the title and notify its readers |', 'notify its readers'],
    ['| GET | /stats | Figures |', 'GET /stats'],
    ['| GET | /bookmarks?tag= | filter by tag |', 'GET /bookmarks'],
    ['| DELETE | /bookmarks | Delete all bookmarks |', 'DELETE /bookmarks'],
  ])('API row: %s', (row, named) => {
    expect(refused(bookmarks({ row })).join('\n')).toContain(named);
  });

  it.each([
    'All requests are answered within 50 ms.',
    'The service is easy to use.',
    'GET /nothing returns 200.',
  ])('success criterion: %s', (criterion) => {
    expect(refused(bookmarks({ criterion })).join('\n')).toContain(criterion);
  });

  it('names abilities it lacks even where the purpose only mentions them', () => {
    expect(refused(bookmarks({ purpose: 'It sends an email to each reader.' })).join('\n')).toContain(
      'sends an email',
    );
  });

  it('names a dependency it does not have', () => {
    expect(refused(bookmarks({ dependency: 'PostgreSQL 16' })).join('\n')).toContain('PostgreSQL 16');
  });

  it('names a language it does not write', () => {
    expect(refused(bookmarks({ dependency: 'Stack: Rust' })).join('\n')).toContain('Rust');
  });

  it('reports two limits that cannot both hold as a contradiction', () => {
    const reading = readSpec(bookmarks({ requirement: '`title` has at most 50 characters.' }));
    expect(reading.type).toBe('contradiction');
  });

  it('says everything it cannot build of an unfinished idea at once', () => {
    const clauses = refused(exampleSpec('idea-box')).join('\n');
    expect(clauses).toContain('TBD: who may close an idea?');
    expect(clauses).toContain('no API section');
  });

  it('finds no endpoints in a text that has none, and does not throw for any text', () => {
    for (const text of [
      '',
      '# Only a title',
      '---\nstack: [',
      '```',
      '| a |\n| - |',
      '# A\n\n## API\n\n```json\n{"a":\n```',
    ])
      expect(readSpec(text).type).toBe('cannot');
  });
});
