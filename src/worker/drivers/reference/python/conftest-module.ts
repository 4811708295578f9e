/** `tests/conftest.py`: the service in the process of the tests, over a directory of its own. */
export const conftestModule = `"""The service in the process of a test, over a directory of its own."""

import json
import sys
import urllib.error
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from src.server import Service  # noqa: E402


class Running:
    def __init__(self, directory):
        self.directory = directory
        self.count = 0
        self.start()

    def start(self):
        self.service = Service(self.directory / str(self.count), "test")
        self.port = self.service.listen(0, "127.0.0.1")

    def restart(self):
        self.service.close()
        self.start()

    def reset(self):
        self.count += 1
        self.restart()

    def call(self, method, path, body=None):
        return self.raw(method, path, None if body is None else json.dumps(body).encode())

    def raw(self, method, path, data=None, headers=None):
        url = f"http://127.0.0.1:{self.port}{path}"
        sent = {"content-type": "application/json", **(headers or {})}
        request = urllib.request.Request(url, data=data, method=method, headers=sent)
        try:
            with urllib.request.urlopen(request, timeout=10) as response:
                return answer_of(response.status, response)
        except urllib.error.HTTPError as error:
            return answer_of(error.code, error)


def answer_of(status, response):
    text = response.read()
    return SimpleNamespace(status=status, headers=dict(response.headers), body=json.loads(text) if text else None)


@pytest.fixture
def service(tmp_path):
    running = Running(tmp_path)
    yield running
    running.service.close()
`;
