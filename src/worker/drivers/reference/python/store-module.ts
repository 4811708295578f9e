/** `src/store.py`: records in memory, every change in an append-only log on disk. */
export const storeModule = String.raw`"""Records in memory, every change as a line of an append-only log on disk."""

import json
import os
import sys
from pathlib import Path

FORMAT = 1


class Store:
    """Opens the records kept in a directory. A change is on disk when the call that made it returns.

    Lines that cannot be read are set aside in log.damaged.jsonl. Data of a newer format is refused.
    """

    def __init__(self, directory):
        self.directory = Path(directory)
        self.directory.mkdir(parents=True, exist_ok=True)
        self.path = self.directory / "log.jsonl"
        self.collections = {}
        self.counters = {}
        self.failure = None
        lines, damaged = self.read()
        self.set_aside(damaged)
        live = sum(len(records) for records in self.collections.values())
        if damaged or lines > 2 * live + 1000:
            self.rewrite()
        self.file = open(self.path, "ab", buffering=0)

    def all(self, name):
        return list(self.collections.get(name, {}).values())

    def get(self, name, key):
        return self.collections.get(name, {}).get(str(key))

    def put(self, name, key, value):
        self.append({"op": "put", "in": name, "key": str(key), "value": value})
        self.collections.setdefault(name, {})[str(key)] = value

    def remove(self, name, key):
        self.append({"op": "remove", "in": name, "key": str(key)})
        self.collections.get(name, {}).pop(str(key), None)

    def next_number(self, name):
        """The next number of a collection; a number is never given twice."""
        number = self.counters.get(name, 0) + 1
        self.append({"op": "number", "in": name, "value": number})
        self.counters[name] = number
        return number

    def close(self):
        self.file.close()

    def append(self, entry):
        if self.failure is not None:
            raise self.failure
        try:
            write(self.file, {"v": FORMAT, **entry})
            os.fsync(self.file.fileno())
        except (OSError, ValueError) as error:
            self.failure = error
            raise

    def read(self):
        damaged = []
        lines = self.path.read_bytes().splitlines() if self.path.exists() else []
        for line in lines:
            entry = parse(line)
            if entry is None:
                damaged.append(line)
                continue
            if entry["v"] > FORMAT:
                raise RuntimeError(f"the data in {self.path} was written by a newer version of this service")
            if entry["op"] == "number":
                self.counters[entry["in"]] = entry["value"]
            elif entry["op"] == "put":
                self.collections.setdefault(entry["in"], {})[entry["key"]] = entry["value"]
            else:
                self.collections.get(entry["in"], {}).pop(entry["key"], None)
        return len(lines), damaged

    def set_aside(self, damaged):
        if not damaged:
            return
        print(f"{len(damaged)} damaged lines of the log are set aside", file=sys.stderr, flush=True)
        with open(self.directory / "log.damaged.jsonl", "ab") as file:
            file.writelines(line + b"\n" for line in damaged)
            file.flush()
            os.fsync(file.fileno())

    def rewrite(self):
        """Writes the log anew, as small as it can be, and puts it in place in one step."""
        following = self.path.with_suffix(".next")
        with open(following, "wb", buffering=0) as file:
            for name, number in self.counters.items():
                write(file, {"v": FORMAT, "op": "number", "in": name, "value": number})
            for name, records in self.collections.items():
                for key, value in records.items():
                    write(file, {"v": FORMAT, "op": "put", "in": name, "key": key, "value": value})
            os.fsync(file.fileno())
        os.replace(following, self.path)


def write(file, entry):
    """A write may take only a part; what is left is written too."""
    data = json.dumps(entry).encode() + b"\n"
    while data:
        data = data[file.write(data) :]


def parse(line):
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    known = isinstance(entry, dict) and isinstance(entry.get("v"), int) and entry.get("op") in ("put", "remove", "number")
    return entry if known else None
`;
