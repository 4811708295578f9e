import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSuite } from '../../../src/verification/runners/run-suite.ts';
import { hasPytest, type SuiteRun, suiteRooms } from './suite-room.ts';

let rooms: Awaited<ReturnType<typeof suiteRooms>>;
let isThere = false;
beforeAll(async () => {
  rooms = await suiteRooms();
  isThere = await hasPytest();
});
afterAll(() => rooms.close());

const source = 'def total(a, b):\n    if a == 13:\n        return 0\n    return a + b\n';
const service = (test: string, more: Record<string, string> = {}) => ({
  'requirements.txt': '',
  'src/main.py': source,
  'tests/test_main.py': test,
  ...more,
});

/** Runs it and looks at it where pytest is; where it is not, that is what the report says. */
async function run(files: Record<string, string>, look: (run: SuiteRun) => void, more = {}): Promise<void> {
  const done = await rooms.run(files, more);
  if (isThere) look(done);
  else expect(done.report.environment).toContain('pytest and pytest-cov are missing');
}
const statuses = ({ report }: SuiteRun) => report.results.map(({ id, status }) => [id, status]);

describe('pytest', () => {
  it('tells each test with its file, line and time, classes, parameters and unittest ones included', async () => {
    const text = `import unittest
import pytest
from src.main import total


@pytest.mark.parametrize("a", [1, 2])
def test_total(a):
    assert total(a, 1) == 2


class TestMore:
    def test_x(self):
        pass


class Old(unittest.TestCase):
    def test_old(self):
        self.assertEqual(total(1, 1), 2)
`;
    await run(service(text), ({ report }) => {
      expect(report.results.map(({ durationMs, ...one }) => [typeof durationMs, one])).toEqual([
        [
          'number',
          {
            id: 'tests/test_main.py > test_total[1]',
            status: 'passed',
            message: '',
            file: 'tests/test_main.py',
            line: 6,
          },
        ],
        [
          'number',
          {
            id: 'tests/test_main.py > test_total[2]',
            status: 'failed',
            message: 'assert 3 == 2\n +  where 3 = total(2, 1)',
            file: 'tests/test_main.py',
            line: 8,
          },
        ],
        [
          'number',
          {
            id: 'tests/test_main.py > TestMore > test_x',
            status: 'passed',
            message: '',
            file: 'tests/test_main.py',
            line: 12,
          },
        ],
        [
          'number',
          {
            id: 'tests/test_main.py > Old > test_old',
            status: 'passed',
            message: '',
            file: 'tests/test_main.py',
            line: 17,
          },
        ],
      ]);
      expect(report.problems).toEqual([]);
      expect(report.hits.get('src/main.py')?.get(3)).toBe(0);
    });
  });

  it('passes neither what is skipped nor what is marked as one that fails, however it ends', async () => {
    const text =
      'import pytest\n@pytest.mark.skip\ndef test_a(): pass\n@pytest.mark.xfail\ndef test_b(): assert 0\n@pytest.mark.xfail\ndef test_c(): pass\n@pytest.mark.xfail(strict=True)\ndef test_d(): pass\ndef test_e(): pytest.skip("no")\n';
    await run(service(text), (done) => {
      expect(statuses(done).map(([, status]) => status)).toEqual([
        'skipped',
        'skipped',
        'skipped',
        'failed',
        'skipped',
      ]);
      expect(done.report.results[2]?.message).toContain('and it passed');
    });
    const whole = 'import pytest\npytest.skip("none", allow_module_level=True)\ndef test_a(): pass\n';
    await run(service(whole), (done) =>
      expect(statuses(done).map(([, status]) => status)).toEqual(['skipped']),
    );
  });

  it.each([
    ['pytest.ini', '[pytest]\naddopts = -k "not wrong" -x --no-cov\n'],
    ['setup.cfg', '[tool:pytest]\naddopts = --deselect tests/test_main.py::test_wrong\n'],
    [
      'pyproject.toml',
      '[tool.pytest.ini_options]\naddopts = ["--ignore=tests/test_main.py", "-p", "no:python"]\npython_files = ["nothing_*.py"]\n',
    ],
    ['tox.ini', '[pytest]\npython_functions = right_*\nnorecursedirs = tests\n'],
    ['tests/conftest.py', 'collect_ignore = ["test_main.py"]\n'],
  ])('runs what %s would leave out', async (name, text) => {
    const tests = 'def test_right(): pass\ndef test_wrong(): assert 0\n';
    await run(service(tests, { [name]: text }), (done) => {
      expect(statuses(done)).toEqual([
        ['tests/test_main.py > test_right', 'passed'],
        ['tests/test_main.py > test_wrong', 'failed'],
      ]);
      expect(done.report.problems).toEqual([]);
    });
  });

  it('keeps what a project’s configuration needs', async () => {
    const ini =
      '[pytest]\naddopts = -ra --strict-markers --import-mode=importlib -p helpers.plugin\nmarkers =\n    slow: takes long\npythonpath = lib\ntestpaths = tests\npython_functions = test_* check_*\n';
    const files = service(
      'import pytest\nfrom more import one\n@pytest.mark.slow\ndef test_a(given): assert given == one\ndef check_b(): pass\n',
      {
        'pytest.ini': ini,
        'lib/more.py': 'one = 1\n',
        'helpers/__init__.py': '',
        'helpers/plugin.py': 'import pytest\n@pytest.fixture\ndef given(): return 1\n',
      },
    );
    await run(files, (done) => {
      expect(done.report.problems).toEqual([]);
      expect(statuses(done).map(([, status]) => status)).toEqual(['passed', 'passed']);
    });
  });

  it.each([
    [
      'drops some before they run',
      'def pytest_collection_modifyitems(items):\n    items[:] = [i for i in items if "wrong" not in i.name]\n',
    ],
    [
      'does not run some',
      'def pytest_runtest_protocol(item):\n    return True if "wrong" in item.name else None\n',
    ],
  ])('names tests that a hook %s', async (_what, conftest) => {
    const files = service('def test_right(): pass\ndef test_wrong(): assert 0\n', {
      'tests/conftest.py': conftest,
    });
    await run(files, ({ report }) => {
      expect(report.problems).toEqual([
        'tests/test_main.py:2 tests/test_main.py > test_wrong was collected and never run: a hook or an option leaves it out',
      ]);
    });
  });

  it.each([
    ['ends the process', 'import os\ndef test_a(): os._exit(0)\n', /ended before it reported \(exit 0\)/],
    [
      'ends the process when it is loaded',
      'import os\nos._exit(0)\ndef test_a(): pass\n',
      /ended before it reported/,
    ],
    [
      'changes the exit status',
      'import os, atexit\natexit.register(lambda: os._exit(0))\ndef test_a(): assert 0\n',
      /exit 0 although a test failed/,
    ],
  ])('does not believe a suite that %s', async (_what, text, problem) => {
    await run(service(text), ({ report }) => expect(report.problems.join()).toMatch(problem));
  });

  it('does not run a pytest or a coverage of the service’s own', async () => {
    const files = service('def test_a(): assert 0\n', {
      'pytest.py': 'print("1 passed")\n',
      'coverage.py': '',
      'src/pytest_cov.py': '',
    });
    await run(files, (done) => expect(statuses(done)).toEqual([['tests/test_main.py > test_a', 'failed']]));
  });

  it('names the file and line of what cannot be imported', async () => {
    await run(service('import nowhere\ndef test_a(): pass\n'), ({ report }) => {
      expect(report.results).toEqual([
        {
          id: 'tests/test_main.py',
          status: 'failed',
          message: "ModuleNotFoundError: No module named 'nowhere'",
          file: 'tests/test_main.py',
          line: 1,
        },
      ]);
    });
  });

  it('finds tests below src and beside a flat module, and imports them either way', async () => {
    const files = {
      'requirements.txt': '',
      'src/main.py': source,
      'src/tests/test_a.py': 'from main import total\ndef test_a(): assert total(1, 1) == 2\n',
      'test/test_b.py': 'from src.main import total\ndef test_b(): assert total(1, 1) == 2\n',
      'tests/helpers.py': 'def help(): pass\n',
    };
    await run(files, (done) => {
      expect(statuses(done)).toEqual([
        ['src/tests/test_a.py > test_a', 'passed'],
        ['test/test_b.py > test_b', 'passed'],
      ]);
      expect([...done.report.hits.keys()].filter((path) => path.startsWith('src/main'))).toEqual([
        'src/main.py',
      ]);
      expect(done.report.empty).toEqual([]);
    });
  });

  it('measures by its own rules: what the project’s coverage leaves out counts', async () => {
    const files = service('from src.main import total\ndef test_a(): assert total(1, 1) == 2\n', {
      '.coveragerc': '[run]\nomit = src/*\n',
      'src/more.py': 'def f():\n    x = 1\n    return x\n',
      'pyproject.toml': '[tool.coverage.report]\nexclude_lines = ["return"]\n',
    });
    await run(files, ({ coverage }) => {
      expect(coverage.worst).toEqual([
        { path: 'src/more.py', percent: 0 },
        { path: 'src/main.py', percent: 75 },
      ]);
    });
  });

  it('counts what a service ran that the tests start and stop', async () => {
    const main =
      'import time\n\n\ndef main():\n    while True:\n        print("up", flush=True)\n        time.sleep(0.05)\n\n\nmain()\n';
    const test =
      'import subprocess, sys\ndef test_up():\n    child = subprocess.Popen([sys.executable, "src/main.py"], stdout=subprocess.PIPE)\n    assert [child.stdout.readline() for _ in range(2)] == [b"up\\n"] * 2\n    child.terminate()\n    child.wait()\n';
    await run(service(test, { 'src/main.py': main }), ({ report, coverage }) => {
      expect(report.problems).toEqual([]);
      expect(coverage.percent).toBe(100);
    });
  });

  it('honours `pragma: no cover` for a few lines, and not for the most of a service', async () => {
    const test =
      'from src.main import total\ndef test_a(): assert total(1, 1) == 2\ndef test_b(): assert total(13, 1) == 0\n';
    const handler =
      '\n\nclass Handler:\n    def get(self):  # pragma: no cover\n        a = 1\n        return a\n\n\nif __name__ == "__main__":\n    total(1, 1)\n';
    await run(service(test, { 'src/main.py': source + handler }), ({ coverage }) =>
      expect(coverage.percent).toBe(100),
    );
    const much = `def most():  # pragma: no cover\n${Array.from({ length: 40 }, (_, n) => `    x${n} = ${n}\n`).join('')}`;
    await run(service(test, { 'src/main.py': source + much }), ({ coverage }) =>
      expect(coverage.percent).toBeLessThan(20),
    );
  });

  it('stops at the first failure where that is all that is asked, and runs the files it is asked for', async () => {
    const files = service('def test_a(): assert 0\ndef test_b(): assert 0\n', {
      'tests/test_z.py': 'import os\ndef test_z(): assert os.environ["TZ"] == "Asia/Tokyo"\n',
    });
    const { room, stack, plan } = await rooms.open(files);
    const options = { timeoutMs: 60_000, tick: () => {}, coverage: false, env: { TZ: 'Asia/Tokyo' } };
    const bailed = await runSuite(room, stack, plan, { ...options, bail: true });
    const only = await runSuite(room, stack, plan, { ...options, only: ['tests/test_z.py'] });
    const expected = isThere ? [['failed'], ['passed']] : [[], []];
    expect([bailed, only].map((one) => one.results.map((result) => result.status))).toEqual(expected);
    expect(bailed.problems).toEqual([]);
  });
});
