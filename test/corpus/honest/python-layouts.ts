import type { CorpusCase } from '../corpus-case.ts';
import { envExample, pythonDockerfile, pythonRequirements } from './parts/python.ts';

const cases: readonly CorpusCase[] = [
  {
    name: 'py-plain-modules-text-tools',
    about:
      'Plain modules in src/ that import each other by name, a conftest that puts src on sys.path, parametrized tests.',
    from: 'own',
    spec: `# Text tools

## Purpose

Editors of a small magazine need slugs and word counts for their articles.

## Requirements

- A slug is lower case ASCII: letters lose their accents, whatever is no letter and no digit becomes one dash, no dash at the ends.
- Words are what is between white space.
- A text is at most 10000 characters long; a missing or longer one is answered with 400.

## API Specs

- \`GET /slug?text=Hello, World!\` returns \`{"slug":"hello-world"}\`.
- \`POST /count\` takes \`{"text": "..."}\` and returns \`{"words": 2, "characters": 11, "lines": 1}\`.
- \`GET /health\` returns 200.

## Dependencies

- Python 3.11 and its standard library.

## Success Criteria

- \`GET /slug?text=Crème Brûlée\` returns \`{"slug":"creme-brulee"}\`.
- \`GET /slug\` without \`text\` returns 400.
- \`POST /count\` without \`text\` returns 400.
- \`GET /health\` returns 200.
`,
    build: {
      Dockerfile: pythonDockerfile(),
      'requirements.txt': pythonRequirements,
      '.env.example': envExample(),
      'src/text.py': `import re
import unicodedata

LONGEST = 10_000


def checked(text):
    if not isinstance(text, str):
        raise ValueError("text is required")
    if len(text) > LONGEST:
        raise ValueError(f"text has at most {LONGEST} characters")
    return text


def slugify(text):
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def count(text):
    return {
        "words": len(text.split()),
        "characters": len(text),
        "lines": text.count("\\n") + 1 if text else 0,
    }
`,
      'src/main.py': `import json
import os
import signal
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

from text import checked, count, slugify


class Handler(BaseHTTPRequestHandler):
    def send_json(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        url = urlsplit(self.path)
        query = parse_qs(url.query, keep_blank_values=True)
        if url.path == "/health":
            self.send_json(200, {"status": "ok"})
        elif url.path == "/slug":
            try:
                self.send_json(200, {"slug": slugify(checked(query.get("text", [None])[0]))})
            except ValueError as error:
                self.send_json(400, {"error": str(error)})
        else:
            self.send_json(404, {"error": "not found"})

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path != "/count":
            self.send_json(404, {"error": "not found"})
            return
        try:
            given = json.loads(body)
            self.send_json(200, count(checked(given["text"])))
        except (ValueError, KeyError, TypeError) as error:
            self.send_json(400, {"error": f"bad request: {error}"})

    def log_message(self, format, *args):
        pass


def make_server(host, port):
    return HTTPServer((host, port), Handler)


def main():
    server = make_server(os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8080")))
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    server.serve_forever()
    server.server_close()


if __name__ == "__main__":
    main()
`,
      'tests/conftest.py': `import json
import sys
import threading
import urllib.error
import urllib.request
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))


@pytest.fixture(scope="session")
def call():
    from main import make_server

    server = make_server("127.0.0.1", 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def call(path, body=None):
        request = urllib.request.Request(f"http://127.0.0.1:{server.server_port}{path}", data=body)
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    yield call
    server.shutdown()
    server.server_close()
`,
      'tests/test_text.py': `import pytest

from text import checked, count, slugify


@pytest.mark.parametrize(
    "text, slug",
    [
        ("Hello, World!", "hello-world"),
        ("Crème Brûlée", "creme-brulee"),
        ("  many   spaces ", "many-spaces"),
        ("a--b__c", "a-b-c"),
        ("2024: a year", "2024-a-year"),
        ("!!!", ""),
        ("", ""),
    ],
)
def test_slugify(text, slug):
    assert slugify(text) == slug
    assert slugify(slug) == slug


@pytest.mark.parametrize(
    "text, words, characters, lines",
    [("", 0, 0, 0), ("one", 1, 3, 1), ("hello world", 2, 11, 1), ("a b\\nc", 3, 5, 2), ("  ", 0, 2, 1)],
)
def test_count(text, words, characters, lines):
    assert count(text) == {"words": words, "characters": characters, "lines": lines}


def test_checked():
    assert checked("x" * 10000) == "x" * 10000
    with pytest.raises(ValueError, match="at most"):
        checked("x" * 10001)
    with pytest.raises(ValueError, match="required"):
        checked(None)
`,
      'tests/test_http.py': `import json
from urllib.parse import quote

import pytest


def test_health(call):
    assert call("/health") == (200, {"status": "ok"})


def test_slug(call):
    assert call("/slug?text=" + quote("Crème Brûlée")) == (200, {"slug": "creme-brulee"})
    assert call("/slug?text=") == (200, {"slug": ""})


def test_slug_without_text(call):
    status, body = call("/slug")
    assert status == 400
    assert "text" in body["error"]


def test_count(call):
    assert call("/count", json.dumps({"text": "hello world"}).encode()) == (
        200,
        {"words": 2, "characters": 11, "lines": 1},
    )


@pytest.mark.parametrize("body", [b"{}", b"[]", b"nope", b'{"text": 7}', json.dumps({"text": "x" * 10001}).encode()])
def test_count_refuses(call, body):
    assert call("/count", body)[0] == 400


def test_unknown_paths(call):
    assert call("/nothing")[0] == 404
    assert call("/nothing", b"{}")[0] == 404
`,
      'tests/test_process.py': `import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import main as main_module

MAIN = Path(main_module.__file__)


def test_it_starts_and_stops():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    child = subprocess.Popen([sys.executable, str(MAIN)], env={**os.environ, "PORT": str(port), "HOST": "127.0.0.1"})
    try:
        for _ in range(100):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/health") as answer:
                    assert answer.status == 200
                break
            except OSError:
                time.sleep(0.05)
        else:
            raise AssertionError("it never answered")
        child.send_signal(signal.SIGTERM)
        assert child.wait(timeout=5) == 0
    finally:
        child.kill()
`,
    },
    needs: ['pytest'],
  },
  {
    name: 'py-package-unittest-key-value',
    about:
      'A src package with __init__ and relative imports, unittest classes with setUp and subTest, no pytest feature at all.',
    from: 'own',
    spec: `# Key-value store

## Purpose

Small jobs keep a value under a key and read it later.

## Requirements

- A key is 1 to 64 characters out of letters, digits, \`.\`, \`_\` and \`-\`; others are answered with 400.
- A value is any JSON up to 64 KiB.
- Writing a new key answers 201, writing over an old one 200.
- A key can be listed by its prefix, sorted.
- Values survive a restart.

## API Specs

- \`PUT /kv/{key}\` – store the JSON of the body → 201 or 200; 400 when it is not JSON; 413 when it is too large
- \`GET /kv/{key}\` – read it → 200 with the value, or 404 for an unknown key
- \`DELETE /kv/{key}\` – delete it → 204, or 404
- \`GET /kv?prefix=\` – list the keys → 200
- \`GET /health\` – health check → 200

## Dependencies

None but Python 3.11.

## Success Criteria

- A stored value is read back as it was.
- A deleted key is answered with 404.
- \`GET /health\` returns 200.
`,
    build: {
      Dockerfile: pythonDockerfile('"python", "src/main.py"'),
      'requirements.txt': pythonRequirements,
      '.env.example': envExample(),
      'src/__init__.py': `"""A key-value store over HTTP."""
`,
      'src/store.py': `import json
import os
import re
import threading
from pathlib import Path

KEY = re.compile(r"[A-Za-z0-9._-]{1,64}")


class BadKey(Exception):
    pass


class Store:
    """All values in one file that is replaced as a whole."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / "values.json"
        self._lock = threading.Lock()
        self._values = json.loads(self._file.read_text()) if self._file.exists() else {}

    @staticmethod
    def check(key: str) -> str:
        if not KEY.fullmatch(key):
            raise BadKey(key)
        return key

    def _save(self) -> None:
        new = self._file.with_suffix(".new")
        new.write_text(json.dumps(self._values))
        os.replace(new, self._file)

    def put(self, key: str, value: object) -> bool:
        """True where the key is new."""
        with self._lock:
            new = self.check(key) not in self._values
            self._values[key] = value
            self._save()
            return new

    def get(self, key: str) -> object:
        return self._values[self.check(key)]

    def delete(self, key: str) -> None:
        with self._lock:
            del self._values[self.check(key)]
            self._save()

    def keys(self, prefix: str = "") -> list[str]:
        return sorted(key for key in self._values if key.startswith(prefix))
`,
      'src/api.py': `import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

from .store import BadKey, Store

LARGEST = 64 * 1024


class Api(BaseHTTPRequestHandler):
    store: Store
    protocol_version = "HTTP/1.1"

    def _reply(self, status: int, body: object = None, empty: bool = False) -> None:
        data = b"" if empty else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _handle(self) -> None:
        size = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(size)
        url = urlsplit(self.path)
        if url.path == "/health":
            return self._reply(200, {"status": "ok"})
        if url.path == "/kv" and self.command == "GET":
            return self._reply(200, {"keys": self.store.keys(parse_qs(url.query).get("prefix", [""])[0])})
        if not url.path.startswith("/kv/"):
            return self._reply(404, {"error": "no such path"})
        key = unquote(url.path[len("/kv/") :])
        try:
            if self.command == "PUT":
                if size > LARGEST:
                    return self._reply(413, {"error": "the value is too large"})
                return self._reply(201 if self.store.put(key, json.loads(body)) else 200, {"key": key})
            if self.command == "DELETE":
                self.store.delete(key)
                return self._reply(204, empty=True)
            return self._reply(200, self.store.get(key))
        except KeyError:
            return self._reply(404, {"error": "unknown key"})
        except BadKey:
            return self._reply(400, {"error": "the key is not valid"})
        except ValueError:
            return self._reply(400, {"error": "the body is not JSON"})

    do_GET = do_PUT = do_DELETE = _handle

    def log_message(self, format: str, *args: object) -> None:
        return None


def serve(store: Store, host: str, port: int) -> ThreadingHTTPServer:
    return ThreadingHTTPServer((host, port), type("BoundApi", (Api,), {"store": store}))
`,
      'src/main.py': `import os
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from src.api import serve  # noqa: E402
from src.store import Store  # noqa: E402


def run(env) -> None:
    server = serve(Store(Path(env.get("DATA_DIR", "data"))), env.get("HOST", "127.0.0.1"), int(env.get("PORT", 8080)))

    def stop(*_):
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, stop)
    server.serve_forever()


if __name__ == "__main__":  # pragma: no cover
    run(os.environ)
`,
      'tests/__init__.py': ``,
      'tests/test_store.py': `import tempfile
import unittest
from pathlib import Path

from src.store import BadKey, Store


class StoreTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.store = Store(self.folder)

    def test_put_says_whether_the_key_is_new(self):
        self.assertTrue(self.store.put("a", 1))
        self.assertFalse(self.store.put("a", 2))
        self.assertEqual(self.store.get("a"), 2)

    def test_values_of_all_kinds_survive(self):
        for value in (None, True, 0, "text", [1, 2], {"a": {"b": []}}):
            with self.subTest(value=value):
                self.store.put("k", value)
                self.assertEqual(Store(self.folder).get("k"), value)

    def test_delete(self):
        self.store.put("a", 1)
        self.store.delete("a")
        with self.assertRaises(KeyError):
            self.store.get("a")
        with self.assertRaises(KeyError):
            Store(self.folder).get("a")

    def test_keys_by_prefix_sorted(self):
        for key in ("b.2", "a", "b.1"):
            self.store.put(key, 0)
        self.assertEqual(self.store.keys(), ["a", "b.1", "b.2"])
        self.assertEqual(self.store.keys("b."), ["b.1", "b.2"])
        self.assertEqual(self.store.keys("z"), [])

    def test_bad_keys(self):
        for key in ("", "a b", "ä", "x" * 65, "a/b"):
            with self.subTest(key=key), self.assertRaises(BadKey):
                self.store.put(key, 1)
        self.assertTrue(self.store.put("x" * 64, 1))
`,
      'tests/test_api.py': `import http.client
import json
import tempfile
import threading
import unittest
from pathlib import Path
from unittest import mock

from src import main
from src.api import serve
from src.store import Store


class ApiTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.server = serve(Store(Path(cls.folder.name)), "127.0.0.1", 0)
        threading.Thread(target=cls.server.serve_forever, daemon=True).start()

    @classmethod
    def tearDownClass(cls):
        cls.server.shutdown()
        cls.server.server_close()
        cls.folder.cleanup()

    def call(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.server_port, timeout=5)
        self.addCleanup(connection.close)
        connection.request(method, path, body)
        answer = connection.getresponse()
        raw = answer.read()
        return answer.status, json.loads(raw) if raw else None

    def test_health(self):
        self.assertEqual(self.call("GET", "/health")[0], 200)

    def test_put_get_delete(self):
        self.assertEqual(self.call("PUT", "/kv/a", '{"x": 1}')[0], 201)
        self.assertEqual(self.call("PUT", "/kv/a", '{"x": 2}')[0], 200)
        self.assertEqual(self.call("GET", "/kv/a"), (200, {"x": 2}))
        self.assertEqual(self.call("DELETE", "/kv/a"), (204, None))
        self.assertEqual(self.call("GET", "/kv/a")[0], 404)
        self.assertEqual(self.call("DELETE", "/kv/a")[0], 404)

    def test_list(self):
        self.call("PUT", "/kv/list.b", "1")
        self.call("PUT", "/kv/list.a", "1")
        self.assertEqual(self.call("GET", "/kv?prefix=list."), (200, {"keys": ["list.a", "list.b"]}))

    def test_refusals(self):
        self.assertEqual(self.call("PUT", "/kv/a%20b", "1")[0], 400)
        self.assertEqual(self.call("PUT", "/kv/bad", "{")[0], 400)
        self.assertEqual(self.call("GET", "/kv/bad")[0], 404)
        self.assertEqual(self.call("GET", "/other")[0], 404)

    def test_size(self):
        self.assertEqual(self.call("PUT", "/kv/big", json.dumps("x" * (64 * 1024 - 2)))[0], 201)
        self.assertEqual(self.call("PUT", "/kv/big", json.dumps("x" * (64 * 1024 - 1)))[0], 413)


class MainTest(unittest.TestCase):
    def test_it_serves_what_the_environment_says(self):
        with tempfile.TemporaryDirectory() as folder, mock.patch.object(main, "serve") as serve_, mock.patch.object(
            main.signal, "signal"
        ) as signal_:
            main.run({"PORT": "1234", "HOST": "::1", "DATA_DIR": folder})
            store, host, port = serve_.call_args.args
            self.assertIsInstance(store, Store)
            self.assertEqual((host, port), ("::1", 1234))
            serve_.return_value.serve_forever.assert_called_once_with()
            with self.assertRaises(SystemExit):
                signal_.call_args.args[1]()
`,
    },
    needs: ['pytest'],
  },
  {
    name: 'py-sqlite-units-and-integration',
    about:
      'Dataclasses over sqlite3, tests in tests/unit and tests/integration, pytest settings in pyproject.toml.',
    from: 'own',
    spec: `# Feature Specification: Expenses

## Purpose

Flatmates write down what each of them paid and see who owes how much.

## Requirements

- \`payer\` is required, 1 to 40 characters.
- \`amount_cents\` is required, an integer from 1 to 10000000.
- \`note\` is optional, at most 200 characters, default "".
- The balance of a payer is what they paid minus an equal share of everything, rounded down to whole cents.
- Invalid input is refused with 400 and JSON with an \`error\`.
- Expenses survive a restart.

## API Specs

### POST /expenses

Write an expense down. Returns 201 with the expense, 400 for invalid input.

\`\`\`json
{ "payer": "Ada", "amount_cents": 1250, "note": "bread and cheese" }
\`\`\`

### GET /expenses?payer=

List the expenses, oldest first, of all or of one \`payer\`. Returns 200.

### GET /expenses/:id

Returns 200, or 404 for an unknown expense.

### DELETE /expenses/:id

Returns 204, or 404 for an unknown expense.

### GET /balance

Returns 200 with the balance of each payer in cents.

### GET /health

Health check. Returns 200.

## Dependencies

None: sqlite3 comes with Python 3.11.

## Success Criteria

- \`POST /expenses\` with a valid \`payer\` and \`amount_cents\` returns 201 and the expense.
- \`POST /expenses\` without \`payer\` returns 400.
- An \`amount_cents\` of 0 is refused with 400.
- A deleted expense is answered with 404.
- Expenses survive a restart.
- \`GET /health\` returns 200.
`,
    build: {
      Dockerfile: pythonDockerfile(),
      'requirements.txt': pythonRequirements,
      '.env.example': envExample(),
      'pyproject.toml': `[tool.pytest.ini_options]
pythonpath = ["src"]
addopts = "-ra --strict-markers"

[tool.coverage.report]
exclude_lines = ["pragma: no cover", "if __name__ == .__main__.:"]
`,
      'src/model.py': `from __future__ import annotations

from dataclasses import dataclass


class Invalid(ValueError):
    pass


@dataclass(frozen=True, slots=True)
class Expense:
    payer: str
    amount_cents: int
    note: str = ""
    id: int | None = None

    @classmethod
    def parse(cls, given: object) -> Expense:
        if not isinstance(given, dict):
            raise Invalid("an expense is an object")
        payer, amount, note = given.get("payer"), given.get("amount_cents"), given.get("note", "")
        if not isinstance(payer, str) or not 1 <= len(payer.strip()) or len(payer) > 40:
            raise Invalid("payer has 1 to 40 characters")
        if not isinstance(amount, int) or isinstance(amount, bool) or not 1 <= amount <= 10_000_000:
            raise Invalid("amount_cents is an integer from 1 to 10000000")
        if not isinstance(note, str) or len(note) > 200:
            raise Invalid("note has at most 200 characters")
        return cls(payer, amount, note)


def balances(expenses: list[Expense]) -> dict[str, int]:
    paid: dict[str, int] = {}
    for expense in expenses:
        paid[expense.payer] = paid.get(expense.payer, 0) + expense.amount_cents
    total = sum(paid.values())
    return {payer: (amount * len(paid) - total) // len(paid) for payer, amount in paid.items()}
`,
      'src/repository.py': `import sqlite3
import threading
from pathlib import Path

from model import Expense

SCHEMA = """
CREATE TABLE IF NOT EXISTS expense (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  payer TEXT NOT NULL,
  amount_cents INTEGER NOT NULL,
  note TEXT NOT NULL
)
"""


class Repository:
    def __init__(self, folder):
        Path(folder).mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._db = sqlite3.connect(Path(folder) / "expenses.db", check_same_thread=False)
        with self._db:
            self._db.execute(SCHEMA)

    def _query(self, sql, *values):
        with self._lock, self._db:
            return self._db.execute(sql, values).fetchall()

    def add(self, expense: Expense) -> Expense:
        rows = self._query(
            "INSERT INTO expense (payer, amount_cents, note) VALUES (?, ?, ?) RETURNING id",
            expense.payer,
            expense.amount_cents,
            expense.note,
        )
        return Expense(expense.payer, expense.amount_cents, expense.note, rows[0][0])

    def all(self, payer=None) -> list[Expense]:
        sql = "SELECT payer, amount_cents, note, id FROM expense"
        rows = self._query(sql + " ORDER BY id") if payer is None else self._query(sql + " WHERE payer = ? ORDER BY id", payer)
        return [Expense(*row) for row in rows]

    def get(self, id: int):
        rows = self._query("SELECT payer, amount_cents, note, id FROM expense WHERE id = ?", id)
        return Expense(*rows[0]) if rows else None

    def delete(self, id: int) -> bool:
        return bool(self._query("DELETE FROM expense WHERE id = ? RETURNING id", id))

    def close(self):
        self._db.close()
`,
      'src/main.py': `import json
import os
import re
import signal
import threading
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from model import Expense, Invalid, balances
from repository import Repository

ONE = re.compile(r"/expenses/(\\d{1,15})")


def handler(repository):
    class Handler(BaseHTTPRequestHandler):
        def answer(self, status, body=None):
            data = b"" if body is None else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def do_GET(self):
            url = urlsplit(self.path)
            if url.path == "/health":
                self.answer(200, {"status": "ok"})
            elif url.path == "/expenses":
                payer = parse_qs(url.query).get("payer", [None])[0]
                self.answer(200, [asdict(expense) for expense in repository.all(payer)])
            elif url.path == "/balance":
                self.answer(200, balances(repository.all()))
            elif (match := ONE.fullmatch(url.path)) and (expense := repository.get(int(match[1]))):
                self.answer(200, asdict(expense))
            else:
                self.answer(404, {"error": "not found"})

        def do_POST(self):
            raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if urlsplit(self.path).path != "/expenses":
                return self.answer(404, {"error": "not found"})
            try:
                self.answer(201, asdict(repository.add(Expense.parse(json.loads(raw)))))
            except json.JSONDecodeError:
                self.answer(400, {"error": "the body is not JSON"})
            except Invalid as error:
                self.answer(400, {"error": str(error)})

        def do_DELETE(self):
            match = ONE.fullmatch(self.path)
            if match and repository.delete(int(match[1])):
                self.answer(204)
            else:
                self.answer(404, {"error": "not found"})

        def log_message(self, *args):  # pragma: no cover
            pass

    return Handler


def build(folder, host="127.0.0.1", port=0):
    repository = Repository(folder)
    return ThreadingHTTPServer((host, port), handler(repository)), repository


def main():  # pragma: no cover
    server, repository = build(os.environ.get("DATA_DIR", "data"), os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", 8080)))
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    server.serve_forever()
    repository.close()


if __name__ == "__main__":
    main()
`,
      'tests/unit/test_model.py': `import pytest
from model import Expense, Invalid, balances


def test_parse_takes_what_is_valid():
    assert Expense.parse({"payer": "Ada", "amount_cents": 1}) == Expense("Ada", 1, "")
    assert Expense.parse({"payer": "x" * 40, "amount_cents": 10_000_000, "note": "n" * 200}).note == "n" * 200


@pytest.mark.parametrize(
    "change, field",
    [
        ({"payer": None}, "payer"),
        ({"payer": ""}, "payer"),
        ({"payer": "  "}, "payer"),
        ({"payer": "x" * 41}, "payer"),
        ({"amount_cents": 0}, "amount_cents"),
        ({"amount_cents": 10_000_001}, "amount_cents"),
        ({"amount_cents": 1.5}, "amount_cents"),
        ({"amount_cents": True}, "amount_cents"),
        ({"note": "n" * 201}, "note"),
        ({"note": None}, "note"),
    ],
)
def test_parse_refuses(change, field):
    with pytest.raises(Invalid, match=field):
        Expense.parse({"payer": "Ada", "amount_cents": 100, **change})


def test_parse_wants_an_object():
    with pytest.raises(Invalid):
        Expense.parse([])


def test_balances():
    assert balances([]) == {}
    assert balances([Expense("Ada", 300), Expense("Bob", 100)]) == {"Ada": 100, "Bob": -100}
    assert balances([Expense("Ada", 100), Expense("Bob", 1), Expense("Cy", 1)]) == {"Ada": 66, "Bob": -33, "Cy": -33}
`,
      'tests/unit/test_repository.py': `from model import Expense
from repository import Repository


def test_it_keeps_what_it_is_given(tmp_path):
    first = Repository(tmp_path / "deep" / "folder")
    ada = first.add(Expense("Ada", 5, "tea"))
    bob = first.add(Expense("Bob", 7))
    first.close()
    again = Repository(tmp_path / "deep" / "folder")
    assert again.all() == [ada, bob]
    assert again.all("Bob") == [bob]
    assert again.get(ada.id) == ada
    assert again.delete(ada.id) is True
    assert again.delete(ada.id) is False
    assert again.get(ada.id) is None
`,
      'tests/integration/conftest.py': `import json
import threading
import urllib.error
import urllib.request

import pytest
from main import build


@pytest.fixture
def api(tmp_path):
    server, repository = build(tmp_path)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()

    def request(method, path, body=None):
        data = json.dumps(body).encode() if not isinstance(body, (bytes, type(None))) else body
        url = f"http://127.0.0.1:{server.server_port}{path}"
        try:
            with urllib.request.urlopen(urllib.request.Request(url, data, method=method), timeout=5) as answer:
                raw = answer.read()
                return answer.status, json.loads(raw) if raw else None
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    yield request
    server.shutdown()
    thread.join()
    server.server_close()
    repository.close()
`,
      'tests/integration/test_api.py': `def test_health(api):
    assert api("GET", "/health")[0] == 200


def test_life_of_an_expense(api):
    status, made = api("POST", "/expenses", {"payer": "Ada", "amount_cents": 1250, "note": "bread"})
    assert status == 201
    assert made == {"id": made["id"], "payer": "Ada", "amount_cents": 1250, "note": "bread"}
    assert api("GET", f"/expenses/{made['id']}") == (200, made)
    assert api("GET", "/expenses") == (200, [made])
    assert api("GET", "/expenses?payer=Bob") == (200, [])
    assert api("DELETE", f"/expenses/{made['id']}") == (204, None)
    assert api("GET", f"/expenses/{made['id']}")[0] == 404
    assert api("DELETE", f"/expenses/{made['id']}")[0] == 404


def test_balance(api):
    api("POST", "/expenses", {"payer": "Ada", "amount_cents": 300})
    api("POST", "/expenses", {"payer": "Bob", "amount_cents": 100})
    assert api("GET", "/balance") == (200, {"Ada": 100, "Bob": -100})


def test_refusals(api):
    assert api("POST", "/expenses", {"amount_cents": 5})[0] == 400
    assert api("POST", "/expenses", b"{")[0] == 400
    assert api("POST", "/other", {})[0] == 404
    assert api("GET", "/expenses/abc")[0] == 404
    assert api("GET", "/expenses") == (200, [])
`,
    },
    needs: ['pytest'],
  },
  {
    name: 'py-makereport-recipe-geo',
    about:
      'A conftest with the usual makereport recipe that only keeps the report on the item, markers in pytest.ini, approx.',
    from: 'own',
    spec: `# Distances

## Purpose

A courier wants to know how far two places are apart as the crow flies.

## Requirements

- Latitudes are from -90 to 90, longitudes from -180 to 180; others are answered with 400.
- The distance is on a sphere with a radius of 6371 km, in kilometres, rounded to one decimal.

## API Specs

- \`GET /distance?lat1=52.52&lon1=13.405&lat2=48.8566&lon2=2.3522\` returns \`{"km":877.5}\`.
- \`GET /health\` returns 200.

## Dependencies

None.

## Success Criteria

- \`GET /distance?lat1=0&lon1=0&lat2=0&lon2=0\` returns \`{"km":0.0}\`.
- \`GET /distance?lat1=91&lon1=0&lat2=0&lon2=0\` returns 400.
- \`GET /distance\` returns 400.
- \`GET /health\` returns 200.
`,
    build: {
      Dockerfile: pythonDockerfile(),
      'requirements.txt': pythonRequirements,
      '.env.example': envExample(),
      'pytest.ini': `[pytest]
testpaths = tests
markers =
    http: talks to the running server
`,
      'src/__init__.py': ``,
      'src/geo.py': `from math import asin, cos, isfinite, radians, sin, sqrt

RADIUS_KM = 6371.0


def coordinate(text, limit, name):
    try:
        value = float(text)
    except (TypeError, ValueError):
        raise ValueError(f"{name} is not a number") from None
    if not isfinite(value) or abs(value) > limit:
        raise ValueError(f"{name} is from -{limit} to {limit}")
    return value


def distance(lat1, lon1, lat2, lon2):
    """Haversine."""
    lat1, lon1, lat2, lon2 = map(radians, (lat1, lon1, lat2, lon2))
    a = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * RADIUS_KM * asin(min(1.0, sqrt(a)))
`,
      'src/main.py': `import json
import os
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

if __package__ in (None, ""):  # pragma: no cover
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from src.geo import coordinate, distance

LIMITS = {"lat1": 90, "lon1": 180, "lat2": 90, "lon2": 180}


def answer(target):
    url = urlsplit(target)
    if url.path == "/health":
        return 200, {"status": "healthy"}
    if url.path != "/distance":
        return 404, {"detail": "not found"}
    query = dict(parse_qsl(url.query))
    try:
        place = [coordinate(query.get(name), limit, name) for name, limit in LIMITS.items()]
    except ValueError as error:
        return 400, {"detail": str(error)}
    return 200, {"km": round(distance(*place), 1)}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        status, body = answer(self.path)
        data = json.dumps(body, separators=(",", ":")).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def main():  # pragma: no cover
    server = ThreadingHTTPServer((os.environ.get("HOST", "0.0.0.0"), int(os.environ["PORT"])), Handler)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server.serve_forever()


if __name__ == "__main__":
    main()
`,
      'tests/conftest.py': `import sys
import threading
from http.server import HTTPServer
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))


@pytest.hookimpl(tryfirst=True, hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    setattr(item, "rep_" + report.when, report)


@pytest.fixture
def server(request):
    from src.main import Handler

    lines = []

    class Quiet(Handler):
        def log_message(self, format, *args):
            lines.append(format % args)

    running = HTTPServer(("127.0.0.1", 0), Quiet)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()
    # what the server logged helps only where the test failed
    if request.node.rep_call.failed:
        print("\\n".join(lines))
`,
      'tests/test_geo.py': `import math

import pytest

from src.geo import coordinate, distance


@pytest.mark.parametrize(
    "places, km",
    [
        ((0, 0, 0, 0), 0),
        ((0, 0, 0, 180), math.pi * 6371),
        ((90, 0, -90, 0), math.pi * 6371),
        ((0, 0, 0, 90), math.pi * 6371 / 2),
        ((52.52, 13.405, 48.8566, 2.3522), 877.5),
        ((-33.8688, 151.2093, 51.5074, -0.1278), 16993.9),
    ],
)
def test_distance(places, km):
    assert distance(*places) == pytest.approx(km, abs=0.1)


def test_both_ways_are_equally_long():
    assert distance(10, 20, -30, 40) == pytest.approx(distance(-30, 40, 10, 20))


@pytest.mark.parametrize("text", [None, "", "north", "nan", "inf", "90.1", "-90.1"])
def test_no_coordinate(text):
    with pytest.raises(ValueError, match="lat1"):
        coordinate(text, 90, "lat1")


def test_the_poles_are_coordinates():
    assert coordinate("90", 90, "lat1") == 90.0
    assert coordinate("-90", 90, "lat1") == -90.0
`,
      'tests/test_main.py': `import json
import urllib.error
import urllib.request

import pytest

from src.main import answer


def test_answers():
    assert answer("/health")[0] == 200
    assert answer("/elsewhere")[0] == 404
    assert answer("/distance?lat1=52.52&lon1=13.405&lat2=48.8566&lon2=2.3522") == (200, {"km": 877.5})
    assert answer("/distance?lat1=0&lon1=0&lat2=0&lon2=0") == (200, {"km": 0.0})


@pytest.mark.parametrize("name, value", [("lat1", "91"), ("lon1", "-181"), ("lat2", "-91"), ("lon2", "181"), ("lat2", "x")])
def test_names_what_is_wrong(name, value):
    query = {"lat1": "1", "lon1": "1", "lat2": "2", "lon2": "2", name: value}
    status, body = answer("/distance?" + "&".join(f"{k}={v}" for k, v in query.items()))
    assert status == 400
    assert body["detail"].startswith(name)


@pytest.mark.http
def test_over_http(server):
    with urllib.request.urlopen(f"{server}/distance?lat1=0&lon1=0&lat2=0&lon2=1") as reply:
        assert reply.headers["Content-Type"] == "application/json"
        assert json.load(reply) == {"km": 111.2}
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"{server}/distance")
    assert caught.value.code == 400
`,
    },
    needs: ['pytest'],
  },
  {
    name: 'py-threads-monkeypatch-queue',
    about:
      'A job queue with leases guarded by a lock, tests with threads, a monkeypatched clock, capsys and a process of its own.',
    from: 'own',
    spec: `# Job queue

## Purpose

Workers fetch jobs that others put in, and a job whose worker vanished is handed out again.

## Requirements

- A job has a \`payload\`, any JSON; it is required.
- Jobs are handed out in the order in which they came in.
- A fetched job is hidden for 30 seconds. When it is not done by then it is handed out again.
- No job is handed out to two workers at once.
- Jobs survive a restart.

## API Specs

- \`POST /jobs\` – put a job in → 201 with its \`id\`; 400 without \`payload\`
- \`POST /jobs/next\` – fetch a job → 200 with \`id\` and \`payload\`, or 204 when there is none
- \`POST /jobs/{id}/done\` – the job is done → 204, or 404 for an unknown job
- \`GET /stats\` – how many are waiting and running → 200
- \`GET /health\` – health check → 200

## Dependencies

- Python 3.11, nothing else.

## Success Criteria

- \`POST /jobs\` with a \`payload\` returns 201.
- \`POST /jobs\` without \`payload\` returns 400.
- \`POST /jobs/{id}/done\` of an unknown job returns 404.
- \`GET /health\` returns 200.
`,
    build: {
      Dockerfile: pythonDockerfile('"python", "-u", "src/main.py"'),
      'requirements.txt': pythonRequirements,
      '.env.example': envExample(),
      'src/jobs.py': `import json
import os
import threading
import time
from collections import OrderedDict

LEASE_SECONDS = 30


class Queue:
    def __init__(self, folder):
        os.makedirs(folder, exist_ok=True)
        self._path = os.path.join(folder, "jobs.json")
        self._lock = threading.RLock()
        self._next = 1
        self._jobs = OrderedDict()
        if os.path.exists(self._path):
            with open(self._path, encoding="utf-8") as file:
                kept = json.load(file)
            self._next = kept["next"]
            for job in kept["jobs"]:
                self._jobs[job["id"]] = job
            print(f"{len(self._jobs)} jobs found")

    def _save(self):
        with open(self._path + ".tmp", "w", encoding="utf-8") as file:
            json.dump({"next": self._next, "jobs": list(self._jobs.values())}, file)
        os.replace(self._path + ".tmp", self._path)

    def put(self, payload):
        with self._lock:
            job = {"id": self._next, "payload": payload, "hidden_until": 0}
            self._next += 1
            self._jobs[job["id"]] = job
            self._save()
            return job["id"]

    def fetch(self):
        with self._lock:
            now = time.time()
            for job in self._jobs.values():
                if job["hidden_until"] <= now:
                    job["hidden_until"] = now + LEASE_SECONDS
                    self._save()
                    return {"id": job["id"], "payload": job["payload"]}
            return None

    def done(self, id):
        with self._lock:
            if self._jobs.pop(id, None) is None:
                return False
            self._save()
            return True

    def stats(self):
        with self._lock:
            now = time.time()
            running = sum(job["hidden_until"] > now for job in self._jobs.values())
            return {"waiting": len(self._jobs) - running, "running": running}
`,
      'src/web.py': `import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Web(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address, queue):
        super().__init__(address, Handler)
        self.queue = queue


class Handler(BaseHTTPRequestHandler):
    def reply(self, status, body=None):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        data = b"" if status == 204 else json.dumps(body).encode()
        if status != 204:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        if self.path == "/health":
            self.reply(200, {"status": "ok"})
        elif self.path == "/stats":
            self.reply(200, self.server.queue.stats())
        else:
            self.reply(404, {"error": "not found"})

    def do_POST(self):
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = self.path.strip("/").split("/")
        match parts:
            case ["jobs"]:
                try:
                    payload = json.loads(raw)["payload"]
                except (ValueError, KeyError, TypeError):
                    return self.reply(400, {"error": "payload is required"})
                return self.reply(201, {"id": self.server.queue.put(payload)})
            case ["jobs", "next"]:
                job = self.server.queue.fetch()
                return self.reply(200, job) if job else self.reply(204)
            case ["jobs", id, "done"] if id.isdecimal() and self.server.queue.done(int(id)):
                return self.reply(204)
        return self.reply(404, {"error": "not found"})

    def log_message(self, *_):
        pass
`,
      'src/main.py': `import os
import signal
import sys

from jobs import Queue
from web import Web


def stop(*_):
    print("stopping")
    sys.exit(0)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, stop)
    web = Web((os.getenv("HOST", "127.0.0.1"), int(os.getenv("PORT", "8080"))), Queue(os.getenv("DATA_DIR", "data")))
    print(f"listening on {web.server_port}", flush=True)
    web.serve_forever()
`,
      'tests/conftest.py': `import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "src"))
`,
      'tests/test_jobs.py': `import threading

import jobs
import pytest
from jobs import Queue


@pytest.fixture
def queue(tmp_path):
    return Queue(tmp_path)


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = 1_000_000.0

    monkeypatch.setattr(jobs.time, "time", lambda: Clock.now)
    return Clock


def test_in_the_order_they_came(queue):
    first, second = queue.put("a"), queue.put({"b": 1})
    assert queue.fetch() == {"id": first, "payload": "a"}
    assert queue.fetch() == {"id": second, "payload": {"b": 1}}
    assert queue.fetch() is None


def test_hidden_for_thirty_seconds(queue, clock):
    id = queue.put("a")
    assert queue.fetch()["id"] == id
    clock.now += 29.9
    assert queue.fetch() is None
    assert queue.stats() == {"waiting": 0, "running": 1}
    clock.now += 0.1
    assert queue.stats() == {"waiting": 1, "running": 0}
    assert queue.fetch()["id"] == id


def test_done_only_once(queue):
    id = queue.put("a")
    assert queue.done(id) is True
    assert queue.done(id) is False
    assert queue.stats() == {"waiting": 0, "running": 0}


def test_jobs_survive(queue, tmp_path, capsys):
    queue.put("a")
    last = queue.put("b")
    queue.done(last)
    again = Queue(tmp_path)
    assert capsys.readouterr().out == "1 jobs found\\n"
    assert again.fetch()["payload"] == "a"
    assert again.put("c") == last + 1
    assert queue.done(999) is False


def test_a_new_folder_is_quiet(queue, capsys):
    assert capsys.readouterr().out == ""


def test_no_job_twice(queue):
    for number in range(40):
        queue.put(number)
    got = []

    def work():
        while (job := queue.fetch()) is not None:
            got.append(job["payload"])

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(got) == list(range(40))
`,
      'tests/test_web.py': `import json
import os
import subprocess
import sys
import threading
from http.client import HTTPConnection

import pytest
import web
from jobs import Queue


def call(port, method, path, body=None):
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request(method, path, body)
        answer = connection.getresponse()
        raw = answer.read()
        return answer.status, json.loads(raw) if raw else None
    finally:
        connection.close()


@pytest.fixture
def port(tmp_path):
    server = web.Web(("127.0.0.1", 0), Queue(tmp_path))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def test_a_job_through_http(port):
    status, made = call(port, "POST", "/jobs", json.dumps({"payload": [1, 2]}))
    assert status == 201
    assert call(port, "GET", "/stats") == (200, {"waiting": 1, "running": 0})
    assert call(port, "POST", "/jobs/next") == (200, {"id": made["id"], "payload": [1, 2]})
    assert call(port, "POST", "/jobs/next") == (204, None)
    assert call(port, "POST", f"/jobs/{made['id']}/done") == (204, None)
    assert call(port, "POST", f"/jobs/{made['id']}/done")[0] == 404


@pytest.mark.parametrize("body", [None, "{", "{}", "[]", "7"])
def test_no_payload(port, body):
    assert call(port, "POST", "/jobs", body)[0] == 400
    assert call(port, "GET", "/stats") == (200, {"waiting": 0, "running": 0})


def test_a_null_payload_is_one(port):
    assert call(port, "POST", "/jobs", '{"payload": null}')[0] == 201


def test_other_paths(port):
    assert call(port, "GET", "/health") == (200, {"status": "ok"})
    assert call(port, "GET", "/jobs/next")[0] == 404
    assert call(port, "POST", "/jobs/x/done")[0] == 404


def test_main_listens_and_stops(tmp_path):
    main = os.path.join(os.path.dirname(web.__file__), "main.py")
    env = {**os.environ, "PORT": "0", "HOST": "127.0.0.1", "DATA_DIR": str(tmp_path)}
    with subprocess.Popen([sys.executable, main], env=env, stdout=subprocess.PIPE, text=True) as child:
        port = int(child.stdout.readline().split()[-1])
        assert call(port, "GET", "/health")[0] == 200
        child.terminate()
        assert child.wait(5) == 0
`,
    },
    needs: ['pytest'],
  },
];

export default cases;
