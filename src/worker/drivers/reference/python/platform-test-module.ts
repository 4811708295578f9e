/** `tests/test_platform.py`: what every endpoint has in common, the store, fields and lists. */
export const platformTestModule = String.raw`"""What every endpoint has in common, the store, the fields and lists."""

import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from src import main, query, records, server, validation
from src.errors import HttpError
from src.routes import ROUTES
from src.store import Store

ROOT = Path(__file__).resolve().parent.parent
WRITING = next((path for method, path, _ in ROUTES if method == "POST" and ":" not in path), None)
HEALTH = next(path for _, path, handler in ROUTES if handler == "health")


def test_unknown_paths_and_methods(service):
    assert service.call("GET", "/no/such/path/at/all").status == 404
    refused = service.call("DELETE", HEALTH)
    assert refused.status == 405
    assert "GET" in refused.headers["allow"]
    assert service.call("HEAD", HEALTH).body is None


@pytest.mark.skipif(WRITING is None, reason="nothing can be written")
def test_bodies_that_cannot_be_read(service):
    assert service.raw("POST", WRITING, b'{ "half": ').status == 400
    assert service.raw("POST", WRITING, b'{ "a": NaN }').status == 400
    assert service.raw("POST", WRITING, b"[1, 2]").status in (400, 422)
    assert service.raw("POST", WRITING).status in (400, 422)
    assert service.raw("POST", WRITING, b"x" * 70000).status == 413
    assert service.raw("POST", WRITING, b"x", {"content-length": "many"}).status == 400


def test_what_goes_wrong_inside_is_not_told(service, monkeypatch, capsys):
    def broken(*_args):
        raise RuntimeError("secret")

    monkeypatch.setattr(server, "find_route", broken)
    answer = service.call("GET", HEALTH)
    assert answer.status == 500
    assert "secret" not in str(answer.body)
    assert "secret" in capsys.readouterr().err


def test_settings_come_from_the_environment(tmp_path):
    service, port = main.start({"PORT": "0", "DATA_DIR": str(tmp_path), "ANDON_RELEASE": "r-1"})
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{HEALTH}") as response:
        assert b"r-1" in response.read()
    service.close()


def test_the_process_ends_in_order_and_starts_again_after_a_kill(tmp_path):
    env = {**os.environ, "PORT": "0", "DATA_DIR": str(tmp_path)}
    for sent, code in ((signal.SIGKILL, -9), (signal.SIGTERM, 0)):
        process = subprocess.Popen([sys.executable, str(ROOT / "src" / "main.py")], env=env, stdout=subprocess.PIPE)
        assert b"listening" in process.stdout.readline()
        process.send_signal(sent)
        process.stdout.close()
        assert process.wait(10) == code


def test_the_store_keeps_what_it_was_given(tmp_path):
    store = Store(tmp_path)
    store.put("things", store.next_number("things"), {"id": 1})
    store.put("things", store.next_number("things"), {"id": 2})
    store.remove("things", 2)
    again = Store(tmp_path)
    assert again.all("things") == [{"id": 1}]
    assert again.get("things", 2) is None
    assert again.next_number("things") == 3


def test_a_line_cut_off_by_a_crash_is_set_aside(tmp_path):
    store = Store(tmp_path)
    store.put("things", "a", {"name": "a"})
    store.close()
    with open(tmp_path / "log.jsonl", "a") as log:
        log.write('null\n{"v":1,"op":"put","in":"things","key":"b","val')
    again = Store(tmp_path)
    again.put("things", "c", {"name": "c"})
    assert (tmp_path / "log.damaged.jsonl").exists()
    assert len(Store(tmp_path).all("things")) == 2


def test_a_long_log_is_written_anew(tmp_path):
    store = Store(tmp_path)
    store.next_number("things")
    for n in range(1100):
        store.put("things", "a", {"n": n})
    again = Store(tmp_path)
    assert again.all("things") == [{"n": 1099}]
    assert again.next_number("things") == 2
    assert len((tmp_path / "log.jsonl").read_text().splitlines()) == 3


def test_data_of_a_newer_version_is_refused(tmp_path):
    (tmp_path / "log.jsonl").write_text('{"v":99,"op":"put","in":"things","key":"a","value":{}}\n')
    with pytest.raises(RuntimeError, match="newer version"):
        Store(tmp_path)


def test_after_a_failed_write_nothing_more_is_taken(tmp_path):
    store = Store(tmp_path)
    store.close()
    for _ in range(2):
        with pytest.raises(ValueError):
            store.put("things", "a", {})
    assert store.all("things") == []


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ({"type": "string", "minLength": 2, "maxLength": 4}, "äöü", "a"),
        ({"type": "string", "minLength": 2, "maxLength": 4}, "abcd", "abcde"),
        ({"type": "string", "minLength": 1}, "a", "  "),
        ({"type": "string", "pattern": "^[a-z]+$"}, "abc", "abc\n"),
        ({"type": "string", "oneOf": ["low", "high"]}, "low", "middle"),
        ({"type": "integer", "min": 1, "max": 5}, 5, 6),
        ({"type": "integer", "min": 1, "max": 5}, 1, 0),
        ({"type": "integer"}, 3, True),
        ({"type": "number", "above": 0}, 0.5, 0),
        ({"type": "number"}, 3.5, "3.5"),
        ({"type": "boolean"}, False, "false"),
        ({"type": "url"}, "https://example.com/a", "example.com"),
        ({"type": "url"}, "http://example.com", "http://[bad"),
        ({"type": "url"}, "http://example.com", "http://a b"),
        ({"type": "email"}, "ada@example.com", "ada"),
        ({"type": "date"}, "2028-02-29", "2027-02-29"),
        ({"type": "date"}, "2026-05-01", "1 May"),
        ({"type": "datetime"}, "2026-05-01T09:30:00Z", "noon"),
        ({"type": "datetime"}, "2026-05-01T09:30:00Z", "2026-05-01T99:30"),
        ({"type": "strings"}, ["a"], ["a", 1]),
        ({"type": "object"}, {"a": 1}, [1]),
    ],
)
def test_fields_take_what_fits_and_refuse_what_does_not(field, good, bad):
    assert validation.problem_of(field, good) is None
    assert validation.problem_of(field, bad).startswith("must ")


THING = {
    "name": "things",
    "singular": "thing",
    "key": "code",
    "fields": [
        {"name": "code", "type": "string", "client": True, "required": False, "fill": "code", "codeLength": 5},
        {"name": "title", "type": "string", "client": True, "required": True},
        {"name": "size", "type": "integer", "client": True, "required": False, "default": 3},
        {"name": "done", "type": "boolean", "client": False, "required": False, "default": False},
        {"name": "hits", "type": "integer", "client": False, "required": False, "fill": "zero"},
        {"name": "weight", "type": "number", "client": False, "required": False},
        {"name": "createdAt", "type": "datetime", "client": False, "required": False, "fill": "created"},
        {"name": "updatedAt", "type": "datetime", "client": False, "required": False, "fill": "updated"},
    ],
    "unique": [{"fields": ["title"], "ignoreCase": True, "status": 409}, {"fields": ["code"], "ignoreCase": False, "status": 409}],
    "caps": [{"max": 2, "per": "size", "status": 409}],
    "order": {"field": "size", "descending": True},
    "refuse_unknown": True,
}


def test_everything_wrong_with_a_body_is_said_at_once():
    assert validation.read_fields(THING, {"title": "a"}) == {"code": None, "title": "a", "size": 3}
    assert validation.read_fields(THING, {"size": 4}, partial=True) == {"size": 4}
    with pytest.raises(HttpError) as caught:
        validation.read_fields(THING, {"size": "big", "other": 1})
    assert len(caught.value.details) == 3


def test_records_are_filled_in_and_shown(tmp_path):
    store = Store(tmp_path)
    record = records.new_record(store, THING, {"title": "a"})
    assert len(record["code"]) == 5
    assert record["hits"] == 0
    assert records.changed_record(THING, record, {"title": "b"})["title"] == "b"
    for kind in ("integer", "string"):
        numbered = {"name": "rows", "fields": [{"name": "id", "type": kind, "client": False, "fill": "id"}]}
        assert records.new_record(store, numbered, {})["id"]
    shown = records.present(THING, {"code": "a"})
    assert (shown["done"], shown["hits"], shown["title"]) == (False, 0, None)
    assert list(records.present(THING, {"code": "a"}, ["code"])) == ["code"]
    with pytest.raises(HttpError, match="no thing"):
        records.find_record(store, THING, "zz")


def test_rules_over_all_records_hold(tmp_path):
    store = Store(tmp_path)
    store.put("things", "a", {"code": "a", "title": "One", "size": 1})
    store.put("things", "b", {"code": "b", "title": None, "size": 1})
    with pytest.raises(HttpError, match="same title"):
        records.check_rules(store, THING, {"code": "c", "title": " one", "size": 2})
    with pytest.raises(HttpError, match="already 2"):
        records.check_rules(store, THING, {"code": "c", "title": "two", "size": 1})
    records.check_rules(store, THING, {"code": "a", "title": "One", "size": 1}, store.get("things", "a"))


def test_lists_are_in_order_filtered_searched_and_limited():
    rows = [{"title": "One", "size": 1, "done": True}, {"title": "two", "size": 3}, {"title": "three", "size": None}]
    assert [row["title"] for row in query.in_order(THING, rows)] == ["two", "One", "three"]
    assert query.in_order({"order": None}, rows) == rows
    assert len(query.filter_by(THING, rows, {"done": "true"}, "done")) == 1
    assert len(query.filter_by(THING, rows, {"done": "false"}, "done")) == 2
    assert len(query.filter_by(THING, rows, {"size": "3"}, "size")) == 2
    assert len(query.filter_by(THING, rows, {"title": "two"}, "title")) == 1
    assert len(query.filter_by(THING, rows, {}, "title")) == 3
    with pytest.raises(HttpError):
        query.filter_by(THING, rows, {"weight": "heavy"}, "weight")
    assert len(query.search_in(rows, {"q": "ONE"}, "q", ["title"])) == 1
    assert len(query.search_in(rows, {}, "q", ["title"])) == 3
    assert query.number_from({}, "limit", 20, 1, 100) == 20
    assert query.number_from({"limit": "5"}, "limit", 20, 1, 100) == 5
    with pytest.raises(HttpError, match="from 1 to 100"):
        query.number_from({"limit": "101"}, "limit", 20, 1, 100)
`;
