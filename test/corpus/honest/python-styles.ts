import type { CorpusCase } from '../corpus-case.ts';
import { envExample, pythonDockerfile, pythonRequirements } from './parts/python.ts';

const cases: readonly CorpusCase[] = [
  {
    name: 'py-one-file-service-data-driven',
    about:
      'The whole service is src/main.py; tests read their cases from a JSON file and start the server once per module.',
    from: 'own',
    spec: `# Leaderboard

## Purpose

An arcade shows who has the highest scores.

## Requirements

- A score has a \`player\` of 3 letters A to Z and \`points\`, an integer from 0 to 999999.
- Only the best score of a player counts.
- The board shows the 10 best, the highest first; of equal ones who came first.
- Scores survive a restart.

## API Specs

- \`POST /scores\` returns 201 with the best score of that \`player\`; 400 for invalid input.
- \`GET /board\` returns 200 with the list, each with \`rank\`, \`player\` and \`points\`.
- \`GET /players/:player\` returns 200, or 404 for an unknown player.
- \`GET /health\` returns 200.

## Dependencies

None.

## Success Criteria

- \`POST /scores\` without \`player\` returns 400.
- \`GET /players/:player\` of an unknown player returns 404.
- \`GET /health\` returns 200.
`,
    build: {
      Dockerfile: pythonDockerfile(),
      'requirements.txt': pythonRequirements,
      '.env.example': envExample(),
      'src/main.py': `"""A leaderboard."""
import json
import os
import re
import signal
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def load(path):
    if not os.path.exists(path):
        return {}
    with open(path) as file:
        return json.load(file)


def best(scores, player, points):
    """The scores with this one in: a better one comes after all that are equal to it."""
    if player in scores and scores[player] >= points:
        return scores
    rest = {name: value for name, value in scores.items() if name != player}
    return {**rest, player: points}


def board(scores):
    ranked = sorted(scores.items(), key=lambda score: -score[1])[:10]
    return [{"rank": rank, "player": player, "points": points} for rank, (player, points) in enumerate(ranked, 1)]


def problem(given):
    if not isinstance(given, dict):
        return "a score is an object"
    if not isinstance(given.get("player"), str) or not re.fullmatch("[A-Z]{3}", given["player"]):
        return "player has 3 letters A to Z"
    if type(given.get("points")) is not int or not 0 <= given["points"] <= 999_999:
        return "points is an integer from 0 to 999999"
    return None


class Board(ThreadingHTTPServer):
    def __init__(self, address, folder):
        os.makedirs(folder, exist_ok=True)
        self.path = os.path.join(folder, "scores.json")
        self.scores = load(self.path)
        self.lock = threading.Lock()
        super().__init__(address, Handler)

    def record(self, player, points):
        with self.lock:
            self.scores = best(self.scores, player, points)
            with open(self.path + ".new", "w") as file:
                json.dump(self.scores, file)
            os.replace(self.path + ".new", self.path)
            return self.scores[player]


class Handler(BaseHTTPRequestHandler):
    def write(self, status, value):
        data = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", len(data))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        scores = self.server.scores
        player = self.path.removeprefix("/players/")
        if self.path == "/health":
            self.write(200, {"status": "ok"})
        elif self.path == "/board":
            self.write(200, board(scores))
        elif self.path != player and player in scores:
            self.write(200, {"player": player, "points": scores[player]})
        else:
            self.write(404, {"error": "not found"})

    def do_POST(self):
        raw = self.rfile.read(int(self.headers["Content-Length"] or 0))
        if self.path != "/scores":
            return self.write(404, {"error": "not found"})
        try:
            given = json.loads(raw)
        except ValueError:
            return self.write(400, {"error": "the body is not JSON"})
        if error := problem(given):
            return self.write(400, {"error": error})
        points = self.server.record(given["player"], given["points"])
        return self.write(201, {"player": given["player"], "points": points})

    def log_request(self, *_):
        pass


def main():  # pragma: no cover
    server = Board((os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8080"))), os.environ.get("DATA_DIR", "data"))
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    server.serve_forever(poll_interval=0.1)


if __name__ == "__main__":  # pragma: no cover
    main()
`,
      'setup.cfg': `[tool:pytest]
pythonpath = src
addopts = -q
`,
      'tests/data/scores.json': `{
  "boards": [
    { "name": "empty", "scores": [], "expected": [] },
    { "name": "highest first", "scores": [["AAA", 5], ["BBB", 9]], "expected": [["BBB", 9], ["AAA", 5]] },
    { "name": "equal ones by time", "scores": [["CCC", 5], ["AAA", 5], ["BBB", 5]], "expected": [["CCC", 5], ["AAA", 5], ["BBB", 5]] },
    { "name": "the best counts", "scores": [["AAA", 5], ["AAA", 3], ["AAA", 7]], "expected": [["AAA", 7]] },
    { "name": "later with the same points", "scores": [["AAA", 5], ["BBB", 7], ["AAA", 7], ["BBB", 7]], "expected": [["BBB", 7], ["AAA", 7]] }
  ],
  "refused": [
    null, [], {}, { "player": "AAA" }, { "points": 1 }, { "player": "AA", "points": 1 }, { "player": "aaa", "points": 1 },
    { "player": "AAAA", "points": 1 }, { "player": 5, "points": 1 }, { "player": "AAA", "points": -1 },
    { "player": "AAA", "points": 1000000 }, { "player": "AAA", "points": 1.5 }, { "player": "AAA", "points": true }
  ]
}
`,
      'tests/test_board.py': `import json
from pathlib import Path

import pytest
from main import best, board, problem

DATA = json.loads((Path(__file__).parent / "data" / "scores.json").read_text())


@pytest.mark.parametrize("case", DATA["boards"], ids=lambda case: case["name"])
def test_board(case):
    scores = {}
    for player, points in case["scores"]:
        scores = best(scores, player, points)
    assert [(row["player"], row["points"]) for row in board(scores)] == [tuple(row) for row in case["expected"]]
    assert [row["rank"] for row in board(scores)] == list(range(1, len(case["expected"]) + 1))


def test_only_ten():
    scores = {chr(65 + i) * 3: i for i in range(15)}
    assert [row["points"] for row in board(scores)] == [14, 13, 12, 11, 10, 9, 8, 7, 6, 5]


@pytest.mark.parametrize("given", DATA["refused"], ids=json.dumps)
def test_refused(given):
    assert problem(given)


@pytest.mark.parametrize("points", [0, 999999])
def test_not_refused(points):
    assert problem({"player": "ABC", "points": points}) is None
`,
      'tests/test_server.py': `import json
import threading
from http.client import HTTPConnection

import pytest
from main import Board


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("board")


@pytest.fixture(scope="module")
def server(folder):
    server = Board(("127.0.0.1", 0), folder)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def call(server, method, path, body=None):
    connection = HTTPConnection(*server.server_address, timeout=5)
    connection.request(method, path, body)
    reply = connection.getresponse()
    try:
        return reply.status, json.load(reply)
    finally:
        connection.close()


def test_scores(server, folder):
    assert call(server, "POST", "/scores", '{"player": "ADA", "points": 70}') == (201, {"player": "ADA", "points": 70})
    assert call(server, "POST", "/scores", '{"player": "ADA", "points": 50}') == (201, {"player": "ADA", "points": 70})
    assert call(server, "GET", "/players/ADA") == (200, {"player": "ADA", "points": 70})
    assert call(server, "GET", "/board") == (200, [{"rank": 1, "player": "ADA", "points": 70}])
    again = Board(("127.0.0.1", 0), folder)
    assert again.scores == {"ADA": 70}
    again.server_close()


@pytest.mark.parametrize("body", ["", "{", "{}", "[]"])
def test_bad_bodies(server, body):
    assert call(server, "POST", "/scores", body)[0] == 400


@pytest.mark.parametrize("path, status", [("/health", 200), ("/players/XYZ", 404), ("/ADA", 404), ("/", 404)])
def test_paths(server, path, status):
    assert call(server, "GET", path)[0] == status


def test_post_elsewhere(server):
    assert call(server, "POST", "/board", "{}")[0] == 404
`,
    },
    needs: ['pytest'],
  },
];

export default cases;
