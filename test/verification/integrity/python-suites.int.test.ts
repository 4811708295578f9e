import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkIntegrity } from '../../../src/verification/integrity/check-integrity.ts';
import { gateRooms } from './gate-room.ts';
import { spec } from './suites.ts';

let rooms: Awaited<ReturnType<typeof gateRooms>>;
beforeAll(async () => {
  rooms = await gateRooms();
});
afterAll(() => rooms.close());

const source = {
  'src/main.py': 'def total(prices, tax=0):\n    return sum(prices) * (1 + tax)\n',
  'src/__init__.py': '',
};
const base = `import pytest
from src.main import total


def test_total():
    assert total([10, 20]) == 30
    assert total([]) == 0


@pytest.mark.parametrize("prices,expected", [([1, 2], 3), ([3], 3), ([5, 5], 10)])
def test_sums(prices, expected):
    assert total(prices) == expected


def test_lists(client):
    response = client.get("/items")
    assert response.status_code == 200
    assert response.json() == [{"id": 1}]


def test_refuses_text():
    with pytest.raises(TypeError, match="unsupported"):
        total("ab")


def test_tax():
    assert total([100], 0.19) == pytest.approx(119.0, rel=1e-6)


class TestUnits:
    def test_one(self):
        assert total([1]) == 1
`;
const conftest = `import pytest
from src import main


@pytest.fixture
def client():
    return main.client()
`;
const files = (text: string, more: Record<string, string> = {}) => ({
  ...source,
  'tests/conftest.py': conftest,
  'tests/test_main.py': text,
  ...more,
});
const swap = (from: string, to: string) => {
  expect(base).toContain(from);
  return base.replace(from, to);
};

async function integrity(
  text: string,
  more: { files?: Record<string, string>; now?: string; from?: string } = {},
) {
  const context = await rooms.context({
    build: files(text, more.files),
    baseline: files(more.from ?? base),
    ...(more.now ? { spec: more.now } : {}),
  });
  const checks = await checkIntegrity(context);
  return Object.fromEntries(checks.map((one) => [one.name, one]));
}

describe('a Python suite that says less', () => {
  it.each([
    [
      'a test is gone',
      base.replace(/def test_lists[\s\S]*?(?=\n\n\ndef)/, ''),
      /"test_lists": a test with 2 assertions, it is gone/,
    ],
    [
      'a test is skipped',
      swap('def test_total', '@pytest.mark.skip(reason="x")\ndef test_total'),
      /test_main\.py:\d+ "test_total": it ran, it is skipped/,
    ],
    [
      'a test is skipped under a condition',
      swap('def test_total', '@pytest.mark.skipif(True, reason="x")\ndef test_total'),
      /under a condition/,
    ],
    ['a test may fail', swap('def test_total', '@pytest.mark.xfail\ndef test_total'), /expected to fail/],
    [
      'a test returns',
      swap('():\n    assert total([10', '():\n    return\n    assert total([10'),
      /returns before/,
    ],
    [
      'a test skips itself',
      swap('    response = ', '    pytest.skip("later")\n    response = '),
      /skipped while it runs/,
    ],
    [
      'a file is skipped',
      swap('import pytest\n', 'import pytest\npytestmark = pytest.mark.skip\n'),
      /is skipped/,
    ],
    [
      'a value becomes a truth',
      swap('assert total([10, 20]) == 30', 'assert total([10, 20])'),
      /which says less/,
    ],
    [
      'a value becomes a kind',
      swap('assert total([10, 20]) == 30', 'assert isinstance(total([10, 20]), int)'),
      /which says less/,
    ],
    ['a value becomes a choice', swap('status_code == 200', 'status_code in (200, 404, 500)'), /./],
    ['a margin is wider', swap('rel=1e-6', 'rel=0.5'), /which is wider/],
    ['a row is gone', swap(', ([5, 5], 10)', ''), /it had 3 cases, it has 2/],
    [
      'an error becomes any error',
      swap('pytest.raises(TypeError, match="unsupported")', 'pytest.raises(Exception)'),
      /says less/,
    ],
    [
      'assertions are swallowed',
      swap(
        '    assert total([]) == 0',
        '    try:\n        assert total([]) == 0\n    except Exception:\n        pass',
      ),
      /caught/,
    ],
    [
      'assertions are suppressed',
      swap(
        '    assert total([]) == 0',
        '    import contextlib\n    with contextlib.suppress(AssertionError):\n        assert total([]) == 0',
      ),
      /caught/,
    ],
    [
      'a condition is put before',
      swap(
        '    assert response.json()',
        '    if response.status_code != 200:\n        assert response.json()',
      ),
      /only when/,
    ],
  ])('is seen where %s', async (_name, text, reason) => {
    const { integrity: check } = await integrity(text);
    expect(check).toMatchObject({ status: 'failed', class: 'tampering' });
    expect(check?.reasons.join('\n')).toMatch(reason);
  });
});

