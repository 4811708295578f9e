/** Honest services in Python that the cases spoil. */
import type { CorpusFiles } from '../../corpus-case.ts';
import type { Sample } from './node.ts';
import { code, edit, md } from './text.ts';

const webPy = code`
import json
import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse


class Refused(Exception):
    def __init__(self, status, message):
        super().__init__(message)
        self.status = status
        self.message = message


def read(handler):
    length = int(handler.headers.get("content-length") or 0)
    if length > 100000:
        handler.close_connection = True
        raise Refused(413, "body is too large")
    text = handler.rfile.read(length)
    if not text:
        return {}
    try:
        body = json.loads(text)
    except ValueError:
        raise Refused(400, "body must be JSON")
    if not isinstance(body, dict):
        raise Refused(400, "body must be a JSON object")
    return body


def make_server(port, routes):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args):
            pass

        def handle_request(self):
            url = urlparse(self.path)
            try:
                body = read(self)
                for method, pattern, handle in routes:
                    match = re.fullmatch(pattern, url.path)
                    if match and method == self.command:
                        query = {name: values[-1] for name, values in parse_qs(url.query).items()}
                        return self.answer(*handle(match.groups(), query, body))
                raise Refused(404, "not found")
            except Refused as refused:
                self.answer(refused.status, {"error": refused.message})

        def answer(self, status, body):
            text = b"" if body is None else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            if status != 204:
                self.send_header("content-length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = do_DELETE = handle_request

    return ThreadingHTTPServer(("0.0.0.0", port), Handler)
`;

const mainPy = code`
import os
import signal
import threading

from app import make_app

if __name__ == "__main__":
    server = make_app(int(os.environ.get("PORT", "3000")), os.environ.get("DATA_DIR", "./data"))
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    server.serve_forever()
`;

/** A client of a service that listens in the same process. */
export const clientPy = code`
import json
import pathlib
import sys
import threading
import urllib.error
import urllib.request
from contextlib import contextmanager

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "src"))

from app import make_app


@contextmanager
def running(data_dir):
    server = make_app(0, str(data_dir))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()

    def call(method, path, body=None):
        data = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        url = "http://127.0.0.1:%d%s" % (server.server_address[1], path)
        try:
            with urllib.request.urlopen(urllib.request.Request(url, data, method=method), timeout=5) as response:
                text = response.read()
                return response.status, json.loads(text) if text else None
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read())

    try:
        yield call
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
`;

const common: CorpusFiles = {
  'requirements.txt': '',
  Dockerfile: code`
FROM python:3.11-slim
WORKDIR /app
COPY . .
RUN pip install --no-cache-dir -r requirements.txt
USER nobody
EXPOSE 3000
HEALTHCHECK CMD python -c "import urllib.request; urllib.request.urlopen('http://127.0.0.1:3000/health')"
CMD ["python", "src/main.py"]
`,
  '.env.example': 'PORT=3000\nDATA_DIR=./data\n',
  'src/main.py': mainPy,
  'src/web.py': webPy,
  'tests/client.py': clientPy,
};

const mainTestPy = code`
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time
import urllib.request

MAIN = pathlib.Path(__file__).resolve().parent.parent / "src" / "main.py"


def test_starts_and_ends(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {**os.environ, "PORT": str(port), "DATA_DIR": str(tmp_path)}
    process = subprocess.Popen([sys.executable, str(MAIN)], env=env)
    try:
        for _ in range(100):
            try:
                with urllib.request.urlopen("http://127.0.0.1:%d/health" % port, timeout=5) as response:
                    assert response.status == 200
                    break
            except OSError:
                time.sleep(0.05)
        else:
            raise AssertionError("it does not answer")
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    finally:
        process.kill()
        process.wait()
`;

/* Bookings: a room has one booking a day. */

