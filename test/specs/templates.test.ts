import { describe, expect, it } from 'vitest';
import { lintSpec, studySpec } from '../../src/app/study-spec.ts';
import { specTemplates } from '../../src/specs/templates/templates.ts';

const textOf = (id: string) => specTemplates.find((one) => one.id === id)?.text ?? '';

describe('templates of specs', () => {
  it.each(specTemplates.map(({ id }) => id).filter((id) => id !== 'empty'))(
    '%s passes the spec gate',
    (id) => {
      const { problems, missing, sections } = lintSpec(textOf(id), true);
      expect({ problems, missing }).toEqual({ problems: [], missing: [] });
      expect(sections).toHaveLength(5);
    },
  );

  it.each(['records', 'records-python'])('%s is understood whole by the built-in builder', (id) => {
    const text = textOf(id);
    const { lint } = studySpec(text, lintSpec(text, false));
    expect(lint.reading?.notByReference).toEqual([]);
    expect(lint.reading?.tried).toBeGreaterThan(10);
  });

  it('says of the empty one what belongs in each section, and passes it once that is written', () => {
    const { problems, missing } = lintSpec(textOf('empty'), false);
    expect(problems.map(({ text }) => /“(.*?)” is empty/.exec(text)?.[1])).toEqual([
      'Purpose',
      'Requirements',
      'API Specs',
      'Dependencies',
      'Success Criteria',
    ]);
    expect(missing).toEqual([]);
    const filled = textOf('empty').replace(/<!--.*?-->/g, '- `GET /health` returns 200.');
    expect(lintSpec(filled, true).problems).toEqual([]);
  });
});
