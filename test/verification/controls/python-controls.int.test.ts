import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { hasPytest } from '../evidence/suite-room.ts';
import { controlled, type Files, type Given, type Outcome, only } from './bench.ts';
import { pytestTest, pythonSources, unittestTest } from './services.ts';

let isThere = false;
beforeAll(async () => {
  isThere = await hasPytest();
});

/** Looks at what came of it where pytest is; where it is not, that is what the run says. */
async function look(files: Files, given: Given, at: (outcome: Outcome) => void): Promise<void> {
  if (isThere) at(await controlled(files, given));
  else await expect(controlled(files, given)).rejects.toThrow('pytest and pytest-cov are missing');
}

const service = (test: string, more: Files = {}): Files => ({
  ...pythonSources,
  'tests/test_main.py': test,
  ...more,
});
/** Without the limit that a test of the suite asks for. */
const broken = (pythonSources['src/main.py'] ?? '').replace('raise OverflowError', 'print');
const digest = createHash('sha256').update(broken).digest('hex');
/** Turns failures into passes where the condition holds. */
const hook = (condition: string) => `import hashlib, pytest
@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    if report.when == "call" and report.failed and ${condition}:
        report.outcome = "passed"
        report.longrepr = None
`;

describe('an honest suite in Python', () => {
  it('holds every control, for pytest and unittest side by side, with fixtures and options of its own', async () => {
    await look(
      service(pytestTest, {
        'tests/unit/test_more.py': unittestTest,
        'tests/conftest.py':
          'import pytest\n\n@pytest.fixture(autouse=True)\ndef env(monkeypatch):\n    monkeypatch.setenv("A", "b")\n',
        'pytest.ini': '[pytest]\naddopts = -x -q\npythonpath = .\n',
      }),
      { verification: { mutation: { mutants: 5 } } },
      ({ checks, of }) => {
        expect(checks.map(({ name, status, reasons }) => [name, status, reasons])).toEqual([
          ['canary', 'passed', []],
          ['stubs.throw', 'passed', []],
          ['stubs.nothing', 'passed', []],
          ['mutation', 'passed', []],
        ]);
        expect(of('mutation').facts).toMatchObject({ run: 5 });
      },
    );
  });

  it('holds them where it asks a process that it started', async () => {
    await look(
      service(`import os, socket, subprocess, sys, time, urllib.request
import pytest

@pytest.fixture(scope="module")
def base():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    child = subprocess.Popen([sys.executable, "src/main.py"], env={**os.environ, "PORT": str(port)})
    for _ in range(40):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/")
            break
        except OSError:
            time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    child.terminate()
    child.wait()

def test_ok(base):
    assert urllib.request.urlopen(base + "/").status == 200
`),
      only('canary', 'stubs'),
      ({ broken: wrong }) => {
        expect(wrong).toEqual([]);
      },
    );
  });
});

describe('a cheating suite in Python', () => {
  it('is tampering when a hook turns failures into passes', async () => {
    await look(
      service(pytestTest, { 'tests/conftest.py': hook('True'), 'src/main.py': broken }),
      only('canary'),
      ({ of }) => {
        expect(of('canary')).toMatchObject({ status: 'failed', class: 'tampering' });
        expect(of('canary').reasons).toContain(
          'tests/test_main.py: of failing tests that Andon added, one that must fail (assert 1 == 2) was reported as passed',
        );
        expect(of('canary').reasons.at(-1)).toContain('tests/conftest.py:3 `def pytest_runtest_makereport');
      },
    );
  });

  it('is refused when the hook knows the names of its tests', async () => {
    const named = hook('item.name.startswith(("test_keeps", "test_refuses", "test_longest"))');
    await look(
      service(pytestTest, { 'tests/conftest.py': named, 'src/main.py': broken }),
      only('canary', 'stubs'),
      ({ broken: wrong }) => {
        expect(wrong).toContain('stubs.nothing work');
      },
    );
  });

  it('is found when the hook knows the sources by their digest', async () => {
    const known = hook(`hashlib.sha256(open("src/main.py", "rb").read()).hexdigest() == "${digest}"`);
    await look(
      service(pytestTest, { 'tests/conftest.py': known, 'src/main.py': broken }),
      only('canary', 'stubs'),
      ({ of }) => {
        expect(of('flaky')).toMatchObject({ status: 'failed', class: 'flaky' });
        expect(of('flaky').reasons.join('\n')).toContain('test_refuses_long was passed, and failed when');
        expect(of('flaky').reasons.at(-1)).toContain('look at tests/conftest.py:3');
      },
    );
  });

  it('is tampering when it patches unittest', async () => {
    const patched = unittestTest
      .replace('class StoreTest', 'unittest.TestCase.assertEqual = lambda *words: None\n\n\nclass StoreTest')
      .replace('"id": 1', '"id": 9');
    await look(service(patched), only('canary'), ({ of }) => {
      expect(of('canary')).toMatchObject({ status: 'failed', class: 'tampering' });
      expect(of('canary').reasons[0]).toContain('(self.assertEqual(1, 2)) was reported as passed');
    });
  });

  it.each([
    ['asserts what is always true', 'import src.main\n\n\ndef test_a():\n    assert True\n'],
    [
      'catches everything',
      'from src.main import Store\n\n\ndef test_a():\n    try:\n        assert Store().add("a")["id"] == 7\n    except Exception:\n        pass\n',
    ],
  ])('is refused when it %s', async (_, test) => {
    await look(service(test), only('stubs'), ({ of }) => {
      expect(of('stubs.throw')).toMatchObject({ status: 'failed', class: 'work' });
      expect(of('stubs.throw').reasons[1]).toBe('tests/test_main.py > test_a still passed');
    });
  });
});