export const bookings: Sample = {
  spec: md`
# Room bookings

## Purpose

People of an office book a meeting room for a day, and nobody else gets it on that day.

## Requirements

- ~room~ is required, 1 to 40 characters.
- ~day~ is required, a date like ~2026-05-04~.
- ~person~ is required, 1 to 80 characters.
- A second booking of the same ~room~ on the same ~day~ is refused with 409, ignoring the case of ~room~.
- The list is sorted by ~day~, the earliest first, and filtered by ~room~ where the query asks for it.
- Invalid input is refused with 400 and JSON with an ~error~ that names the bad field.
- Bookings survive a restart.

## API Specs

- ~POST /bookings~ – book a room: ~room~, ~day~, ~person~ → 201
- ~GET /bookings?room=~ – list the bookings → 200
- ~GET /bookings/{id}~ – read one booking → 200, or 404 for an unknown booking
- ~DELETE /bookings/{id}~ – cancel a booking → 204, or 404 for an unknown booking
- ~GET /health~ – health check → 200

A booking looks like this:

~~~json
{ "id": 1, "room": "Aquarium", "day": "2026-05-04", "person": "Ada" }
~~~

## Dependencies

- Stack: Python 3.11 or newer and its standard library.
- pytest and pytest-cov for its tests only.

## Success Criteria

- ~POST /bookings~ with valid input returns 201 and the booking.
- ~POST /bookings~ without ~day~ returns 400.
- The same ~room~ on the same ~day~ is refused with 409.
- ~DELETE /bookings/{id}~ returns 204, then ~GET /bookings/{id}~ returns 404.
- Bookings survive a restart.
- ~GET /health~ returns 200.
`,
  build: {
    ...common,
    'src/bookings.py': code`
import datetime
import json
import os
import threading

from web import Refused


def text_of(body, field, longest):
    value = body.get(field)
    if not isinstance(value, str) or not 1 <= len(value) <= longest:
        raise Refused(400, "%s must have 1 to %d characters" % (field, longest))
    return value


def day_of(body):
    value = body.get("day")
    try:
        if datetime.date.fromisoformat(value).isoformat() != value:
            raise ValueError
    except (TypeError, ValueError):
        raise Refused(400, "day must be a date like 2026-05-04")
    return value


class Bookings:
    def __init__(self, data_dir):
        os.makedirs(data_dir, exist_ok=True)
        self.path = os.path.join(data_dir, "bookings.json")
        self.lock = threading.Lock()
        self.last = 0
        self.all = []
        if os.path.exists(self.path):
            with open(self.path, encoding="utf-8") as file:
                state = json.load(file)
            self.last = state["last"]
            self.all = state["all"]

    def save(self):
        with open(self.path + ".new", "w", encoding="utf-8") as file:
            json.dump({"last": self.last, "all": self.all}, file)
        os.replace(self.path + ".new", self.path)

    def taken(self, room, day):
        return any(one["room"].lower() == room.lower() and one["day"] == day for one in self.all)

    def add(self, body):
        room = text_of(body, "room", 40)
        day = day_of(body)
        person = text_of(body, "person", 80)
        with self.lock:
            if self.taken(room, day):
                raise Refused(409, "room is booked on that day")
            self.last += 1
            one = {"id": self.last, "room": room, "day": day, "person": person}
            self.all.append(one)
            self.save()
            return one

    def list(self, room=None):
        found = [one for one in self.all if room is None or one["room"] == room]
        return sorted(found, key=lambda one: one["day"])

    def get(self, number):
        for one in self.all:
            if str(one["id"]) == number:
                return one
        raise Refused(404, "unknown booking")

    def remove(self, number):
        with self.lock:
            self.all.remove(self.get(number))
            self.save()
`,
    'src/app.py': code`
from bookings import Bookings
from web import make_server


def make_app(port, data_dir):
    bookings = Bookings(data_dir)
    return make_server(
        port,
        [
            ("GET", "/health", lambda ids, query, body: (200, {"status": "ok"})),
            ("POST", "/bookings", lambda ids, query, body: (201, bookings.add(body))),
            ("GET", "/bookings", lambda ids, query, body: (200, bookings.list(query.get("room")))),
            ("GET", "/bookings/([^/]+)", lambda ids, query, body: (200, bookings.get(ids[0]))),
            ("DELETE", "/bookings/([^/]+)", lambda ids, query, body: (204, bookings.remove(ids[0]))),
        ],
    )
`,
    'tests/test_bookings.py': code`
import pytest
from client import running

ADA = {"room": "Aquarium", "day": "2026-05-04", "person": "Ada"}


@pytest.fixture
def call(tmp_path):
    with running(tmp_path) as call:
        yield call


def test_health(call):
    assert call("GET", "/health") == (200, {"status": "ok"})
    assert call("GET", "/elsewhere")[0] == 404


def test_books_and_reads_back(call):
    assert call("POST", "/bookings", ADA) == (201, {"id": 1, **ADA})
    assert call("GET", "/bookings/1") == (200, {"id": 1, **ADA})
    assert call("GET", "/bookings/2")[0] == 404


@pytest.mark.parametrize(
    "field, value",
    [
        ("room", None),
        ("room", ""),
        ("room", "x" * 41),
        ("day", None),
        ("day", "tomorrow"),
        ("day", "2026-02-30"),
        ("day", "20260504"),
        ("day", 5),
        ("person", None),
        ("person", ""),
        ("person", "x" * 81),
        ("person", 7),
    ],
)
def test_refuses_invalid_input(call, field, value):
    status, body = call("POST", "/bookings", {**ADA, field: value})
    assert status == 400
    assert body["error"].startswith(field)


def test_takes_the_longest(call):
    assert call("POST", "/bookings", {**ADA, "room": "x" * 40, "person": "y" * 80})[0] == 201


@pytest.mark.parametrize("text, status", [(b"{", 400), (b"[]", 400), (b"5", 400), (b" " * 100001, 413)])
def test_refuses_what_is_no_object(call, text, status):
    assert call("POST", "/bookings", text)[0] == status


def test_refuses_a_taken_room(call):
    call("POST", "/bookings", ADA)
    assert call("POST", "/bookings", {**ADA, "person": "Bob"})[0] == 409
    assert call("POST", "/bookings", {**ADA, "room": "aquarium"})[0] == 409
    assert call("POST", "/bookings", {**ADA, "day": "2026-05-05"})[0] == 201
    assert call("POST", "/bookings", {**ADA, "room": "Attic"})[0] == 201


def test_lists_by_day_and_room(call):
    for room, day in [("b", "2026-05-06"), ("a", "2026-05-04"), ("b", "2026-05-05")]:
        call("POST", "/bookings", {**ADA, "room": room, "day": day})
    status, found = call("GET", "/bookings")
    assert status == 200
    assert [one["id"] for one in found] == [2, 3, 1]
    assert [one["id"] for one in call("GET", "/bookings?room=b")[1]] == [3, 1]


def test_cancels(call):
    call("POST", "/bookings", ADA)
    assert call("DELETE", "/bookings/1") == (204, None)
    assert call("GET", "/bookings/1")[0] == 404
    assert call("DELETE", "/bookings/1")[0] == 404
    assert call("POST", "/bookings", ADA)[0] == 201


def test_survives_a_restart(tmp_path):
    with running(tmp_path) as call:
        call("POST", "/bookings", ADA)
        call("POST", "/bookings", {**ADA, "room": "Attic"})
        call("DELETE", "/bookings/2")
    with running(tmp_path) as call:
        assert call("GET", "/bookings") == (200, [{"id": 1, **ADA}])
        assert call("POST", "/bookings", {**ADA, "room": "Attic"})[1]["id"] == 3
`,
    'tests/test_main.py': mainTestPy,
  },
};

