/** `test/store.test.js`: what is on disk, also after a crash. */
export const storeTestModule = String.raw`import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openStore } from '../src/store.js';

async function withDirectory(run) {
  const directory = mkdtempSync(join(tmpdir(), 'store-'));
  const { error } = console;
  console.error = () => {};
  try {
    await run(directory, join(directory, 'log.jsonl'));
  } finally {
    console.error = error;
    rmSync(directory, { recursive: true, force: true });
  }
}

test('what was put is there again, what was removed is not, numbers go on', () =>
  withDirectory(async (directory) => {
    const store = openStore(directory);
    store.put('things', store.nextNumber('things'), { id: 1 });
    store.put('things', store.nextNumber('things'), { id: 2 });
    store.remove('things', 2);
    await store.flushed();
    const again = openStore(directory);
    assert.deepEqual(again.all('things'), [{ id: 1 }]);
    assert.equal(again.get('things', '2'), undefined);
    assert.equal(again.nextNumber('things'), 3);
    await again.close();
    await store.close();
  }));

test('a line cut off by a crash is set aside and the rest is read', () =>
  withDirectory(async (directory, log) => {
    const store = openStore(directory);
    store.put('things', 'a', { name: 'a' });
    await store.close();
    appendFileSync(log, 'null\n{"v":1,"op":"put","in":"things","key":"b","val');
    const again = openStore(directory);
    assert.deepEqual(again.all('things'), [{ name: 'a' }]);
    again.put('things', 'c', { name: 'c' });
    await again.close();
    assert.equal(existsSync(join(directory, 'log.damaged.jsonl')), true);
    const third = openStore(directory);
    assert.equal(third.all('things').length, 2);
    await third.close();
  }));

test('a long log is written anew, and says the same', () =>
  withDirectory(async (directory, log) => {
    const store = openStore(directory);
    store.nextNumber('things');
    for (let n = 0; n < 1100; n += 1) store.put('things', 'a', { n });
    await store.close();
    const again = openStore(directory);
    assert.deepEqual(again.all('things'), [{ n: 1099 }]);
    assert.equal(again.nextNumber('things'), 2);
    await again.close();
    assert.equal(readFileSync(log, 'utf8').split('\n').filter(Boolean).length, 3);
  }));

test('data of a newer version is refused', () =>
  withDirectory(async (directory, log) => {
    writeFileSync(log, '{"v":99,"op":"put","in":"things","key":"a","value":{}}\n');
    assert.throws(() => openStore(directory), /newer version/);
  }));

test('after a failed write nothing more is taken', () =>
  withDirectory(async (directory) => {
    const store = openStore(directory);
    await store.close();
    assert.throws(() => store.put('things', 'a', {}));
    assert.throws(() => store.put('things', 'b', {}));
    assert.deepEqual(store.all('things'), []);
  }));
`;
