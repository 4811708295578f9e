/** Routes over HTTP in thirty lines, for services that a test needs. */
const http = `
import { createServer } from 'node:http';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
mkdirSync(process.env.DATA_DIR, { recursive: true });
const file = join(process.env.DATA_DIR, 'state.json');
const state = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
const save = () => writeFileSync(file, JSON.stringify(state));
const fail = (status, error) => Object.assign(new Error(error), { status });
const serve = (routes) => createServer(async (request, response) => {
  const url = new URL(request.url, 'http://local');
  const send = (status, body) => response.writeHead(status, { 'content-type': 'application/json' }).end(body === undefined ? '' : JSON.stringify(body));
  let text = '';
  for await (const chunk of request) text += chunk;
  try {
    let body = {};
    try { body = text === '' ? {} : JSON.parse(text); } catch { throw fail(400, 'not JSON'); }
    for (const [method, pattern, handle] of routes) {
      const match = method === request.method && pattern.exec(url.pathname);
      if (match) return send(...handle({ query: Object.fromEntries(url.searchParams), body, id: match[1] && decodeURIComponent(match[1]) }));
    }
    send(404, { error: 'not found' });
  } catch (error) { send(error.status ?? 500, { error: error.message }); }
}).listen(Number(process.env.PORT), process.env.HOST);
const health = ['GET', /^\\/health$/, () => [200, { status: 'ok' }]];
`;

export type Honest = { readonly about: string; readonly spec: string; readonly main: string };

export const tasks: Honest = {
  about: 'tasks with rules that only people understand',
  spec: `# Tasks

## Purpose
Who does what.

## Requirements
- \`title\` is required, 1 to 80 characters; white space around it is removed.
- \`email\` or \`phone\` is required.
- \`status\` is one of \`open\`, \`done\`; a new task is always open.
- At most 50 tasks per \`email\` can be open unless one of them is blocked.
- The same \`title\` on the same \`due\` day is refused with 409.
- \`due\` is optional, a date like \`2026-05-04\`, and never before 2026.
- Invalid input is answered with 422.
- Deleted tasks are archived.

## API
| Method | Path | Description | Answers |
| --- | --- | --- | --- |
| POST | \`/api/tasks\` | Add a task | 201; 422 |
| GET | \`/api/tasks?status=\` | List the tasks, oldest first | 200 |
| GET | \`/api/tasks/:id\` | Read a task | 200; 404 for an unknown task |
| PATCH | \`/api/tasks/:id\` | Change a task | 200; 404 for an unknown task |
| DELETE | \`/api/tasks/:id\` | Archive a task | 200 with the task |

Request:

\`\`\`json
{ "title": "Water the plants", "email": "ada@example.com", "due": "2026-05-04" }
\`\`\`

## Dependencies
None.

## Success Criteria
- A task without a title is refused with 422.
- \`GET /api/tasks/:id\` of an unknown task returns 404.
- Tasks are still there after a restart.
`,
  main: `${http}
state.tasks ??= [];
const check = (body, whole) => {
  if (whole || 'title' in body) {
    if (typeof body.title !== 'string' || body.title.trim() === '' || body.title.length > 80) throw fail(422, 'title');
    body.title = body.title.trim();
  }
  if (whole && !body.email && !body.phone) throw fail(422, 'email or phone');
  if (body.due && !(body.due >= '2026-01-01')) throw fail(422, 'due');
};
const find = (id) => state.tasks.find((task) => task.id === id && !task.archived_at) ?? (() => { throw fail(404, 'no such task'); })();
serve([
  health,
  ['POST', /^\\/api\\/tasks$/, ({ body }) => {
    check(body, true);
    if (body.due && state.tasks.some((one) => one.title === body.title && one.due === body.due)) throw fail(409, 'there is one');
    const task = { id: randomUUID(), title: body.title, email: body.email, phone: body.phone, due: body.due ?? null, status: 'open', created_at: Date.now() };
    state.tasks.push(task); save();
    return [201, { task }];
  }],
  ['GET', /^\\/api\\/tasks$/, ({ query }) => [200, { tasks: state.tasks.filter((task) => !task.archived_at && (!query.status || task.status === query.status)) }]],
  ['GET', /^\\/api\\/tasks\\/([^/]+)$/, ({ id }) => [200, { task: find(id) }]],
  ['PATCH', /^\\/api\\/tasks\\/([^/]+)$/, ({ id, body }) => { check(body, false); const task = find(id); Object.assign(task, body, { id }); save(); return [200, { task }]; }],
  ['DELETE', /^\\/api\\/tasks\\/([^/]+)$/, ({ id }) => { const task = find(id); task.archived_at = Date.now(); save(); return [200, { task }]; }],
]);
`,
};