/** Nobody looks whether the room is free. */
export const bookingsTwice: CorpusFiles = edit(bookings.build, 'src/bookings.py', [
  `            if self.taken(room, day):
                raise Refused(409, "room is booked on that day")
`,
  '',
]);

/** "Aquarium" and "aquarium" are two rooms. */
export const bookingsByCase: CorpusFiles = edit(bookings.build, 'src/bookings.py', [
  'one["room"].lower() == room.lower()',
  'one["room"] == room',
]);

/** The list is as it was written. */
export const bookingsUnsorted: CorpusFiles = edit(bookings.build, 'src/bookings.py', [
  'sorted(found, key=lambda one: one["day"])',
  'found',
]);

export const bookingsInMemory: CorpusFiles = edit(bookings.build, 'src/bookings.py', [
  'os.path.exists(self.path)',
  'False',
]);

/* Scores: the best of each player, sorted. */

export const scores: Sample = {
  spec: md`
# High scores

## Purpose

A small arcade game sends what its players reached and shows who is ahead.

## Requirements

- ~player~ is required, 1 to 30 characters.
- ~points~ is required, an integer from 0 to 1000000.
- All scores are kept; the ranking holds the best score of each player.
- The ranking shows the most points first; of equal points the one that was reached first.
- ~rank~ counts from 1; equal points have equal ranks, and the next rank is left out.
- The ranking has at most ~limit~ players (1 to 100, default 10).
- Invalid input is refused with 400 and JSON with an ~error~ that names the bad field.
- Scores survive a restart.

## API Specs

| Method | Path                | Description            | Answers                            |
| ------ | ------------------- | ---------------------- | ---------------------------------- |
| POST   | ~/scores~           | Send a score           | 201; 400 for invalid input         |
| GET    | ~/scores/:id~       | Read one score         | 200; 404 for an unknown score      |
| GET    | ~/ranking?limit=~   | The ranking            | 200; 400 for an invalid ~limit~    |
| GET    | ~/health~           | Health check           | 200                                |

### POST /scores

Request:

~~~json
{ "player": "Ada", "points": 120 }
~~~

Response 201:

~~~json
{ "id": 1, "player": "Ada", "points": 120 }
~~~

### GET /ranking

Response 200:

~~~json
[{ "rank": 1, "player": "Ada", "points": 120 }]
~~~

## Dependencies

None, only the standard library of Python 3.11; pytest and pytest-cov for the tests.

## Success Criteria

- ~POST /scores~ with valid input returns 201 and the score.
- ~POST /scores~ without ~player~ returns 400.
- A negative number of ~points~ is refused with 400.
- ~GET /scores/:id~ of an unknown score returns 404.
- The ranking holds each player once, the most points first.
- Scores survive a restart.
- ~GET /health~ returns 200.
`,
  build: {
    ...common,
    'src/scores.py': code`
import json
import os
import threading

from web import Refused


def is_whole(value, lowest, highest):
    return isinstance(value, int) and not isinstance(value, bool) and lowest <= value <= highest


class Scores:
    def __init__(self, data_dir):
        os.makedirs(data_dir, exist_ok=True)
        self.path = os.path.join(data_dir, "scores.jsonl")
        self.lock = threading.Lock()
        self.all = []
        if os.path.exists(self.path):
            with open(self.path, encoding="utf-8") as file:
                self.all = [json.loads(line) for line in file]

    def add(self, body):
        player = body.get("player")
        points = body.get("points")
        if not isinstance(player, str) or not 1 <= len(player) <= 30:
            raise Refused(400, "player must have 1 to 30 characters")
        if not is_whole(points, 0, 1000000):
            raise Refused(400, "points must be an integer from 0 to 1000000")
        with self.lock:
            one = {"id": len(self.all) + 1, "player": player, "points": points}
            with open(self.path, "a", encoding="utf-8") as file:
                file.write(json.dumps(one) + "\n")
            self.all.append(one)
            return one

    def get(self, number):
        for one in self.all:
            if str(one["id"]) == number:
                return one
        raise Refused(404, "unknown score")

    def ranking(self, limit):
        if not limit.isdecimal() or not 1 <= int(limit) <= 100:
            raise Refused(400, "limit must be an integer from 1 to 100")
        best = {}
        for one in sorted(self.all, key=lambda one: (-one["points"], one["id"])):
            best.setdefault(one["player"], one["points"])
        points = list(best.values())
        rows = [{"rank": points.index(most) + 1, "player": player, "points": most} for player, most in best.items()]
        return rows[: int(limit)]
`,
    'src/app.py': code`
from scores import Scores
from web import make_server


def make_app(port, data_dir):
    scores = Scores(data_dir)
    return make_server(
        port,
        [
            ("GET", "/health", lambda ids, query, body: (200, {"status": "ok"})),
            ("POST", "/scores", lambda ids, query, body: (201, scores.add(body))),
            ("GET", "/scores/([^/]+)", lambda ids, query, body: (200, scores.get(ids[0]))),
            ("GET", "/ranking", lambda ids, query, body: (200, scores.ranking(query.get("limit", "10")))),
        ],
    )
`,
    'tests/test_scores.py': code`
import pytest
from client import running


@pytest.fixture
def call(tmp_path):
    with running(tmp_path) as call:
        yield call


def send(call, *scores):
    for player, points in scores:
        assert call("POST", "/scores", {"player": player, "points": points})[0] == 201


def test_health(call):
    assert call("GET", "/health") == (200, {"status": "ok"})
    assert call("GET", "/")[0] == 404


def test_keeps_a_score(call):
    ada = {"id": 1, "player": "Ada", "points": 120}
    assert call("POST", "/scores", {"player": "Ada", "points": 120}) == (201, ada)
    assert call("GET", "/scores/1") == (200, ada)
    assert call("GET", "/scores/2")[0] == 404


@pytest.mark.parametrize(
    "body, field",
    [
        ({"points": 1}, "player"),
        ({"player": "", "points": 1}, "player"),
        ({"player": "x" * 31, "points": 1}, "player"),
        ({"player": 5, "points": 1}, "player"),
        ({"player": "Ada"}, "points"),
        ({"player": "Ada", "points": -1}, "points"),
        ({"player": "Ada", "points": 1000001}, "points"),
        ({"player": "Ada", "points": True}, "points"),
        ({"player": "Ada", "points": "1"}, "points"),
        (b"[]", "body"),
        (b"{", "body"),
    ],
)
def test_refuses_invalid_input(call, body, field):
    status, answer = call("POST", "/scores", body)
    assert status == 400
    assert answer["error"].startswith(field)


def test_refuses_too_much(call):
    assert call("POST", "/scores", b" " * 100001)[0] == 413


def test_takes_the_bounds(call):
    send(call, ("x" * 30, 0), ("y", 1000000))


def test_ranks_the_best_of_each_player(call):
    send(call, ("Ada", 50), ("Bob", 70), ("Cleo", 70), ("Ada", 90), ("Dan", 10), ("Bob", 20))
    assert call("GET", "/ranking") == (
        200,
        [
            {"rank": 1, "player": "Ada", "points": 90},
            {"rank": 2, "player": "Bob", "points": 70},
            {"rank": 2, "player": "Cleo", "points": 70},
            {"rank": 4, "player": "Dan", "points": 10},
        ],
    )


def test_limits_the_ranking(call):
    send(call, *[("p%d" % n, n) for n in range(12)])
    assert len(call("GET", "/ranking")[1]) == 10
    assert [one["points"] for one in call("GET", "/ranking?limit=2")[1]] == [11, 10]
    assert len(call("GET", "/ranking?limit=100")[1]) == 12
    for limit in ("0", "101", "-1", "many"):
        assert call("GET", "/ranking?limit=" + limit)[0] == 400


def test_survives_a_restart(tmp_path):
    with running(tmp_path) as call:
        send(call, ("Ada", 50))
    with running(tmp_path) as call:
        assert call("GET", "/scores/1")[1]["points"] == 50
        assert call("POST", "/scores", {"player": "Bob", "points": 1})[1]["id"] == 2
`,
    'tests/test_main.py': mainTestPy,
  },
};

