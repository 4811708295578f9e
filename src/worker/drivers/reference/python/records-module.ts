/** `src/records.py`: what becomes a record, what it must not clash with, and what of it is shown. */
export const recordsModule = `"""What becomes a record, what it must not clash with, and what of it is shown."""

import secrets
import string
import uuid
from datetime import datetime, timezone

from src.errors import HttpError

LETTERS = string.ascii_letters + string.digits


def timestamp():
    return datetime.now(timezone.utc).isoformat(timespec="microseconds").replace("+00:00", "Z")


def new_record(store, resource, values):
    """What the client gave and what the service fills in."""
    record = dict(values)
    for field in resource["fields"]:
        if field["client"] and record.get(field["name"]) is not None:
            continue
        record[field["name"]] = filled(store, resource, field)
    return record


def filled(store, resource, field):
    fill = field.get("fill")
    if fill == "id":
        return store.next_number(resource["name"]) if field["type"] == "integer" else str(uuid.uuid4())
    if fill == "code":
        return free_code(store, resource, field.get("codeLength", 7))
    if fill in ("created", "updated"):
        return timestamp()
    return 0 if fill == "zero" else field.get("default")


def free_code(store, resource, length):
    while True:
        code = "".join(secrets.choice(LETTERS) for _ in range(length))
        if store.get(resource["name"], code) is None:
            return code


def changed_record(resource, record, values):
    """A changed record, with the time of the change."""
    stamps = {field["name"]: timestamp() for field in resource["fields"] if field.get("fill") == "updated"}
    return {**record, **values, **stamps}


def check_rules(store, resource, record, before=None):
    """Raises when a record would break a rule over all records; before is the one it takes the place of."""
    others = [other for other in store.all(resource["name"]) if other is not before]
    for rule in resource["unique"]:
        own = signature(rule, record)
        if own is not None and any(signature(rule, other) == own for other in others):
            names = " and ".join(rule["fields"])
            raise HttpError(rule["status"], f"there is already one with the same {names}")
    for cap in resource["caps"]:
        count = sum(1 for other in others if other.get(cap["per"]) == record.get(cap["per"]))
        if count >= cap["max"]:
            raise HttpError(cap["status"], f"there are already {cap['max']} with the same {cap['per']}, which is the most")


def signature(rule, record):
    values = [record.get(name) for name in rule["fields"]]
    if any(value is None for value in values):
        return None
    if rule["ignoreCase"]:
        return [value.strip().lower() if isinstance(value, str) else value for value in values]
    return values


def find_record(store, resource, key):
    """The record a path names; raises 404 when there is none."""
    record = store.get(resource["name"], key)
    if record is None:
        raise HttpError(404, f"there is no {resource['singular']} with the {resource['key']} {key}")
    return record


def present(resource, record, names=None):
    """A record as clients see it. Fields an older version of the service did not know have their default."""
    shown = {}
    for field in resource["fields"]:
        if names is None or field["name"] in names:
            value = record.get(field["name"])
            standing = 0 if field.get("fill") == "zero" else field.get("default")
            shown[field["name"]] = standing if value is None else value
    return shown
`;

/** `src/query.py`: order, filters, search and pages of a list. */
export function queryModule(invalid: number): string {
  return `"""Order, filters, search and pages of a list."""

from src.errors import HttpError
from src.validation import problem_of

STATUS = INVALID


def in_order(resource, records):
    """Records in the order of their resource; those equal stay in the order they were created."""
    order = resource["order"]
    if order is None:
        return records
    name = order["field"]
    ordered = sorted(records, key=lambda record: (record.get(name) is not None, record.get(name) if record.get(name) is not None else 0))
    return ordered[::-1] if order["descending"] else ordered


def filter_by(resource, records, query, name):
    """Records whose field has the value the query gives; all of them when it gives none."""
    if not query.get(name):
        return records
    field = next(one for one in resource["fields"] if one["name"] == name)
    wanted = from_text(field, query[name])
    if field["type"] != "string" or field.get("oneOf"):
        problem = problem_of({"type": field["type"], "oneOf": field.get("oneOf")}, wanted)
        if problem:
            raise HttpError(STATUS, f"{name} {problem}")
    return [record for record in records if value_of(record, field) == wanted]


def value_of(record, field):
    value = record.get(field["name"])
    return field.get("default") if value is None else value


def from_text(field, text):
    if field["type"] == "boolean":
        return {"true": True, "false": False}.get(text, text)
    if field["type"] not in ("integer", "number"):
        return text
    try:
        return int(text) if field["type"] == "integer" else float(text)
    except ValueError:
        return text


def search_in(records, query, parameter, names):
    """Records that hold the text of the query in one of the fields, whatever its case."""
    wanted = (query.get(parameter) or "").strip().lower()
    if not wanted:
        return records
    return [record for record in records if any(wanted in str(record.get(name) or "").lower() for name in names)]


def number_from(query, name, standard, low, high):
    """A whole number of the query, or its default; raises when it is not one or is out of its limits."""
    text = query.get(name)
    if not text:
        return standard
    if not text.isdecimal() or not low <= int(text) <= high:
        raise HttpError(STATUS, f"{name} must be a whole number from {low} to {high}")
    return int(text)
`.replace('INVALID', String(invalid));
}
