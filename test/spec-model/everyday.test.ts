import { describe, expect, it } from 'vitest';
import { readSpec } from '../../src/spec-model/read-spec.ts';

const expenses = `# Expense tracker

## Purpose
Track small expenses.

## Requirements
- FR-1: The system MUST allow users to add an expense with an amount, a category and a date.
- FR-2: \`amount\` MUST be a positive number.
- FR-3: \`category\` MUST be one of food, travel, rent, other.
- FR-4: \`date\` is required and MUST be in the format \`YYYY-MM-DD\`.
- FR-5: \`note\` is optional (max 200 characters).
- FR-6: Users MUST be able to list expenses and filter by category.
- FR-7: The data MUST be persisted to disk so that it survives restarts.

## API Specs
| Method | Endpoint | Description | Success | Errors |
|--------|----------|-------------|---------|--------|
| \`POST\` | \`/api/expenses\` | Add an expense | 201 | 400 |
| \`GET\` | \`/api/expenses?category=food\` | List expenses, newest first | 200 | |
| \`DELETE\` | \`/api/expenses/:id\` | Delete an expense | 204 | 404 |

\`\`\`json
{ "id": "3f1c", "amount": 12.5, "category": "food", "date": "2026-05-01", "note": "Lunch", "createdAt": "2026-05-01T12:00:00Z" }
\`\`\`

## Dependencies
- Node.js 20 standard library only

## Success Criteria
- SC-1: POST /api/expenses with a negative amount returns 400
- SC-2: POST /api/expenses with an unknown category returns 400
- SC-3: GET /api/expenses?category=food only returns food expenses
- SC-4: Expenses survive a service restart
`;

const polls = `# Polls

## Purpose
Simple polls.

## Requirements
- A poll has a \`question\` (required, 5-200 characters) and \`votes\` which starts at 0.
- Voting increments \`votes\` by 1.

## API Specs
| Method | Path | Description | Request | Response |
|---|---|---|---|---|
| POST | /polls | Create poll | \`{"question": "Tea?"}\` | 201 \`{"id": "abc", "question": "Tea?", "votes": 0}\` |
| GET | /polls/:id | Get poll | - | 200 poll, 404 if not found |
| POST | /polls/:id/vote | Vote | - | 200 poll with incremented votes |

## Dependencies
No external dependencies.

## Success Criteria
- Voting twice results in votes = 2
- GET /health returns 200 OK
`;

describe('specs in everyday words', () => {
  it('an expense tracker: kinds of values, filters, an example for all endpoints', () => {
    const reading = readSpec(expenses);
    if (reading.type !== 'service') throw new Error(reading.clauses.join('\n'));
    const fields = reading.model.resources[0]?.fields ?? [];
    expect(fields.filter((one) => one.client).map((one) => [one.name, one.type, one.required])).toEqual([
      ['amount', 'number', true],
      ['category', 'string', true],
      ['date', 'date', true],
      ['note', 'string', false],
    ]);
    expect(fields.find((one) => one.name === 'amount')?.above).toBe(0);
  });

  it('polls: a counter and the action that moves it', () => {
    const reading = readSpec(polls);
    if (reading.type !== 'service') throw new Error(reading.clauses.join('\n'));
    expect(reading.model.endpoints.find((one) => one.path === '/polls/:id/vote')?.behaviour).toEqual({
      kind: 'increment',
      field: 'votes',
      by: 1,
    });
  });
});