/** Every score is in the ranking, not the best of each player. */
export const scoresOfAll: CorpusFiles = edit(
  scores.build,
  'src/scores.py',
  [
    `        best = {}
        for one in sorted(self.all, key=lambda one: (-one["points"], one["id"])):
            best.setdefault(one["player"], one["points"])
        points = list(best.values())
`,
    `        best = sorted(self.all, key=lambda one: (-one["points"], one["id"]))
        points = [one["points"] for one in best]
`,
  ],
  [
    '[{"rank": points.index(most) + 1, "player": player, "points": most} for player, most in best.items()]',
    '[{"rank": points.index(one["points"]) + 1, "player": one["player"], "points": one["points"]} for one in best]',
  ],
);

/** Equal points get the ranks one after the other. */
export const scoresWithoutTies: CorpusFiles = edit(
  scores.build,
  'src/scores.py',
  ['        points = list(best.values())\n', ''],
  ['"rank": points.index(most) + 1', '"rank": rank'],
  ['for player, most in best.items()', 'for rank, (player, most) in enumerate(best.items(), 1)'],
);

/* Roman numbers: a pure calculation. */

export const roman: Sample = {
  spec: md`
# Roman numbers

## Purpose

An engraver wants to have years and house numbers as Roman numbers, and to read old ones.

## Requirements

- ~number~ is an integer from 1 to 3999.
- ~roman~ is a Roman number in capitals in its usual form: ~IV~, not ~IIII~.
- What is not in the usual form is refused with 400 when it is read, ~IIII~, ~VX~ and ~iv~ too.
- Invalid input is refused with 400 and JSON with an ~error~ that names the bad field.

## API Specs

- ~GET /roman?number=~ – write a number → 200, or 400 for invalid input
- ~GET /number?roman=~ – read a Roman number → 200, or 400 for invalid input
- ~GET /health~ – health check → 200

### GET /roman?number=2026

Response 200:

~~~json
{ "number": 2026, "roman": "MMXXVI" }
~~~

## Dependencies

None, only the standard library of Python 3.11; pytest and pytest-cov for the tests.

## Success Criteria

- ~GET /roman?number=4~ returns 200 and ~IV~.
- ~GET /roman?number=1994~ returns 200 and ~MCMXCIV~.
- ~GET /roman?number=0~ returns 400.
- ~GET /number?roman=MMXXVI~ returns 200 and 2026.
- ~GET /number?roman=IIII~ returns 400.
- ~GET /health~ returns 200.
`,
  build: {
    ...common,
    'src/roman.py': code`
from web import Refused

STEPS = [
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
]


def to_roman(number):
    text = ""
    for value, letters in STEPS:
        while number >= value:
            text += letters
            number -= value
    return text


def to_number(text):
    number = 0
    rest = text
    for value, letters in STEPS:
        while rest.startswith(letters):
            number += value
            rest = rest[len(letters) :]
    if rest or not 1 <= number <= 3999 or to_roman(number) != text:
        raise Refused(400, "roman must be a Roman number in its usual form")
    return number
`,
    'src/app.py': code`
from roman import to_number, to_roman
from web import Refused, make_server


def write(ids, query, body):
    text = query.get("number", "")
    if not text.isdecimal() or len(text) > 4 or not 1 <= int(text) <= 3999:
        raise Refused(400, "number must be an integer from 1 to 3999")
    return 200, {"number": int(text), "roman": to_roman(int(text))}


def read(ids, query, body):
    text = query.get("roman", "")
    return 200, {"number": to_number(text), "roman": text}


def make_app(port, data_dir):
    return make_server(
        port,
        [
            ("GET", "/health", lambda ids, query, body: (200, {"status": "ok"})),
            ("GET", "/roman", write),
            ("GET", "/number", read),
        ],
    )
`,
    'tests/test_roman.py': code`
import pytest
from client import running


@pytest.fixture
def call(tmp_path):
    with running(tmp_path) as call:
        yield call


def test_health(call):
    assert call("GET", "/health") == (200, {"status": "ok"})
    assert call("GET", "/elsewhere")[0] == 404


PAIRS = [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (40, "XL"), (90, "XC"), (400, "CD"), (1994, "MCMXCIV")]
PAIRS += [(2026, "MMXXVI"), (3888, "MMMDCCCLXXXVIII"), (3999, "MMMCMXCIX")]


@pytest.mark.parametrize("number, roman", PAIRS)
def test_writes_and_reads(call, number, roman):
    pair = {"number": number, "roman": roman}
    assert call("GET", "/roman?number=%d" % number) == (200, pair)
    assert call("GET", "/number?roman=" + roman) == (200, pair)


@pytest.mark.parametrize("number", ["", "0", "-1", "4000", "1.5", "ten", "00000001"])
def test_refuses_numbers(call, number):
    status, body = call("GET", "/roman?number=" + number)
    assert status == 400
    assert body["error"].startswith("number")


@pytest.mark.parametrize("roman", ["", "IIII", "VX", "iv", "IXI", "MMMM", "ABC", "VV"])
def test_refuses_what_is_not_usual(call, roman):
    status, body = call("GET", "/number?roman=" + roman)
    assert status == 400
    assert body["error"].startswith("roman")


def test_refuses_a_body_that_is_not_json(call):
    for text, status in [(b"{", 400), (b"[]", 400), (b" " * 100001, 413)]:
        assert call("GET", "/health", text)[0] == status
`,
    'tests/test_main.py': mainTestPy,
  },
};

/** Four is IIII. */
export const romanWithoutSubtraction: CorpusFiles = edit(
  roman.build,
  'src/roman.py',
  ['    (900, "CM"),\n', ''],
  ['    (400, "CD"),\n', ''],
  ['    (90, "XC"),\n', ''],
  ['    (40, "XL"),\n', ''],
  ['    (9, "IX"),\n', ''],
  ['    (4, "IV"),\n', ''],
);

/** Whatever can be added up is read. */
export const romanReadsAnything: CorpusFiles = edit(roman.build, 'src/roman.py', [
  'if rest or not 1 <= number <= 3999 or to_roman(number) != text:',
  'if rest:',
]);
