/**
 * Starts pytest inside the sandbox. pytest and what it needs are imported before anything of the service can stand in
 * their place; what was collected, before any hook of the service could drop some of it, and what came of each test is
 * written when the session ends. The first argument is where to; the file is missing when the session did not end.
 */
export const pytestLauncher = `
import json
import os
import sys

sys.path.pop(0)
import pytest
import pytest_cov.plugin
import coverage
import _pytest.junitxml
import unittest.mock

build = os.getcwd()
sys.path.insert(0, build)
for more in ("src", "lib"):
    if os.path.isdir(os.path.join(build, more)):
        sys.path.append(os.path.join(build, more))


def place(report):
    crash = getattr(getattr(report, "longrepr", None), "reprcrash", None)
    return [str(crash.path), crash.lineno] if crash is not None else None


def words(report):
    longrepr = getattr(report, "longrepr", None)
    crash = getattr(longrepr, "reprcrash", None)
    if crash is not None:
        return str(crash.message)[:20000]
    if isinstance(longrepr, tuple):
        return str(longrepr[2])[:20000]
    return "" if longrepr is None else str(longrepr)[-20000:]


class Seen:
    def __init__(self, path):
        self.path = path
        self.found = []
        self.tests = {}
        self.broken = []

    def pytest_itemcollected(self, item):
        file, line, _ = item.location
        self.found.append([item.nodeid, file, None if line is None else line + 1])

    def pytest_collectreport(self, report):
        if report.failed:
            self.broken.append([report.nodeid, words(report), place(report)])
        elif report.skipped:
            self.tests[report.nodeid] = {"skip": words(report), "reruns": 0, "ms": 0}

    def pytest_runtest_logreport(self, report):
        test = self.tests.setdefault(report.nodeid, {"reruns": 0, "ms": 0})
        test["ms"] += report.duration * 1000
        if report.outcome == "rerun":
            test["reruns"] += 1
        elif hasattr(report, "wasxfail"):
            test["skip"] = "it is marked as one that fails" + (
                ", and it passed" if report.passed else ""
            )
        elif report.failed:
            test.setdefault("fail", words(report))
            test.setdefault("place", place(report))
        elif report.skipped:
            test["skip"] = words(report)
        elif report.when == "call":
            test["passed"] = True

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session, exitstatus):
        report = {"found": self.found, "tests": self.tests, "broken": self.broken}
        with open(self.path + ".part", "w") as file:
            json.dump(report, file)
        os.replace(self.path + ".part", self.path)


sys.exit(int(pytest.main(sys.argv[2:], plugins=[Seen(sys.argv[1])])))
`;

/** What coverage leaves out: lines that only run when the module is the program, or that nobody can reach. Nothing of the service's own choice. */
export const coverageConfig = `[run]
branch = False
sigterm = True
omit =
    .deps/*
    */node_modules/*

[report]
ignore_errors = True
exclude_lines =
    ^\\s*if __name__ == .__main__.
    ^\\s*if (typing\\.)?TYPE_CHECKING\\b
    ^\\s*raise NotImplementedError
    ^\\s*\\.\\.\\.\\s*$
    ^\\s*@(abc\\.)?abstractmethod\\b
`;
