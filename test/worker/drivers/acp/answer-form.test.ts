import { describe, expect, it } from 'vitest';
import { answerForm } from '../../../../src/worker/drivers/acp/answer-form.ts';

const form = (...fields: object[]) => ({
  mode: 'form',
  message: 'Tell me',
  requestedSchema: {
    type: 'object',
    properties: Object.fromEntries(fields.map((field, index) => [`f${index}`, field])),
  },
});
const answered = (field: object, answer: string | undefined) => answerForm(form(field), async () => answer);

describe('a form of an agent', () => {
  it.each([
    [{ type: 'string' }, 'anything', 'anything'],
    [{ type: 'string', enum: ['red', 'blue'] }, 'Red', 'red'],
    [{ type: 'string', oneOf: [{ const: 'r', title: 'Red one' }] }, 'red one', 'r'],
    [{ type: 'boolean' }, 'yes', true],
    [{ type: 'integer' }, '42', 42],
    [{ type: 'number' }, ' 4.5', 4.5],
  ])('of one field is answered as the field wants it: %j by "%s"', async (field, answer, value) => {
    expect(await answered(field, answer)).toEqual({ action: 'accept', content: { f0: value } });
  });

  it.each([
    [{ type: 'string', enum: ['red'] }, 'green'],
    [{ type: 'boolean' }, 'perhaps'],
    [{ type: 'integer' }, '4.5'],
    [{ type: 'array' }, 'a'],
  ])('is declined where the answer is none of its: %j by "%s"', async (field, answer) => {
    expect(await answered(field, answer)).toEqual({ action: 'decline' });
  });

  it('is cancelled where nobody answers, where it has several fields, and where it is none', async () => {
    expect(await answered({ type: 'string' }, undefined)).toEqual({ action: 'cancel' });
    const asked = async () => 'yes';
    for (const other of [form(), form({ type: 'string' }, { type: 'string' }), { mode: 'url' }, null])
      expect(await answerForm(other, asked)).toEqual({ action: 'cancel' });
  });
});