export const desk: Honest = {
  about: 'a calculator without records',
  spec: `# Desk calculator

## Purpose
Small sums and small words.

## Requirements
- \`GET /add?a=2&b=3\` returns 200 with \`{"result":5}\`.
- \`GET /add?a=10&b=-4\` returns 200 with \`{"result":6}\`.
- \`GET /divide?a=1&b=0\` returns 400.
- \`GET /lookup?city=Paris\` returns \`{"country":"France"}\`.
- \`GET /greet?name=Ada\` returns \`{"message":"Hello, Ada!"}\`.
- \`GET /fib/10\` returns 55.
- \`GET /roll\` returns a number from 1 to 6, another one each time.

## API
- \`GET /add?a=&b=\` – the sum of two numbers → 200, or 400 for what is no number
- \`GET /divide?a=&b=\` – the quotient → 200
- \`GET /fib/:n\` – a Fibonacci number → 200
- \`GET /version\` – which version it is → 200
- \`POST /stats\` – the mean and the greatest of a list → 200
- \`GET /health\` → 200

## Dependencies
None.

## Success Criteria
- \`POST /stats\` with \`{"numbers":[1,2,6]}\` returns 200 and \`{"mean":3,"max":6}\`.
- \`GET /add?a=2\` returns 400.
- \`GET /add\` without \`b\` returns 400.
- \`GET /greet\` answers with a friendly word when nobody is named.
- Answers come within 100 ms.
`,
  main: `${http}
const number = (text) => { if (!text || Number.isNaN(Number(text))) throw fail(400, 'no number'); return Number(text); };
const fib = (n) => { let [a, b] = [0, 1]; for (let at = 0; at < n; at++) [a, b] = [b, a + b]; return a; };
serve([
  health,
  ['GET', /^\\/add$/, ({ query }) => [200, { result: number(query.a) + number(query.b) }]],
  ['GET', /^\\/divide$/, ({ query }) => { if (number(query.b) === 0) throw fail(400, 'by zero'); return [200, { result: number(query.a) / number(query.b) }]; }],
  ['GET', /^\\/lookup$/, ({ query }) => (query.city === 'Paris' ? [200, { country: 'France' }] : [404, { error: 'unknown city' }])],
  ['GET', /^\\/greet$/, ({ query }) => [200, { message: query.name ? 'Hello, ' + query.name + '!' : 'Hello, you!' }]],
  ['GET', /^\\/fib\\/(\\d+)$/, ({ id }) => [200, { n: Number(id), value: fib(Number(id)) }]],
  ['GET', /^\\/roll$/, () => [200, 1 + Math.floor(Math.random() * 6)]],
  ['GET', /^\\/version$/, () => [200, { version: '1.0.0' }]],
  ['POST', /^\\/stats$/, ({ body }) => [200, { mean: body.numbers.reduce((a, b) => a + b, 0) / body.numbers.length, max: Math.max(...body.numbers) }]],
]);
`,
};

export const events: Honest = {
  about: 'events with numbers for ids, a start before an end, and a key of their own',
  spec: `# Events

## Purpose
What happens when.

## Requirements
- An event has a \`name\` (required, 3 to 60 characters), a \`start\` and an \`end\` (both required, date-time).
- The \`end\` must be after the \`start\`, and the \`start\` in the future.
- \`seats\` is an integer, at least 1, default 20.
- Bad input is a 400.
- Events are listed by \`start\`.
- Users must log in to delete an event? No: everybody may.

## API
### POST /events
Creates an event and answers 201.

\`\`\`json
{ "name": "Spring party", "start": "2031-05-01T18:00:00Z", "end": "2031-05-01T23:00:00Z", "seats": 40 }
\`\`\`

### GET /events
All events.

### GET /events/{eventId}
One event, 404 if it does not exist.

### POST /events/{eventId}/book
Books a seat; \`booked\` grows by one until all seats are taken, then 409.

## Dependencies
None

## Success Criteria
- An event that was created can be read.
- A name of 2 characters is refused.
- Booking a full event returns 409.
- GET /events/{eventId} returns 404 for an unknown event.
`,
  main: `${http}
state.events ??= [];
const find = (id) => state.events.find((one) => one.eventId === Number(id)) ?? (() => { throw fail(404, 'unknown event'); })();
serve([
  health,
  ['POST', /^\\/events$/, ({ body }) => {
    const { name, start, end, seats = 20 } = body;
    if (typeof name !== 'string' || name.length < 3 || name.length > 60) throw fail(400, 'name');
    const [from, to] = [Date.parse(start), Date.parse(end)];
    if (!(from > Date.now()) || !(to > from)) throw fail(400, 'start and end');
    if (!Number.isInteger(seats) || seats < 1) throw fail(400, 'seats');
    const event = { eventId: state.events.length + 1, name, start: new Date(from).toISOString(), end: new Date(to).toISOString(), seats, booked: 0 };
    state.events.push(event); save();
    return [201, { success: true, result: event }];
  }],
  ['GET', /^\\/events$/, () => [200, { success: true, result: { events: [...state.events].sort((a, b) => (a.start < b.start ? -1 : 1)) } }]],
  ['GET', /^\\/events\\/([^/]+)$/, ({ id }) => [200, { success: true, result: find(id) }]],
  ['POST', /^\\/events\\/([^/]+)\\/book$/, ({ id }) => {
    const event = find(id);
    if (event.booked >= event.seats) throw fail(409, 'full');
    event.booked += 1; save();
    return [200, { success: true, result: event }];
  }],
]);
`,
};
