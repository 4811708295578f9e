/** `test/http.test.js`: what every endpoint has in common. */
export const httpTestModule = String.raw`import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HttpError, locationOf } from '../src/http.js';
import { routes } from '../src/routes.js';
import { asAnswer } from '../src/server.js';
import { withService } from '../testing/service.js';

const writing = routes.find((route) => route.method === 'POST' && !route.path.includes(':'));
const health = routes.find((route) => route.handler === 'health');

test('an unknown path is answered with 404 and JSON', () =>
  withService(async ({ call }) => {
    const answer = await call('GET', '/no/such/path/at/all');
    assert.equal(answer.status, 404);
    assert.match(answer.body.error, /no\/such/);
    assert.match(answer.headers['content-type'], /application\/json/);
  }));

test('a method a path does not have is answered with 405 and those it has', () =>
  withService(async ({ call }) => {
    const answer = await call('DELETE', health.path);
    assert.equal(answer.status, 405);
    assert.equal(answer.headers.allow.includes('GET'), true);
  }));

test('HEAD is answered as GET without a body', () =>
  withService(async ({ call }) => {
    const answer = await call('HEAD', health.path);
    assert.equal(answer.status, 200);
    assert.equal(answer.body, undefined);
  }));

test('a path that is not well-formed is answered with 400 or 404', () =>
  withService(async ({ call }) => {
    const item = routes.find((route) => route.path.includes(':'));
    const answer = await call('GET', (item?.path ?? '/nothing').replace(/:\w+/, '%E0%A4%A'));
    assert.equal(answer.status, item ? 400 : 404);
  }));

test('a body that is not JSON, not an object, missing or too large is refused', () =>
  withService(async ({ raw }) => {
    if (!writing) return;
    assert.equal((await raw('POST', writing.path, '{ "half": ')).status, 400);
    assert.ok([400, 422].includes((await raw('POST', writing.path, '[1, 2]')).status));
    assert.ok([400, 422].includes((await raw('POST', writing.path)).status));
    assert.equal((await raw('POST', writing.path, JSON.stringify({ filler: 'x'.repeat(70_000) }))).status, 413);
  }));

test('what goes wrong inside is not told to the client', () => {
  assert.deepEqual(asAnswer(new HttpError(409, 'taken')).body, { error: 'taken' });
  const { error } = console;
  console.error = () => {};
  try {
    assert.equal(asAnswer(new Error('secret')).status, 500);
    assert.equal(JSON.stringify(asAnswer(new Error('secret'))).includes('secret'), false);
  } finally {
    console.error = error;
  }
});

test('a URL in a header holds only letters a header can', () => {
  assert.equal(locationOf('https://example.com/a?b=c#d'), 'https://example.com/a?b=c#d');
  assert.equal(locationOf('https://example.com/ä'), 'https://example.com/%C3%A4');
});
`;