describe('a Python suite that says the same', () => {
  it.each([
    ['nothing changed', base, {}],
    ['a test was added', `${base}\n\ndef test_more():\n    assert total([2]) == 2\n`, {}],
    ['a name was corrected', swap('test_refuses_text', 'test_refuses_text_with_a_type_error'), {}],
    ['an expectation was corrected', swap('== 30', '== 31'), {}],
    [
      'functions became methods',
      base.replace(
        'def test_total():\n    assert total([10, 20]) == 30\n    assert total([]) == 0',
        'class TestTotal:\n    def test_total(self):\n        assert total([10, 20]) == 30\n        assert total([]) == 0',
      ),
      {},
    ],
    [
      'tests became unittest',
      base.replace(
        '    assert total([10, 20]) == 30\n    assert total([]) == 0',
        '    case.assertEqual(total([10, 20]), 30)\n    case.assertEqual(total([]), 0)',
      ),
      {},
    ],
    [
      'tests became a table',
      base.replace(/class TestUnits[\s\S]*$/, '').replace('([5, 5], 10)]', '([5, 5], 10), ([1], 1)]'),
      {},
    ],
    [
      'assertions went into a helper',
      base.replace(
        '    assert response.status_code == 200\n    assert response.json() == [{"id": 1}]',
        '    check(response, 200, [{"id": 1}])',
      ),
      {
        'tests/helpers.py':
          'def check(response, status, body):\n    assert response.status_code == status\n    assert response.json() == body\n',
      },
    ],
    [
      'fixtures were extended',
      base,
      {
        'tests/conftest.py': `${conftest}\n\n@pytest.hookimpl(tryfirst=True, hookwrapper=True)\ndef pytest_runtest_makereport(item, call):\n    outcome = yield\n    rep = outcome.get_result()\n    setattr(item, "rep_" + rep.when, rep)\n\n\ndef pytest_collection_modifyitems(config, items):\n    items.sort(key=lambda item: item.name)\n    for item in items:\n        item.add_marker(pytest.mark.slow)\n`,
      },
    ],
  ])('where %s', async (_name, text, more) => {
    const checks = await integrity(text, { files: more });
    expect(Object.values(checks).flatMap((one) => one.reasons)).toEqual([]);
  });

  it('where a file was moved, and where the spec dropped what was tested', async () => {
    const context = await rooms.context({
      build: { ...source, 'tests/conftest.py': conftest, 'tests/unit/test_total.py': base },
      baseline: files(base),
    });
    expect((await checkIntegrity(context))[0]).toMatchObject({
      status: 'passed',
      facts: { tests: 6, testsBefore: 6 },
    });
    const more = `${base}\n\ndef test_exports_csv():\n    assert total([1]) == 1\n    assert export_csv([]) == "id"\n`;
    const now = spec.replace('- Reports are exported as CSV.\n', '');
    expect((await integrity(base, { from: more, now })).integrity).toMatchObject({ status: 'passed' });
    expect((await integrity(base, { from: more })).integrity).toMatchObject({ status: 'failed' });
  });
});

describe('Python that bends the checks', () => {
  const bent = async (path: string, text: string) => {
    const context = await rooms.context({ build: { ...files(base), [path]: text } });
    return (await checkIntegrity(context)).find((one) => one.name === 'tricks');
  };

  it.each([
    [
      'os._exit in a test',
      'tests/test_b.py',
      'import os\nfrom src import main\ndef test_a():\n    os._exit(0)\n',
    ],
    ['sys.exit in a test', 'tests/test_b.py', 'import sys\nfrom src import main\nsys.exit(0)\n'],
    ['a replaced runner', 'tests/conftest.py', 'import sys\nsys.modules["pytest"] = None\n'],
    [
      'a patched runner',
      'tests/conftest.py',
      'import unittest\nunittest.TestCase.assertEqual = lambda *a: None\n',
    ],
    [
      'a replaced built-in',
      'tests/conftest.py',
      'import builtins\nbuiltins.AssertionError = type("E", (Exception,), {})\n',
    ],
    [
      'rewritten reports',
      'tests/conftest.py',
      'import pytest\n@pytest.hookimpl(hookwrapper=True)\ndef pytest_runtest_makereport(item, call):\n    outcome = yield\n    report = outcome.get_result()\n    report.outcome = "passed"\n',
    ],
    [
      'a runner of its own',
      'tests/conftest.py',
      'def pytest_runtest_protocol(item, nextitem):\n    return True\n',
    ],
    [
      'tests that are not called',
      'tests/conftest.py',
      'def pytest_pyfunc_call(pyfuncitem):\n    return True\n',
    ],
    [
      'a set exit status',
      'tests/conftest.py',
      'def pytest_sessionfinish(session, exitstatus):\n    session.exitstatus = 0\n',
    ],
    [
      'tests taken out',
      'tests/conftest.py',
      'def pytest_collection_modifyitems(items):\n    items[:] = [one for one in items if "easy" in one.name]\n',
    ],
    [
      'all tests taken out',
      'tests/conftest.py',
      'def pytest_collection_modifyitems(items):\n    items.clear()\n',
    ],
    ['an exit handler', 'src/main.py', 'import atexit, os\natexit.register(lambda: os._exit(0))\n'],
    [
      'a report of its own',
      'tests/conftest.py',
      'from src import main\ndef pytest_unconfigure():\n    open("reports/junit.xml", "w").write("<x/>")\n',
    ],
    [
      'objects equal to all',
      'src/main.py',
      'class Answer:\n    def __eq__(self, other):\n        return True\n',
    ],
    [
      'a source that knows pytest',
      'src/main.py',
      'import os\ndef total(a):\n    return 3 if "PYTEST_CURRENT_TEST" in os.environ else 4\n',
    ],
    [
      'a source that looks for pytest',
      'src/main.py',
      'import sys\ndef total(a):\n    return 3 if "pytest" in sys.modules else 4\n',
    ],
    [
      'a source that reads its caller',
      'src/main.py',
      'def total(a):\n    return open("/proc/self/cmdline").read()\n',
    ],
  ])('is seen: %s', async (_name, path, text) => {
    const check = await bent(path, text);
    expect(check).toMatchObject({ status: 'failed', class: 'tampering' });
    expect(check?.reasons[0]).toMatch(new RegExp(`^BUILD/${path.replace('.', '\\.')}:\\d+: .*; `));
  });

  it.each([
    [
      'a main function',
      'src/main.py',
      'import sys\nfrom src import x\ndef main():\n    return 0\nif __name__ == "__main__":\n    sys.exit(main())\n',
    ],
    [
      'an equality',
      'src/money.py',
      'class Money:\n    def __eq__(self, other):\n        return isinstance(other, Money) and self.cents == other.cents\n',
    ],
    [
      'async tests',
      'tests/conftest.py',
      'import asyncio\nfrom src import main\ndef pytest_pyfunc_call(pyfuncitem):\n    if asyncio.iscoroutinefunction(pyfuncitem.obj):\n        asyncio.run(pyfuncitem.obj())\n        return True\n',
    ],
    [
      'slow tests marked',
      'tests/conftest.py',
      'import pytest\nfrom src import main\ndef pytest_collection_modifyitems(config, items):\n    if config.getoption("--slow", default=False):\n        return\n    for item in items:\n        item.fixturenames.append("clean")\n',
    ],
    [
      'patched parts of the service',
      'tests/test_b.py',
      'from src import main\ndef test_a(monkeypatch):\n    monkeypatch.setattr("builtins.input", lambda: "x")\n    monkeypatch.setenv("A", "b")\n    main.total = lambda p: 3\n    assert main.total([]) == 3\n',
    ],
    [
      'an exit that is asked for',
      'tests/test_b.py',
      'import pytest\nfrom src import main\ndef test_a():\n    with pytest.raises(SystemExit):\n        main.main()\nif __name__ == "__main__":\n    raise SystemExit(pytest.main())\n',
    ],
    [
      'a summary',
      'tests/conftest.py',
      'from src import main\ndef pytest_sessionfinish(session, exitstatus):\n    print("ended with", exitstatus, session.testsfailed)\n',
    ],
    [
      'a file of the test',
      'tests/test_b.py',
      'from src import main\ndef test_a(tmp_path):\n    (tmp_path / "x.json").write_text("{}")\n    assert main.load(tmp_path) == {}\n',
    ],
  ])('is not seen in %s', async (_name, path, text) => {
    expect((await bent(path, text))?.reasons ?? []).toEqual([]);
  });

  it('names a test file that does not parse, and does not run what it reads', async () => {
    const text = 'raise SystemExit(3)\n';
    const context = await rooms.context({
      build: {
        ...files(base),
        'tests/test_broken.py': 'def test_a(:\n',
        'tests/test_c.py': text,
        'ast.py': 'raise SystemExit(9)\n',
        'json.py': 'raise SystemExit(9)\n',
      },
    });
    const checks = await checkIntegrity(context);
    expect(checks.find((one) => one.name === 'tricks')?.reasons).toEqual([
      expect.stringContaining('BUILD/tests/test_broken.py:1: it is not Python'),
    ]);
    expect(checks[0]).toMatchObject({ name: 'integrity', status: 'passed' });
  });
});
